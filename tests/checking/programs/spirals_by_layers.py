"""Layers after a well-known book, with its data, and plain descent."""

import nnfs
import numpy as np
from nnfs.datasets import spiral_data

nnfs.init()


class Dense:
    def __init__(self, n_in, n_out):
        self.weights = 0.1 * np.random.randn(n_in, n_out)
        self.biases = np.zeros((1, n_out))

    def forward(self, inputs):
        self.inputs = inputs
        self.output = inputs @ self.weights + self.biases

    def backward(self, later):
        self.dweights = self.inputs.T @ later
        self.dbiases = later.sum(axis=0, keepdims=True)
        self.dinputs = later @ self.weights.T


class Rectifier:
    def forward(self, inputs):
        self.inputs = inputs
        self.output = np.maximum(0, inputs)

    def backward(self, later):
        self.dinputs = later.copy()
        self.dinputs[self.inputs <= 0] = 0


class SoftmaxWithLoss:
    def forward(self, inputs, classes):
        lifted = np.exp(inputs - inputs.max(axis=1, keepdims=True))
        self.output = lifted / lifted.sum(axis=1, keepdims=True)
        return -np.log(self.output[range(len(inputs)), classes]).mean()

    def backward(self, classes):
        self.dinputs = self.output.copy()
        self.dinputs[range(len(classes)), classes] -= 1
        self.dinputs = self.dinputs / len(classes)


X, y = spiral_data(samples=100, classes=3)
first, bend, second, end = Dense(2, 16), Rectifier(), Dense(16, 3), SoftmaxWithLoss()
for epoch in range(2001):
    first.forward(X)
    bend.forward(first.output)
    second.forward(bend.output)
    loss = end.forward(second.output, y)
    if epoch % 100 == 0:
        print(epoch, loss)
    end.backward(y)
    second.backward(end.dinputs)
    bend.backward(second.dinputs)
    first.backward(bend.dinputs)
    for layer in (first, second):
        layer.weights -= 0.5 * layer.dweights
        layer.biases -= 0.5 * layer.dbiases
