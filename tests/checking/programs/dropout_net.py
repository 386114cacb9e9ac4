import numpy as np
from sklearn.datasets import make_circles


class DropoutNet:
    def __init__(self, n_hidden=32, keep=0.8, lr=0.1, epochs=300):
        self.n_hidden, self.keep, self.lr, self.epochs = n_hidden, keep, lr, epochs

    def fit(self, X, y):
        y = np.asarray(y, dtype=float).reshape(-1, 1)
        n, d = X.shape
        self.W1 = np.random.randn(d, self.n_hidden) * np.sqrt(2.0 / d)
        self.b1 = np.zeros((1, self.n_hidden))
        self.W2 = np.random.randn(self.n_hidden, 1) * np.sqrt(2.0 / self.n_hidden)
        self.b2 = np.zeros((1, 1))
        for _ in range(self.epochs):
            z1 = X @ self.W1 + self.b1
            a1 = np.maximum(z1, 0)
            mask = (np.random.rand(*a1.shape) < self.keep) / self.keep  # inverted dropout
            a1 = a1 * mask
            p = 1 / (1 + np.exp(-(a1 @ self.W2 + self.b2)))

            dz2 = (p - y) / n
            da1 = dz2 @ self.W2.T * mask
            dz1 = da1 * (z1 > 0)
            self.W2 -= self.lr * a1.T @ dz2
            self.b2 -= self.lr * dz2.sum(axis=0, keepdims=True)
            self.W1 -= self.lr * X.T @ dz1
            self.b1 -= self.lr * dz1.sum(axis=0, keepdims=True)
        return self

    def predict(self, X):
        a1 = np.maximum(X @ self.W1 + self.b1, 0)
        return (a1 @ self.W2 + self.b2 > 0).astype(int)


if __name__ == "__main__":
    X, y = make_circles(200, noise=0.1, factor=0.4)
    net = DropoutNet().fit(X, y)
    print("accuracy", np.mean(net.predict(X).ravel() == y))
