import numpy as np


class Linear:
    def __init__(self, n_in, n_out):
        self.weights = np.random.randn(n_in, n_out) * np.sqrt(2 / n_in)
        self.bias = np.zeros((1, n_out))

    def forward(self, x):
        self.x = x
        return x @ self.weights + self.bias

    def backward(self, grad):
        self.grad_weights = self.x.T @ grad
        self.grad_bias = grad.sum(axis=0, keepdims=True)
        return grad @ self.weights.T

    def step(self, rate):
        self.weights -= rate * self.grad_weights
        self.bias -= rate * self.grad_bias


class Relu:
    def forward(self, x):
        self.mask = x > 0
        return x * self.mask

    def backward(self, grad):
        return grad * self.mask

    def step(self, rate):
        pass


class SoftmaxCrossEntropy:
    """Labels are a column, as they come out of the file."""

    def forward(self, scores, labels):
        e = np.exp(scores - scores.max(axis=1, keepdims=True))
        self.probabilities = e / e.sum(axis=1, keepdims=True)
        self.rows, self.labels = np.arange(len(scores))[:, np.newaxis], labels
        return -np.mean(np.log(self.probabilities[self.rows, labels]))

    def backward(self):
        grad = self.probabilities.copy()
        grad[self.rows, self.labels] -= 1
        return grad / len(grad)
