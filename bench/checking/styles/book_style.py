import random

import numpy as np


class Network:
    def __init__(self, sizes):
        self.num_layers = len(sizes)
        self.sizes = sizes
        self.biases = [np.random.randn(n, 1) for n in sizes[1:]]
        self.weights = [np.random.randn(n, m) / np.sqrt(m) for m, n in zip(sizes[:-1], sizes[1:])]

    def feedforward(self, a):
        for l in range(self.num_layers - 1):
            z = np.dot(self.weights[l], a) + self.biases[l]
            a = sigmoid(z)
        return a

    def cost(self, x, y):
        a = self.feedforward(x)
        return 0.5 * np.sum((a - y) ** 2)

    def SGD(self, training_data, epochs, mini_batch_size, eta):
        for epoch in range(epochs):
            random.shuffle(training_data)
            for k in range(0, len(training_data), mini_batch_size):
                self.update_mini_batch(training_data[k : k + mini_batch_size], eta)
            print("epoch", epoch, "done")

    def update_mini_batch(self, mini_batch, eta):
        sum_b = [np.zeros(b.shape) for b in self.biases]
        sum_w = [np.zeros(w.shape) for w in self.weights]
        for x, y in mini_batch:
            nabla_b, nabla_w = self.backprop(x, y)
            sum_b = [total + nb for total, nb in zip(sum_b, nabla_b)]
            sum_w = [total + nw for total, nw in zip(sum_w, nabla_w)]
        rate = eta / len(mini_batch)
        self.weights = [w - rate * nw for w, nw in zip(self.weights, sum_w)]
        self.biases = [b - rate * nb for b, nb in zip(self.biases, sum_b)]

    def backprop(self, x, y):
        nabla_b = [np.zeros(b.shape) for b in self.biases]
        nabla_w = [np.zeros(w.shape) for w in self.weights]
        last = self.num_layers - 2
        # feed forward, keeping everything
        activations = [x]
        zs = []
        for l in range(self.num_layers - 1):
            z = np.dot(self.weights[l], activations[l]) + self.biases[l]
            zs.append(z)
            activation = sigmoid(z)
            activations.append(activation)
        # and back
        error = activations[last + 1] - y
        delta = error * sigmoid_prime(zs[last])
        nabla_b[last] = delta
        nabla_w[last] = np.dot(delta, activations[last].T)
        for l in range(last - 1, -1, -1):
            error = np.dot(self.weights[l + 1].T, delta)
            delta = error * sigmoid_prime(zs[l])
            nabla_b[l] = delta
            nabla_w[l] = np.dot(delta, activations[l].T)
        return nabla_b, nabla_w


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def sigmoid_prime(z):
    return sigmoid(z) * (1 - sigmoid(z))
