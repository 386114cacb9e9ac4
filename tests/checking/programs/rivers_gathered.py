import numpy as np


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


class RiverNet:
    """Gathers the gradients of single samples and steps when a batch is full."""

    def __init__(self, sizes, learning_rate=0.05, batch_size=16):
        self.sizes = sizes
        self.learning_rate = learning_rate
        self.batch_size = batch_size
        self.weights = [np.random.randn(m, n) for n, m in zip(sizes[:-1], sizes[1:])]
        self.biases = [np.random.randn(m, 1) for m in sizes[1:]]

    def train(self, data):
        inputs, targets = data[0], data[1]
        sum_w = [np.zeros(w.shape) for w in self.weights]
        sum_b = [np.zeros(b.shape) for b in self.biases]
        for count in range(1, len(inputs) + 1):
            a = self.forward(inputs[count - 1])
            grad_w, grad_b = self.backward(a, targets[count - 1])
            for i in range(len(self.weights)):
                sum_w[i] += grad_w[i]
                sum_b[i] += grad_b[i]
            if count % self.batch_size == 0:
                for i in range(len(self.weights)):
                    self.weights[i] -= self.learning_rate * sum_w[i]
                    self.biases[i] -= self.learning_rate * sum_b[i]
                sum_w = [np.zeros(w.shape) for w in self.weights]
                sum_b = [np.zeros(b.shape) for b in self.biases]

    def forward(self, x):
        a = [x]
        for w, b in zip(self.weights, self.biases):
            a.append(sigmoid(np.dot(w, a[-1]) + b))
        return a

    def backward(self, a, y):
        grad_w = [None] * len(self.weights)
        grad_b = [None] * len(self.weights)
        error = 2 * (a[-1] - y)
        delta = error * a[-1] * (1 - a[-1])
        for i in range(len(self.weights) - 1, -1, -1):
            grad_w[i] = np.dot(delta, a[i].T)
            grad_b[i] = delta
            if i > 0:
                delta = np.dot(self.weights[i].T, delta) * a[i] * (1 - a[i])
        return grad_w, grad_b

    def loss(self, a, y):
        return np.sum((a[-1] - y) ** 2)
