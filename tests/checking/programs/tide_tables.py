"""Heights of the tide from two waves, learned a reading at a time; the sums are kept for a lap."""

import numpy as np


def squash(u):
    return 1.0 / (1.0 + np.exp(-u))


class TideNet:
    def __init__(self, waves, inner):
        self.first = np.random.uniform(-1, 1, (inner, waves))
        self.shift = np.zeros(inner)
        self.second = np.random.uniform(-1, 1, (1, inner))
        self.level = np.zeros(1)

    def heights(self, reading):
        self.inner = squash(self.first @ reading + self.shift)
        return self.second @ self.inner + self.level

    def fit(self, readings, targets, laps, rate):
        for _ in range(laps):
            order = np.random.permutation(len(readings))
            first, shift, second, level = 0.0, 0.0, 0.0, 0.0
            for i in order:
                error = self.heights(readings[i]) - targets[i]
                sent = (self.second.T @ error) * self.inner * (1 - self.inner)
                second += np.outer(error, self.inner)
                level += error
                first += np.outer(sent, readings[i])
                shift += sent
                self.second -= rate * second
                self.level -= rate * level
                self.first -= rate * first
                self.shift -= rate * shift


if __name__ == "__main__":
    np.random.seed(4)
    hours = np.linspace(0, 12, 40)
    readings = np.stack([np.sin(hours), np.cos(hours)], axis=1)
    targets = (0.6 * np.sin(hours) + 0.3 * np.cos(2 * hours)).reshape(-1, 1)
    net = TideNet(2, 6)
    net.fit(readings, targets, 20, 0.002)
    print(np.mean([(net.heights(r) - t) ** 2 for r, t in zip(readings, targets)]))
