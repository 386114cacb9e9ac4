import numpy as np


def relu(x, deriv=False):
    return np.where(x > 0, 1.0, 0.0) if deriv else np.maximum(0, x)


def sigmoid(x, deriv=False):
    s = 1.0 / (1.0 + np.exp(-x))
    return s * (1.0 - s) if deriv else s


def mean_squared_error(out, y, deriv=False):
    return 2 * (out - y) / y.size if deriv else np.mean((out - y) ** 2)


class Layer:
    def __init__(self, size, below, activation):
        self.activation = activation
        self.weights = np.random.randn(size, below) * np.sqrt(2 / below)
        self.bias = np.zeros(size)


class Perceptron:
    def __init__(self, inputs):
        self.inputs, self.layers = inputs, []

    def add(self, size, activation):
        below = len(self.layers[-1].bias) if self.layers else self.inputs
        self.layers.append(Layer(size, below, activation))

    def train(self, inputs, targets, epochs, learning_rate):
        for epoch in range(epochs):
            total = 0
            for x, y in zip(inputs, targets):
                a = [x]
                for layer in self.layers:
                    a.append(layer.activation(layer.weights @ a[-1] + layer.bias))
                total += mean_squared_error(a[-1], y)
                last = self.layers[-1]
                delta = mean_squared_error(a[-1], y, deriv=True) * last.activation(a[-1], deriv=True)
                for l in reversed(range(len(self.layers))):
                    layer = self.layers[l]
                    layer.bias -= learning_rate * delta
                    layer.weights -= learning_rate * np.outer(delta, a[l])
                    if l:
                        below = self.layers[l - 1]
                        delta = (layer.weights.T @ delta) * below.activation(a[l], deriv=True)
            print(f"Epoch {epoch}: loss {total / len(inputs)}")


X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
Y = np.array([[0], [1], [1], [0]])
mlp = Perceptron(2)
mlp.add(4, relu)
mlp.add(1, sigmoid)
mlp.train(X, Y, epochs=100, learning_rate=0.03)
