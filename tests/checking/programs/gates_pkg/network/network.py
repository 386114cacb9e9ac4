import numpy as np

from network.functions import logistic, logistic_derivative


class Network:
    def __init__(self, sizes):
        self.sizes = sizes
        self.weights = [np.random.randn(m, n) for n, m in zip(sizes, sizes[1:])]
        self.biases = [np.random.randn(m, 1) for m in sizes[1:]]

    def feed_forward(self, a):
        self.sums, self.acts = [], [a]
        for w, b in zip(self.weights, self.biases):
            z = w @ a + b
            a = logistic(z)
            self.sums.append(z)
            self.acts.append(a)
        return a

    def train(self, x, y, rate):
        """One example: x and y are columns."""
        self.feed_forward(x)
        delta = (self.acts[-1] - y) * logistic_derivative(self.sums[-1])
        deltas = [delta]
        for w, a in zip(reversed(self.weights[1:]), reversed(self.acts[1:-1])):
            delta = (w.T @ delta) * logistic_derivative(a)
            deltas.insert(0, delta)
        for i, delta in enumerate(deltas):
            self.weights[i] -= rate * delta @ self.acts[i].T
            self.biases[i] -= rate * delta
