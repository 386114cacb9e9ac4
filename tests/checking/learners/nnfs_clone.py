import numpy as np


class Layer_Dense:
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


class Activation_ReLU:
    def forward(self, inputs):
        self.inputs = inputs
        self.output = np.maximum(0, inputs)

    def backward(self, dvalues):
        self.dinputs = dvalues.copy()
        self.dinputs[self.inputs <= 0] = 0


class Activation_Softmax_Loss_CategoricalCrossentropy:
    def forward(self, inputs, y_true):
        exp_values = np.exp(inputs - np.max(inputs, axis=1, keepdims=True))
        self.output = exp_values / np.sum(exp_values, axis=1, keepdims=True)
        clipped = np.clip(self.output, 1e-300, 1)
        return np.mean(-np.log(np.sum(clipped * y_true, axis=1)))

    def backward(self, dvalues, y_true):
        samples = len(dvalues)
        labels = np.argmax(y_true, axis=1)
        self.dinputs = dvalues.copy()
        self.dinputs[range(samples), labels] -= 1
        self.dinputs = self.dinputs / samples


class Model:
    def __init__(self, sizes):
        self.dense = [Layer_Dense(a, b) for a, b in zip(sizes, sizes[1:])]
        self.relu = [Activation_ReLU() for _ in sizes[2:]]
        self.loss_activation = Activation_Softmax_Loss_CategoricalCrossentropy()

    def forward(self, X, y):
        out = X
        for layer, relu in zip(self.dense, self.relu):
            layer.forward(out)
            relu.forward(layer.output)
            out = relu.output
        self.dense[-1].forward(out)
        self.loss = self.loss_activation.forward(self.dense[-1].output, y)
        return self.loss_activation.output

    def backward(self, X, y):
        self.forward(X, y)
        self.loss_activation.backward(self.loss_activation.output, y)
        self.dense[-1].backward(self.loss_activation.dinputs)
        grad = self.dense[-1].dinputs
        for layer, relu in zip(reversed(self.dense[:-1]), reversed(self.relu)):
            relu.backward(grad)
            layer.backward(relu.dinputs)
            grad = layer.dinputs
