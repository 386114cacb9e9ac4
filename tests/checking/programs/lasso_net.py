import numpy as np


class SparseNet:
    """A hidden layer with an L1 penalty, so that useless inputs drop out."""

    def __init__(self, n_hidden=6, lam=0.01, lr=0.1, epochs=2000):
        self.n_hidden, self.lam, self.lr, self.epochs = n_hidden, lam, lr, epochs

    def cost(self, out, Y):
        penalty = self.lam * (np.abs(self.W1).sum() + np.abs(self.W2).sum())
        return 0.5 * np.sum((out - Y) ** 2) / len(Y) + penalty

    def fit(self, X, Y):
        n = len(X)
        self.W1 = np.random.randn(X.shape[1], self.n_hidden) * 0.5
        self.b1 = np.zeros(self.n_hidden)
        self.W2 = np.random.randn(self.n_hidden, Y.shape[1]) * 0.5
        self.b2 = np.zeros(Y.shape[1])
        self.costs = []
        for _ in range(self.epochs):
            H = np.tanh(X @ self.W1 + self.b1)
            out = H @ self.W2 + self.b2
            self.costs.append(self.cost(out, Y))
            delta = (out - Y) / n
            hidden_delta = delta @ self.W2.T * (1 - H * H)
            self.W2 -= self.lr * (H.T @ delta + self.lam * np.sign(self.W2))
            self.b2 -= self.lr * delta.sum(axis=0)
            self.W1 -= self.lr * (X.T @ hidden_delta + self.lam * np.sign(self.W1))
            self.b1 -= self.lr * hidden_delta.sum(axis=0)
        return self


if __name__ == "__main__":
    X = np.random.randn(100, 5)
    Y = np.tanh(X[:, :1] - X[:, 1:2])
    print(SparseNet().fit(X, Y).costs[-1])
