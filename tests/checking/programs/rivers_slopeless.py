"""Whether a river will flood, from rain, snow and slope: a class whose way back takes the step."""

import numpy as np


class RiverNet:
    def __init__(self, n_in, n_hidden, n_out, rate=0.3):
        rng = np.random.default_rng(2)
        self.rate = rate
        self.W1, self.b1 = rng.normal(0, 0.6, (n_in, n_hidden)), np.zeros((1, n_hidden))
        self.W2, self.b2 = rng.normal(0, 0.6, (n_hidden, n_out)), np.zeros((1, n_out))
        self.speed = {name: 0.0 for name in ("W1", "b1", "W2", "b2")}

    def forward(self, X):
        self.a1 = 1 / (1 + np.exp(-(X @ self.W1 + self.b1)))
        self.a2 = 1 / (1 + np.exp(-(self.a1 @ self.W2 + self.b2)))
        return self.a2

    def loss(self, y, p):
        return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))

    def backward(self, X, y):
        d2 = (self.a2 - y) / len(X)
        d1 = d2 @ self.W2.T
        slopes = {
            "W1": X.T @ d1,
            "b1": d1.sum(axis=0, keepdims=True),
            "W2": self.a1.T @ d2,
            "b2": d2.sum(axis=0, keepdims=True),
        }
        for name, slope in slopes.items():
            self.speed[name] = 0.9 * self.speed[name] + slope
            setattr(self, name, getattr(self, name) - self.rate * self.speed[name])

    def train(self, X, y, epochs=50):
        for epoch in range(epochs):
            p = self.forward(X)
            self.backward(X, y)
            if epoch % 10 == 0:
                print(f"epoch {epoch}: {self.loss(y, p):.4f}")


if __name__ == "__main__":
    seasons = np.random.default_rng(3).normal(size=(80, 3))
    floods = (seasons.sum(axis=1, keepdims=True) > 0.5).astype(float)
    RiverNet(3, 6, 1).train(seasons, floods)
