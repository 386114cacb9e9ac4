import numpy as np


class Regressor:
    """One hidden layer of tanh, a sigmoid on top, trained on all samples at once."""

    def __init__(self, inputs, hidden, outputs, rate=0.3):
        rng = np.random.default_rng(4)
        self.w1 = rng.normal(0.0, 0.6, (inputs, hidden))
        self.b1 = np.zeros(hidden)
        self.w2 = rng.normal(0.0, 0.6, (hidden, outputs))
        self.b2 = np.zeros(outputs)
        self.rate = rate

    def predict(self, X):
        self.hidden = np.tanh(X @ self.w1 + self.b1)
        return 1.0 / (1.0 + np.exp(-(self.hidden @ self.w2 + self.b2)))

    def fit(self, X, T, epochs=200):
        for _ in range(epochs):
            out = self.predict(X)
            d2 = (out - T) * out * (1.0 - out) / len(X)
            d1 = d2 @ self.w2.T * (1.0 - self.hidden ** 2)
            self.w2 -= self.rate * self.hidden.T @ d2
            self.b2 -= self.rate * d2.sum(axis=0)
            self.w1 -= self.rate * X.T @ d1
            self.b1 -= self.rate * d1.sum(axis=0)
        return self


if __name__ == "__main__":
    X = np.array([[0.1, 0.9], [0.8, 0.2], [0.7, 0.6]])
    T = np.array([[0.9], [0.3], [0.5]])
    print(Regressor(2, 4, 1).fit(X, T).predict(X))
