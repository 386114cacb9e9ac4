import numpy as np


class Dense:
    """Makes its weights when it sees its first inputs."""

    def __init__(self, units):
        self.units = units
        self.w = None

    def __call__(self, a):
        if self.w is None:
            self.w = np.random.randn(self.units, a.shape[0]) / np.sqrt(a.shape[0])
            self.b = np.zeros((self.units, 1))
        self.a = a
        self.z = self.w @ a + self.b
        return self.z


class Tanh:
    def __call__(self, z):
        return np.tanh(z)

    def slope(self, z):
        return 1.0 - np.tanh(z) ** 2


class Identity:
    def __call__(self, z):
        return z

    def slope(self, z):
        return np.ones_like(z)
