import copy

import numpy as np


class Sigmoid:
    def __call__(self, x):
        return 1 / (1 + np.exp(-x))

    def gradient(self, x):
        return self(x) * (1 - self(x))


class SquareLoss:
    def loss(self, y, y_pred):
        return 0.5 * (y - y_pred) ** 2

    def gradient(self, y, y_pred):
        return -(y - y_pred)


class SGD:
    def __init__(self, learning_rate=0.01):
        self.learning_rate = learning_rate

    def update(self, w, grad):
        return w - self.learning_rate * grad


class Dense:
    def __init__(self, n_units, input_shape=None):
        self.n_units, self.input_shape = n_units, input_shape
        self.W, self.b = None, None

    def initialize(self, optimizer):
        self.W = np.random.uniform(-0.5, 0.5, (self.input_shape[0], self.n_units))
        self.b = np.zeros((1, self.n_units))
        self.W_opt, self.b_opt = copy.copy(optimizer), copy.copy(optimizer)

    def forward_pass(self, X):
        self.layer_input = X
        return X @ self.W + self.b

    def backward_pass(self, grad):
        W = self.W
        self.W = self.W_opt.update(self.W, self.layer_input.T @ grad)
        self.b = self.b_opt.update(self.b, grad.sum(axis=0, keepdims=True))
        return grad @ self.W.T

    def output_shape(self):
        return (self.n_units,)


ACTIVATIONS = {"sigmoid": Sigmoid}


class Activation:
    def __init__(self, name):
        self.function = ACTIVATIONS[name]()

    def forward_pass(self, X):
        self.layer_input = X
        return self.function(X)

    def backward_pass(self, grad):
        return grad * self.function.gradient(self.layer_input)

    def output_shape(self):
        return self.input_shape


class NeuralNetwork:
    def __init__(self, optimizer, loss):
        self.optimizer, self.loss_function = optimizer, loss()
        self.layers = []

    def add(self, layer):
        if self.layers:
            layer.input_shape = self.layers[-1].output_shape()
        if hasattr(layer, "initialize"):
            layer.initialize(optimizer=self.optimizer)
        self.layers.append(layer)

    def train_on_batch(self, X, y):
        out = self.predict(X)
        loss = np.mean(self.loss_function.loss(y, out))
        grad = self.loss_function.gradient(y, out)
        for layer in reversed(self.layers):
            grad = layer.backward_pass(grad)
        return loss

    def fit(self, X, y, n_epochs, batch_size):
        losses = []
        for _ in range(n_epochs):
            for i in range(0, len(X), batch_size):
                losses.append(self.train_on_batch(X[i : i + batch_size], y[i : i + batch_size]))
        return losses

    def predict(self, X):
        for layer in self.layers:
            X = layer.forward_pass(X)
        return X
