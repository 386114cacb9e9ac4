import numpy as np


class ReLU:
    def f(self, z):
        return np.maximum(0, z)

    def df(self, z):
        return (z > 0).astype(float)


class Sigmoid:
    def f(self, z):
        return 1 / (1 + np.exp(-z))

    def df(self, z):
        return self.f(z)
