import numpy as np


class SGDNetwork:
    """Mini-batch training; the last batch of an epoch may be shorter."""

    def __init__(self, sizes, batch_size=32, eta=0.5):
        self.batch_size = batch_size
        self.eta = eta
        self.W = [np.random.randn(n, m) / np.sqrt(m) for m, n in zip(sizes[:-1], sizes[1:])]
        self.B = [np.zeros((n, 1)) for n in sizes[1:]]

    def forward(self, a):
        activations = [a]
        for W, B in zip(self.W, self.B):
            a = 1 / (1 + np.exp(-(W @ a + B)))
            activations.append(a)
        return activations

    def train_batch(self, x, y):
        activations = self.forward(x)
        delta = activations[-1] - y  # cross-entropy
        for l in range(len(self.W) - 1, -1, -1):
            dW = delta @ activations[l].T / self.batch_size
            dB = delta.sum(axis=1, keepdims=True) / self.batch_size
            delta = self.W[l].T @ delta * activations[l] * (1 - activations[l])
            self.W[l] -= self.eta * dW
            self.B[l] -= self.eta * dB

    def train(self, X, Y, epochs):
        n = X.shape[1]
        for epoch in range(epochs):
            order = np.random.permutation(n)
            for k in range(0, n, self.batch_size):
                pick = order[k:k + self.batch_size]
                self.train_batch(X[:, pick], Y[:, pick])


if __name__ == "__main__":
    X = np.random.randn(4, 250)
    Y = np.stack([X[0] > 0, X[1] > X[2]]).astype(float)
    net = SGDNetwork([4, 8, 2])
    net.train(X, Y, 30)
    print(np.mean((net.forward(X)[-1] > 0.5) == Y))
