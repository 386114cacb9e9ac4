import numpy as np


class Network:
    """All samples of a mini-batch at once, a column each; every layer learns on the way back."""

    def __init__(self, sizes):
        self.num_layers = len(sizes)
        self.sizes = sizes
        self.biases = [np.random.randn(n, 1) for n in sizes[1:]]
        self.weights = [np.random.randn(n, m) / np.sqrt(m) for m, n in zip(sizes[:-1], sizes[1:])]

    def feedforward(self, a):
        for w, b in zip(self.weights, self.biases):
            a = sigmoid(np.dot(w, a) + b)
        return a

    def update_mini_batch(self, mini_batch, eta):
        last = self.num_layers - 2
        activations = [np.hstack([x for x, y in mini_batch])]
        targets = np.hstack([y for x, y in mini_batch])
        zs = []
        for w, b in zip(self.weights, self.biases):
            zs.append(np.dot(w, activations[-1]) + b)
            activations.append(sigmoid(zs[-1]))
        delta = (activations[-1] - targets) * sigmoid_prime(zs[-1]) / len(mini_batch)
        for l in range(last, -1, -1):
            nabla_w = np.dot(delta, activations[l].T)
            nabla_b = np.sum(delta, axis=1, keepdims=True)
            error = np.dot(self.weights[l].T, delta)
            self.weights[l] = self.weights[l] - eta * nabla_w
            self.biases[l] = self.biases[l] - eta * nabla_b
            if l > 0:
                delta = error * sigmoid_prime(zs[l - 1])


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def sigmoid_prime(z):
    return sigmoid(z) * (1 - sigmoid(z))
