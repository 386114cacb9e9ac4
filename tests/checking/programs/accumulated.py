import numpy as np


class Accumulating:
    """Adds up the gradients of a few samples, then takes a step with their mean."""

    def __init__(self, sizes, every=4, lr=0.5):
        self.W = [np.random.randn(b, a) for a, b in zip(sizes, sizes[1:])]
        self.b = [np.random.randn(b) for b in sizes[1:]]
        self.every, self.lr = every, lr
        self.reset()

    def reset(self):
        self.gW = [np.zeros_like(w) for w in self.W]
        self.gb = [np.zeros_like(b) for b in self.b]
        self.count = 0

    def see(self, x, t):
        a = [np.asarray(x, dtype=float)]
        for W, b in zip(self.W, self.b):
            a.append(1 / (1 + np.exp(-(W @ a[-1] + b))))
        d = (a[-1] - t) * a[-1] * (1 - a[-1])
        for l in range(len(self.W) - 1, -1, -1):
            self.gW[l] += np.outer(d, a[l])
            self.gb[l] += d
            d = (self.W[l].T @ d) * a[l] * (1 - a[l])
        self.count += 1
        if self.count == self.every:
            for l in range(len(self.W)):
                self.W[l] -= self.lr * self.gW[l] / self.count
                self.b[l] -= self.lr * self.gb[l] / self.count
            self.reset()


if __name__ == "__main__":
    net = Accumulating([2, 4, 1])
    for i in range(20000):
        x = np.random.randint(0, 2, 2)
        net.see(x, x[:1] ^ x[1:])
