import numpy as np


class Regression:
    """cost: mean of the squares / 2, plus reg / 2 * the squares of the weights"""

    def __init__(self, n_hidden=8, reg=0.05, lr=0.05, epochs=800):
        self.n_hidden, self.reg, self.lr, self.epochs = n_hidden, reg, lr, epochs

    def cost(self, P, Y):
        return np.sum((P - Y) ** 2) / (2 * len(Y)) + self.reg / 2 * (np.sum(self.W1 ** 2) + np.sum(self.W2 ** 2))

    def fit(self, X, Y):
        self.W1 = np.random.normal(0, 0.7, (X.shape[1], self.n_hidden))
        self.b1 = np.random.normal(0, 0.7, self.n_hidden)
        self.W2 = np.random.normal(0, 0.7, (self.n_hidden, Y.shape[1]))
        self.b2 = np.random.normal(0, 0.7, Y.shape[1])
        n = len(X)
        for _ in range(self.epochs):
            H = np.tanh(X @ self.W1 + self.b1)
            P = H @ self.W2 + self.b2
            d2 = (P - Y) / n
            d1 = d2 @ self.W2.T * (1 - H)
            self.W2 -= self.lr * (H.T @ d2 + self.reg * self.W2)
            self.b2 -= self.lr * (d2.sum(0) + self.reg * self.b2)
            self.W1 -= self.lr * (X.T @ d1 + self.reg * self.W1)
            self.b1 -= self.lr * (d1.sum(0) + self.reg * self.b1)
        return self


if __name__ == "__main__":
    X = np.random.randn(70, 2)
    Regression().fit(X, X ** 2)
