"""Neurons in layers, each with its own list of weights. Learns the sum of two half bits."""
import random
from math import tanh

LEARNING_RATE = 0.05


class Unit:
    def __init__(self, fan_in):
        self.w = [random.gauss(0, 0.5) for _ in range(fan_in)]
        self.b = 0.0


class UnitLayer:
    def __init__(self, fan_in, count, linear=False):
        self.units = [Unit(fan_in) for _ in range(count)]
        self.linear = linear

    def forward(self, xs):
        self.xs = xs
        sums = [sum(w * x for w, x in zip(u.w, xs)) + u.b for u in self.units]
        self.out = sums if self.linear else [tanh(s) for s in sums]
        return self.out

    def backward(self, grads):
        deltas = grads if self.linear else [g * (1 - o * o) for g, o in zip(grads, self.out)]
        below = [sum(d * u.w[i] for d, u in zip(deltas, self.units)) for i in range(len(self.xs))]
        for d, u in zip(deltas, self.units):
            u.w = [w - LEARNING_RATE * d * x for w, x in zip(u.w, self.xs)]
            u.b -= LEARNING_RATE * d
        return below


layers = [UnitLayer(2, 6), UnitLayer(6, 1, linear=True)]


def train_step(x, y):
    out = x
    for layer in layers:
        out = layer.forward(out)
    grads = [o - t for o, t in zip(out, y)]
    for layer in layers[::-1]:
        grads = layer.backward(grads)
    return 0.5 * sum((o - t) ** 2 for o, t in zip(out, y))


if __name__ == "__main__":
    for i in range(5000):
        a, b = random.random(), random.random()
        err = train_step([a, b], [(a + b) / 2])
        if i % 500 == 0:
            print(i, err)
