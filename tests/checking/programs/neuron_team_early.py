"""Neurons as objects in layers as objects, and patterns that are picked by chance."""
import numpy as np


class Unit:
    def __init__(self, n_inputs):
        self.weights = np.random.uniform(-1, 1, n_inputs)
        self.bias = np.random.uniform(-1, 1)

    def fire(self, inputs):
        self.inputs = inputs
        self.output = 1 / (1 + np.exp(-(np.dot(self.weights, inputs) + self.bias)))
        return self.output

    def slope(self):
        return self.output * (1 - self.output)

    def adjust(self, rate, delta):
        self.weights += rate * delta * self.inputs
        self.bias += rate * delta


class Team:
    def __init__(self, size, n_inputs):
        self.units = [Unit(n_inputs) for _ in range(size)]

    def fire(self, inputs):
        return np.array([unit.fire(inputs) for unit in self.units])

    def blame(self, errors, rate):
        deltas = [error * unit.slope() for error, unit in zip(errors, self.units)]
        for unit, delta in zip(self.units, deltas):
            unit.adjust(rate, delta)
        return np.dot(np.array([unit.weights for unit in self.units]).T, deltas)


class Network:
    def __init__(self, sizes, learning_rate=0.1, epochs=60):
        self.learning_rate, self.epochs = learning_rate, epochs
        self.teams = [Team(sizes[i + 1], sizes[i]) for i in range(len(sizes) - 1)]

    def train(self, inputs, outputs):
        for epoch in range(self.epochs):
            total = 0
            for x, y in zip(inputs, outputs):
                signal = x
                for team in self.teams:
                    signal = team.fire(signal)
                error = y - signal
                total += np.mean(error**2)
                for team in reversed(self.teams):
                    error = team.blame(error, self.learning_rate)
            print("epoch", epoch, "mean squared error", total / len(inputs))

    def answer(self, inputs):
        signal = inputs
        for team in self.teams:
            signal = team.fire(signal)
        print("1" if signal[0] >= 0.5 else "0")
        return signal


def pick(inputs, outputs, count):
    for i in np.random.choice(len(inputs), size=count):
        yield inputs[i], outputs[i]


if __name__ == "__main__":
    corners = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    answers = np.array([[0], [1], [1], [0]])
    net = Network([2, 6, 6, 1])
    xs, ys = zip(*pick(corners, answers, 1500))
    net.train(xs, ys)
    for x in corners:
        net.answer(x)
