import numpy as np


class SGD:
    def __init__(self, rate=0.01):
        self.rate = rate

    def step(self, layer, dw, db):
        layer.w = layer.w - self.rate * dw
        layer.b = layer.b - self.rate * db


class RMSprop:
    """Divides by the root of an average of squares."""

    def __init__(self, rate=0.001, keep=0.9):
        self.rate, self.keep, self.squares = rate, keep, {}

    def step(self, layer, dw, db):
        old = self.squares.get(layer, (0.0, 0.0))
        new = [self.keep * o + (1 - self.keep) * g ** 2 for o, g in zip(old, (dw, db))]
        self.squares[layer] = new
        layer.w = layer.w - self.rate * dw / (np.sqrt(new[0]) + 1e-8)
        layer.b = layer.b - self.rate * db / (np.sqrt(new[1]) + 1e-8)
