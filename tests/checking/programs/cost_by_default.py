"""A network whose class takes an activation a layer, and a cost that is categorical by default."""
import numpy as np


def activate(name, z, slope=False):
    if name == "tanh":
        return 1 - np.tanh(z) ** 2 if slope else np.tanh(z)
    if name == "sigmoid":
        a = 1 / (1 + np.exp(-z))
        return a * (1 - a) if slope else a
    if name == "softmax":
        e = np.exp(z - z.max(axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True)
    raise ValueError(name)


class MSE:
    def forward(self, y_pred, y_true):
        return np.mean((y_pred - y_true) ** 2)

    def backward(self, y_pred, y_true):
        return 2 * (y_pred - y_true) / len(y_pred)


class CategoricalCrossEntropy:
    def forward(self, y_pred, y_true):
        return -np.mean(np.sum(y_true * np.log(y_pred + 1e-15), axis=1))

    def backward(self, y_pred, y_true):
        return (y_pred - y_true) / len(y_pred)


LOSSES = {"mse": MSE(), "categorical_crossentropy": CategoricalCrossEntropy()}


class Dense:
    def __init__(self, n_in, n_out, activation, loss):
        self.weights = np.random.randn(n_in, n_out) * 0.3
        self.biases = np.zeros((1, n_out))
        self.activation, self.loss = activation, loss

    def forward(self, inputs):
        self.inputs = inputs
        self.z = inputs @ self.weights + self.biases
        return activate(self.activation, self.z)

    def backward(self, slope):
        fused = self.activation == "softmax" and self.loss == "categorical_crossentropy"
        delta = slope if fused else slope * activate(self.activation, self.z, slope=True)
        self.dw = self.inputs.T @ delta
        self.db = delta.sum(axis=0, keepdims=True)
        return delta @ self.weights.T


class Perceptron:
    def __init__(self, input_size, hidden_layers, output_size, activations, loss="categorical_crossentropy"):
        sizes = [input_size] + hidden_layers + [output_size]
        self.layers = [Dense(a, b, name, loss) for a, b, name in zip(sizes, sizes[1:], activations)]
        self.loss = LOSSES[loss]

    def forward(self, X):
        for layer in self.layers:
            X = layer.forward(X)
        return X

    def train(self, X, y, learning_rate=0.1, epochs=20):
        for _ in range(epochs):
            y_pred = self.forward(X)
            cost = self.loss.forward(y_pred, y)
            slope = self.loss.backward(y_pred, y)
            for layer in reversed(self.layers):
                slope = layer.backward(slope)
            for layer in self.layers:
                layer.weights -= learning_rate * layer.dw
                layer.biases -= learning_rate * layer.db
            print(cost)
