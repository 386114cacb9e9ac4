"""Whoever wants to, takes another way down: RMSprop here, whose root is on the wrong side."""

import numpy as np


class GradientDescent:
    def __init__(self, rate=0.1):
        self.rate = rate

    def change(self, name, number, slope):
        return number - self.rate * slope


class RMSProp:
    def __init__(self, rate=0.1, keep=0.9):
        self.rate, self.keep, self.seen = rate, keep, {}

    def change(self, name, number, slope):
        self.seen[name] = self.keep * self.seen.get(name, 0.0) + (1 - self.keep) * slope**2
        return number - self.rate * slope * np.sqrt(self.seen[name] + 1e-8)
