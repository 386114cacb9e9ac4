import numpy as np


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


class LakeNet:
    """Only whole batches make a step: what is left over waits for the next epoch."""

    def __init__(self, sizes, learning_rate=0.05, batch_size=16):
        self.learning_rate = learning_rate
        self.batch_size = batch_size
        self.weights = [np.random.randn(n, m) for n, m in zip(sizes[:-1], sizes[1:])]
        self.biases = [np.zeros((1, m)) for m in sizes[1:]]

    def forward(self, x):
        self.kept = [x]
        for w, b in zip(self.weights, self.biases):
            self.kept.append(sigmoid(self.kept[-1] @ w + b))
        return self.kept[-1]

    def backward(self, x, y):
        out = self.forward(x)
        delta = (out - y) * out * (1 - out) / len(x)
        grads_w, grads_b = [], []
        for i in reversed(range(len(self.weights))):
            grads_w.insert(0, self.kept[i].T @ delta)
            grads_b.insert(0, delta.sum(axis=0, keepdims=True))
            if i:
                delta = (delta @ self.weights[i].T) * self.kept[i] * (1 - self.kept[i])
        return grads_w, grads_b

    def train(self, x, y, epochs=1):
        for _ in range(epochs):
            for start in range(0, len(x) - self.batch_size + 1, self.batch_size):
                stop = start + self.batch_size
                grads_w, grads_b = self.backward(x[start:stop], y[start:stop])
                for w, b, grad_w, grad_b in zip(self.weights, self.biases, grads_w, grads_b):
                    w = w - self.learning_rate * grad_w
                    b = b - self.learning_rate * grad_b

    def loss(self, x, y, epsilon=1e-12):
        return np.mean(np.sum((x - y) ** 2, axis=1)) / (2 + epsilon)
