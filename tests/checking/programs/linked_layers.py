"""Layers that know their neighbours; the signal and the error run along the chain."""
import numpy as np


class Layer:
    def __init__(self, size, previous=None):
        self.size = size
        self.previous = previous
        self.next = None
        if previous is not None:
            previous.next = self
            self.weights = np.random.randn(size, previous.size) * 0.5
            self.bias = np.zeros(size)

    def forward(self, values):
        if self.previous is not None:
            values = np.tanh(self.weights @ values + self.bias)
        self.values = values
        return values if self.next is None else self.next.forward(values)

    def backward(self, error, rate):
        if self.previous is None:
            return
        delta = error * (1 - self.values ** 2)
        below = self.weights.T @ delta
        self.weights -= rate * np.outer(delta, self.previous.values)
        self.bias -= rate * delta
        self.previous.backward(below, rate)


class Chain:
    def __init__(self, *sizes):
        self.first = self.last = Layer(sizes[0])
        for size in sizes[1:]:
            self.last = Layer(size, self.last)

    def train(self, x, t, rate=0.1):
        y = self.first.forward(np.asarray(x, dtype=float))
        self.last.backward(y - np.asarray(t), rate)
        return 0.5 * np.sum((y - t) ** 2)


if __name__ == "__main__":
    chain = Chain(2, 5, 1)
    for _ in range(3000):
        a, b = np.random.choice([-1, 1], 2)
        chain.train([a, b], [a * b])
    print([chain.first.forward(np.array([a, b])) for a in (-1., 1.) for b in (-1., 1.)])
