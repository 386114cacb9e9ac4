import numpy as np

from .initializers import glorot


class Layer:
    trainable = False


class Dense(Layer):
    trainable = True

    def __init__(self, n_in, n_out):
        self.W = glorot(n_in, n_out)
        self.b = np.zeros((1, n_out))

    def forward(self, X):
        self.X = X
        return X @ self.W + self.b

    def backward(self, dY):
        self.dW = self.X.T @ dY
        self.db = np.sum(dY, axis=0, keepdims=True)
        return dY @ self.W.T


class Sigmoid(Layer):
    def forward(self, X):
        self.Y = 1 / (1 + np.exp(-X))
        return self.Y

    def backward(self, dY):
        return dY * self.Y * (1 - self.Y)
