import numpy as np


class Dense:
    def __init__(self, n_in, n_out):
        self.W = np.random.randn(n_in, n_out) * np.sqrt(2.0 / n_in)
        self.b = np.zeros((1, n_out))

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, dz):
        self.dW = self.x.T @ dz / len(dz)
        self.db = dz.mean(axis=0, keepdims=True)
        return dz @ self.W.T


class Rectifier:
    def forward(self, z):
        self.z = z
        return np.maximum(0, z)

    def backward(self, d):
        return d * (self.z > 0)


class Logistic:
    def forward(self, z):
        self.a = 1.0 / (1.0 + np.exp(-z))
        return self.a

    def backward(self, d):
        return d * self.a * (1.0 - self.a)


KINDS = {"relu": Rectifier, "sigmoid": Logistic}


class Stack:
    def __init__(self, layer_sizes, activation="relu"):
        self.layer_sizes, kind = layer_sizes, KINDS[activation]
        self.layers = []
        for n_in, n_out in zip(layer_sizes, layer_sizes[1:]):
            self.layers += [Dense(n_in, n_out), kind()]
        self.layers[-1] = Logistic()

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, grad):
        for layer in reversed(self.layers):
            grad = layer.backward(grad)
