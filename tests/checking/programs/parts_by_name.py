import numpy as np


def leaky(z):
    return np.where(z > 0, z, 0.1 * z)


def probabilities(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


class Classifier:
    """Inputs and one-hot targets come in parts, as x["train"] and x["test"]."""

    def __init__(self, x, y, hidden=12, rate=0.1, epochs=40):
        self.x, self.y = x, y
        self.rate, self.epochs = rate, epochs
        n_in, n_out = x["train"].shape[1], y["train"].shape[1]
        self.w1 = np.random.randn(n_in, hidden) * 0.3
        self.b1 = np.zeros(hidden)
        self.w2 = np.random.randn(hidden, n_out) * 0.3
        self.b2 = np.zeros(n_out)

    def forward(self, x):
        self.z1 = x @ self.w1 + self.b1
        self.a1 = leaky(self.z1)
        return probabilities(self.a1 @ self.w2 + self.b2)

    def loss(self, part):
        p = self.forward(self.x[part])
        return -np.mean(np.sum(self.y[part] * np.log(p), axis=1))

    def step(self, x, y):
        d2 = (self.forward(x) - y) / len(x)
        d1 = d2 @ self.w2.T * np.where(self.z1 > 0, 1.0, 0.1)
        self.w2 -= self.rate * self.a1.T @ d2
        self.b2 -= self.rate * d2.sum(axis=0)
        self.w1 -= self.rate * x.T @ d1
        self.b1 -= self.rate * d1.sum(axis=0)

    def fit(self):
        history = {part: [] for part in ("train", "test")}
        for _ in range(self.epochs):
            self.step(self.x["train"], self.y["train"])
            for part in history:
                history[part].append(self.loss(part))
        return history
