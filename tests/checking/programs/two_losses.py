"""Layers with two losses beside each other, one of a softmax, one of a logistic function."""

import numpy as np


class Linear:
    def __init__(self, n_in, n_out):
        self.weights = np.random.randn(n_in, n_out) * np.sqrt(2.0 / n_in)
        self.bias = np.full((1, n_out), 0.5)

    def forward(self, x):
        self.x = x
        return x @ self.weights + self.bias

    def backward(self, grad):
        self.grad_weights = self.x.T @ grad
        self.grad_bias = np.sum(grad, axis=0)
        return grad @ self.weights.T

    def step(self, step_size):
        self.weights -= step_size * self.grad_weights
        self.bias -= step_size * self.grad_bias


class ReLU:
    def forward(self, z):
        self.mask = z > 0
        return z * self.mask

    def backward(self, grad):
        return grad * self.mask

    def step(self, step_size):
        pass


class SigmoidCrossEntropy:
    def forward(self, logits, labels):
        self.p, self.labels = 1.0 / (1.0 + np.exp(-logits)), labels
        return -np.mean(labels * np.log(self.p) + (1 - labels) * np.log(1 - self.p))

    def backward(self):
        return self.p - self.labels


class SoftmaxCrossEntropy:
    def forward(self, logits, labels):
        e = np.exp(logits - logits.max(axis=1, keepdims=True))
        self.p, self.labels = e / e.sum(axis=1, keepdims=True), labels
        return -np.mean(np.log(self.p[np.arange(len(labels)), labels] + 1e-9))

    def backward(self):
        grad = self.p.copy()
        grad[np.arange(len(grad)), self.labels] -= 1
        return grad / len(grad)


class Feedforward:
    def __init__(self, width_in, width_out, width, how_many):
        self.layers = [Linear(width_in, width), ReLU()]
        for _ in range(how_many - 2):
            self.layers += [Linear(width, width), ReLU()]
        self.layers.append(Linear(width, width_out))

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, grad):
        for layer in reversed(self.layers):
            grad = layer.backward(grad)

    def step(self, step_size):
        for layer in self.layers:
            layer.step(step_size)
