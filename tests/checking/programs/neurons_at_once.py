import numpy as np


class Neuron:
    """One unit with its own weights; the last weight is the bias."""

    def __init__(self, size):
        self.w = np.random.uniform(-0.7, 0.7, size + 1)

    def fire(self, x):
        self.x = np.append(x, 1.0)
        self.y = 1 / (1 + np.exp(-self.w.dot(self.x)))
        return self.y

    def correct(self, error, rate):
        """Changes the weights, and tells the units below their share of the error."""
        delta = error * self.y * (1 - self.y)
        self.w -= rate * delta * self.x
        return delta * self.w[:-1]


class Layer:
    def __init__(self, n_in, n_out):
        self.neurons = [Neuron(n_in) for _ in range(n_out)]

    def forward(self, x):
        return np.array([n.fire(x) for n in self.neurons])

    def backward(self, errors, rate):
        return sum(n.correct(e, rate) for n, e in zip(self.neurons, errors))


class Brain:
    def __init__(self, sizes):
        self.layers = [Layer(i, o) for i, o in zip(sizes[:-1], sizes[1:])]

    def think(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def learn(self, x, t, rate=0.5):
        errors = self.think(x) - t
        for layer in reversed(self.layers):
            errors = layer.backward(errors, rate)


if __name__ == '__main__':
    brain = Brain([2, 4, 2])
    for _ in range(2000):
        bit = np.random.randint(0, 2, 2)
        brain.learn(bit, np.array([bit[0] ^ bit[1], bit[0] & bit[1]]))
    for a in (0, 1):
        for b in (0, 1):
            print(a, b, brain.think(np.array([a, b])))
