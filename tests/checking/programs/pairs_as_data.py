import numpy as np


def squash(z):
    return 1 / (1 + np.exp(-z))


class Ladder:
    def __init__(self, sizes):
        self.top = len(sizes)
        self.w = [None] + [np.random.randn(sizes[l], sizes[l - 1]) for l in range(1, self.top)]
        self.b = [None] + [np.random.randn(sizes[l], 1) for l in range(1, self.top)]

    def train(self, data, epochs, eta):
        for _ in range(epochs):
            np.random.shuffle(data)
            for x, y in data:
                a = [x]
                for l in range(1, self.top):
                    a.append(squash(self.w[l] @ a[-1] + self.b[l]))
                error = [None] * self.top
                error[-1] = (a[-1] - y) * a[-1] * (1 - a[-1])
                for l in range(self.top - 2, 0, -1):
                    error[l] = (self.w[l + 1].T @ error[l + 1]) * a[l] * (1 - a[l])
                for l in range(1, self.top):
                    self.w[l] -= eta * error[l] @ a[l - 1].T
                    self.b[l] -= eta * error[l]
