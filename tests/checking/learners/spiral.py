import numpy as np


class DenseLayer:
    def __init__(self, n_inputs, n_neurons):
        self.weights = 0.01 * np.random.randn(n_inputs, n_neurons)
        self.biases = np.zeros((1, n_neurons))

    def forward(self, inputs):
        self.inputs = inputs
        self.output = np.dot(inputs, self.weights) + self.biases

    def backward(self, dvalues):
        self.dweights = np.dot(self.inputs.T, dvalues)
        self.dbiases = np.sum(dvalues, axis=0, keepdims=True)
        self.dinputs = np.dot(dvalues, self.weights.T)


class ReLU:
    def forward(self, inputs):
        self.inputs = inputs
        self.output = np.maximum(0, inputs)

    def backward(self, dvalues):
        self.dinputs = dvalues.copy()
        self.dinputs[dvalues <= 0] = 0


class Softmax:
    def forward(self, inputs):
        exp_values = np.exp(inputs - np.max(inputs, axis=1, keepdims=True))
        self.output = exp_values / np.sum(exp_values, axis=1, keepdims=True)


class Network:
    def __init__(self, sizes):
        self.dense = [DenseLayer(a, b) for a, b in zip(sizes, sizes[1:])]
        self.relu = [ReLU() for _ in sizes[2:]]
        self.softmax = Softmax()

    def forward(self, X):
        for layer, relu in zip(self.dense, self.relu):
            layer.forward(X)
            relu.forward(layer.output)
            X = relu.output
        self.dense[-1].forward(X)
        self.softmax.forward(self.dense[-1].output)
        return self.softmax.output

    def backward(self, y):
        grad = (self.softmax.output - y) / len(y)
        self.dense[-1].backward(grad)
        for i in range(len(self.relu) - 1, -1, -1):
            self.relu[i].backward(self.dense[i + 1].dinputs)
            self.dense[i].backward(self.relu[i].dinputs)

    def update(self, lr):
        for layer in self.dense:
            layer.weights -= lr * layer.dweights
            layer.biases -= lr * layer.dbiases
