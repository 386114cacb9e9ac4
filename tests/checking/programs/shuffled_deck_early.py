"""Labels as the last column of a table that is shuffled, while the labels by themselves are not."""
import numpy as np


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


class Net:
    def __init__(self, sizes):
        pairs = list(zip(sizes[:-1], sizes[1:]))
        self.w = [np.random.randn(n, m) * np.sqrt(2 / n) for n, m in pairs]
        self.b = [np.zeros(m) for _, m in pairs]

    def outputs(self, x):
        kept = [x]
        for w, b in zip(self.w[:-1], self.b[:-1]):
            kept.append(np.maximum(0, kept[-1] @ w + b))
        kept.append(softmax(kept[-1] @ self.w[-1] + self.b[-1]))
        return kept

    def train(self, samples, labels, rate=0.1, epochs=20, size=8):
        deck = np.c_[samples, labels]
        classes = len(set(labels))
        for epoch in range(epochs):
            np.random.shuffle(deck)
            losses = []
            for start in range(0, len(deck) - size + 1, size):
                cards = deck[start : start + size]
                x, y = cards[:, :-1], np.eye(classes)[cards[:, -1].astype(int)]
                kept = self.outputs(x)
                losses.append(-np.sum(y * np.log(kept[-1])) / size)
                error = (kept[-1] - y) / size
                for l in range(len(self.w) - 1, -1, -1):
                    dw, db = kept[l].T @ error, error.sum(axis=0)
                    self.w[l] -= rate * dw
                    error = (error @ self.w[l].T) * (kept[l] > 0)
                    self.b[l] -= rate * db
            print(epoch, np.mean(losses))


if __name__ == "__main__":
    np.random.seed(2)
    samples = np.random.randn(96, 6)
    labels = np.argmax(samples[:, :3], axis=1)
    Net([6, 9, 3]).train(samples, labels)
