"""Bricks that are told of the slope twice: once for their own gradients, once to send it on."""

import numpy as np


class Brick:
    _parameters = None

    def __call__(self, x):
        return self.forward(x)

    def zero_grad(self):
        pass

    def update_parameters(self, step=1e-3):
        pass

    def backward_update_gradient(self, x, delta):
        pass


class Linear(Brick):
    def __init__(self, in_features, out_features):
        self._parameters = np.random.uniform(-1, 1, (in_features, out_features))
        self._bias = np.random.uniform(-1, 1, (1, out_features))
        self.zero_grad()

    def zero_grad(self):
        self._gradient = np.zeros_like(self._parameters)
        self._gradient_bias = np.zeros_like(self._bias)

    def forward(self, x):
        return x @ self._parameters + self._bias

    def backward_update_gradient(self, x, delta):
        self._gradient += x.T @ delta
        self._gradient_bias += delta.sum(axis=0)

    def backward_delta(self, x, delta):
        return delta @ self._parameters.T

    def update_parameters(self, step=1e-3):
        self._parameters -= step * self._gradient
        self._bias -= step * self._gradient_bias


class Tanh(Brick):
    def forward(self, x):
        return np.tanh(x)

    def backward_delta(self, x, delta):
        return delta * (1 - self(x))


class Sigmoid(Brick):
    def forward(self, x):
        return 1 / (1 + np.exp(-x))

    def backward_delta(self, x, delta):
        a = self(x)
        return delta * a * (1 - a)
