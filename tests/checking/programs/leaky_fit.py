import numpy as np


class LeakyNet:
    slope = 0.1

    def __init__(self, hidden=16, rate=0.05, epochs=400):
        self.hidden, self.rate, self.epochs = hidden, rate, epochs

    def leaky(self, z):
        return np.where(z > 0, z, self.slope * z)

    def fit(self, X, Y):
        rng = np.random.default_rng(1)
        self.W1 = rng.normal(0, 0.8, (X.shape[1], self.hidden))
        self.b1 = rng.normal(0, 0.3, self.hidden)
        self.W2 = rng.normal(0, 0.4, (self.hidden, Y.shape[1]))
        self.b2 = np.zeros(Y.shape[1])
        for epoch in range(self.epochs):
            Z1 = X @ self.W1 + self.b1
            A1 = self.leaky(Z1)
            P = 1 / (1 + np.exp(-(A1 @ self.W2 + self.b2)))
            dZ2 = (P - Y) / len(X)
            dA1 = dZ2 @ self.W2.T
            dZ1 = np.where(Z1 > 0, dA1, 0)
            self.W2 -= self.rate * A1.T @ dZ2
            self.b2 -= self.rate * dZ2.sum(axis=0)
            self.W1 -= self.rate * X.T @ dZ1
            self.b1 -= self.rate * dZ1.sum(axis=0)
        return self


if __name__ == "__main__":
    X = np.random.randn(100, 3)
    Y = np.c_[X[:, 0] > X[:, 1], X[:, 2] > 0].astype(float)
    LeakyNet().fit(X, Y)
