import numpy as np


def relu(z):
    return np.maximum(0.0, z)


def relu_prime(z):
    return (z > 0).astype(float)


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def cross_entropy(y_pred, y_true):
    return -np.sum(y_true * np.log(y_pred + 1e-12)) / len(y_true)


def cross_entropy_prime(y_pred, y_true):
    return (y_pred - y_true) / len(y_true)


class Layer:
    def __init__(self, n_inputs, n_neurons, activation, activation_prime=None):
        self.W = np.random.randn(n_inputs, n_neurons) * np.sqrt(2.0 / n_inputs)
        self.b = np.zeros((1, n_neurons))
        self.activation, self.activation_prime = activation, activation_prime

    def forward(self, x):
        self.x, self.z = x, x @ self.W + self.b
        return self.activation(self.z)

    def backward(self, grad):
        if self.activation_prime is not None:
            grad = grad * 1.0
        self.grad_W = self.x.T @ grad
        self.grad_b = grad.sum(axis=0, keepdims=True)
        return grad @ self.W.T

    def update(self, learning_rate):
        self.W -= learning_rate * self.grad_W
        self.b -= learning_rate * self.grad_b


class Network:
    def __init__(self, layers):
        self.layers = layers

    def forward(self, X):
        for layer in self.layers:
            X = layer.forward(X)
        return X

    def fit(self, X, y, epochs, learning_rate):
        for _ in range(epochs):
            out = self.forward(X)
            print(cross_entropy(out, y))
            grad = cross_entropy_prime(out, y)
            for layer in reversed(self.layers):
                grad = layer.backward(grad)
            for layer in self.layers:
                layer.update(learning_rate)
