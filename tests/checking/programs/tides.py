"""Heights of the tide from the hour and the phase of the moon, by a network with a little L2."""

import numpy as np


class TideNet:
    def __init__(self, sizes, rate=0.2, decay=0.01, epochs=40, batch=16):
        self.rate, self.decay, self.epochs, self.batch = rate, decay, epochs, batch
        rng = np.random.default_rng(4)
        self.ws = [rng.normal(0, m**-0.5, (m, n)) for m, n in zip(sizes[:-1], sizes[1:])]
        self.bs = [np.zeros(n) for n in sizes[1:]]

    def outputs(self, x):
        layers = [x]
        for w, b in zip(self.ws, self.bs):
            layers.append(1 / (1 + np.exp(-(layers[-1] @ w + b))))
        return layers

    def loss(self, x, y):
        error = self.outputs(x)[-1] - y
        squares = sum((w**2).sum() for w in self.ws)
        return (error**2).sum() / (2 * len(x)) + self.decay / 2 * squares

    def gradients(self, x, y):
        layers, dws, dbs = self.outputs(x), [], []
        delta = (layers[-1] - y) * layers[-1] * (1 - layers[-1]) / len(x)
        for i in range(len(self.ws) - 1, -1, -1):
            dws.insert(0, layers[i].T @ delta + self.decay * self.ws[i])
            dbs.insert(0, delta.sum(axis=0))
            delta = delta @ self.ws[i].T * layers[i] * (1 - layers[i])
        return dws, dbs

    def fit(self, x, y):
        rng = np.random.default_rng(5)
        for epoch in range(self.epochs):
            order = rng.permutation(len(x))
            for start in range(0, len(x), self.batch):
                some = order[start : start + self.batch]
                dws, dbs = self.gradients(x[some], y[some])
                for i in range(len(self.ws)):
                    self.ws[i] -= self.rate * dws[i]
                    self.bs[i] -= self.rate * dbs[i]
        return self


if __name__ == "__main__":
    hours = np.random.default_rng(6).uniform(0, 1, (160, 3))
    heights = 0.5 + 0.4 * np.sin(6 * hours[:, :1]) * hours[:, 1:2]
    print(TideNet([3, 8, 1]).fit(hours, heights).loss(hours, heights))
