"""Layers of a library, one of which, that no network needs, is not finished."""

import numpy as np


class Dense:
    def __init__(self, inputs, outputs):
        self.weights = np.random.randn(inputs, outputs) * 0.1
        self.biases = np.zeros((1, outputs))

    def forward(self, x):
        self.x = x
        return x @ self.weights + self.biases

    def backward(self, grad, learning_rate):
        sent = grad @ self.weights.T
        self.weights -= learning_rate * (self.x.T @ grad)
        self.biases -= learning_rate * grad.sum(axis=0, keepdims=True)
        return sent


class Tanh:
    def forward(self, x):
        self.out = np.tanh(x)
        return self.out

    def backward(self, grad, learning_rate):
        return grad * (1 - self.out**2)


class Flatten:
    def forward(self, x):
        return x.reshape(self.count, self.height * self.width)

    def backward(self, grad, learning_rate):
        return grad.reshape(self.count, self.height, self.width)
