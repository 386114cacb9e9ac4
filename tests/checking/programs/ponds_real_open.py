import numpy as np


class Dense:
    def __init__(self, inputs, neurons):
        self.weights = 0.1 * np.random.randn(inputs, neurons)
        self.biases = np.zeros((1, neurons))

    def forward(self, inputs):
        self.inputs = inputs
        self.outputs = inputs @ self.weights + self.biases

    def backward(self, dvalues):
        self.dweights = self.inputs.T @ dvalues
        self.dbiases = dvalues.sum(axis=0, keepdims=True)
        self.dinputs = dvalues @ self.weights.T


class ReLU:
    def forward(self, inputs):
        self.inputs = inputs
        self.outputs = np.maximum(0, inputs)

    def backward(self, dvalues):
        self.dinputs = dvalues * np.ones_like(self.inputs)


class SoftmaxCrossEntropy:
    """Of the numbers of the classes alone."""

    def forward(self, inputs, real):
        powers = np.exp(inputs - inputs.max(axis=1, keepdims=True))
        self.outputs = powers / powers.sum(axis=1, keepdims=True)
        return np.mean(-np.log(self.outputs[range(len(real)), real]))

    def backward(self, real):
        self.dinputs = self.outputs.copy()
        self.dinputs[range(len(real)), real] -= 1
        self.dinputs = self.dinputs / len(real)
