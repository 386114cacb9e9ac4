"""Either of two switches: a network of matrices that are objects of its own."""

import math
import random


class Grid:
    def __init__(self, data):
        self.data = data
        self.rows = len(data)
        self.cols = len(data[0])

    @classmethod
    def by_chance(cls, rows, cols):
        return cls([[random.uniform(-1.0, 1.0) for _ in range(cols)] for _ in range(rows)])

    def times(self, other):
        if self.cols != other.rows:
            raise ValueError("these grids do not fit")
        columns = list(zip(*other.data))
        return Grid([[sum(a * b for a, b in zip(row, one)) for one in columns] for row in self.data])

    def each(self, function, other=None):
        others = other.data if other else self.data
        return Grid(
            [[function(a, b) for a, b in zip(*rows)] for rows in zip(self.data, others)]
        )

    def turned(self):
        return Grid([list(column) for column in zip(*self.data)])


class Network:
    def __init__(self, layers, learning_rate):
        pairs = list(zip(layers, layers[1:]))
        self.weights = [Grid.by_chance(n, m) for m, n in pairs]
        self.biases = [Grid.by_chance(n, 1) for _, n in pairs]
        self.learning_rate = learning_rate
        self.data = []

    def feed_forward(self, inputs):
        current = Grid([inputs]).turned()
        self.data = [current]
        for w, b in zip(self.weights, self.biases):
            current = w.times(current).each(lambda a, b: math.tanh(a + b), b)
            self.data.append(current)
        return current.turned().data[0]

    def back_propagate(self, outputs, targets):
        errors = Grid([targets]).turned().each(lambda t, a: t - a, Grid([outputs]).turned())
        for i in reversed(range(len(self.weights))):
            gradients = self.data[i + 1].each(lambda a, e: (1 - a * a) * e, errors)
            step = gradients.each(lambda g, _: g * self.learning_rate)
            self.weights[i] = self.weights[i].each(
                lambda a, b: a + b, step.times(self.data[i].turned())
            )
            self.biases[i] = self.biases[i].each(lambda a, b: a + b, step)
            errors = self.weights[i].turned().times(errors)

    def train(self, inputs, targets, epochs):
        for _ in range(epochs):
            for x, y in zip(inputs, targets):
                self.back_propagate(self.feed_forward(x), y)


if __name__ == "__main__":
    network = Network([2, 3, 1], 0.5)
    switches = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]
    network.train(switches, [[0.0], [1.0], [1.0], [0.0]], 1000)
    print([network.feed_forward(one) for one in switches])
