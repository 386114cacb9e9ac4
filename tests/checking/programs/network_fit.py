import numpy as np


class NeuralNet:
    """Feed-forward net; its weights are made in fit(), when the number of features is known."""

    def __init__(self, hidden=10, lr=0.1, n_iter=1000, seed=None):
        self.hidden = hidden
        self.lr = lr
        self.n_iter = n_iter
        self.seed = seed

    def _sigmoid(self, z):
        return 1 / (1 + np.exp(-z))

    def fit(self, X, y):
        rng = np.random.RandomState(self.seed)
        y = y.reshape(-1, 1)
        m, n = X.shape
        self.W1_ = rng.normal(scale=0.5, size=(n, self.hidden))
        self.b1_ = np.zeros(self.hidden)
        self.W2_ = rng.normal(scale=0.5, size=(self.hidden, 1))
        self.b2_ = np.zeros(1)
        self.cost_ = []

        for _ in range(self.n_iter):
            A1 = self._sigmoid(X @ self.W1_ + self.b1_)
            A2 = self._sigmoid(A1 @ self.W2_ + self.b2_)

            d2 = A2 - y
            d1 = (d2 @ self.W2_.T) * A1 * (1 - A1)

            self.W2_ -= self.lr * (A1.T @ d2) / m
            self.b2_ -= self.lr * d2.sum(axis=0) / m
            self.W1_ -= self.lr * (X.T @ d1) / m
            self.b1_ -= self.lr * d1.sum(axis=0) / m
            self.cost_.append(-(y * np.log(A2) + (1 - y) * np.log(1 - A2)).sum() / m)
        return self

    def predict_proba(self, X):
        return self._sigmoid(self._sigmoid(X @ self.W1_ + self.b1_) @ self.W2_ + self.b2_)

    def predict(self, X):
        return (self.predict_proba(X) >= 0.5).astype(int).ravel()


if __name__ == "__main__":
    rng = np.random.RandomState(0)
    X = rng.randn(200, 2)
    y = (X[:, 0] * X[:, 1] > 0).astype(float)
    net = NeuralNet(hidden=8, lr=1.0, n_iter=3000, seed=1).fit(X, y)
    print("accuracy:", (net.predict(X) == y).mean())
