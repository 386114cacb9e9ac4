import numpy as np

from src.activations import ReLU, Sigmoid
from src.config import LEARNING_RATE


class Network:
    def __init__(self, sizes, hidden=Sigmoid):
        self.hidden = hidden()
        self.W = [np.random.randn(a, b) * 0.5 for a, b in zip(sizes[:-1], sizes[1:])]
        self.b = [np.zeros((1, b)) for b in sizes[1:]]

    def forward(self, X):
        self.Z, self.A = [], [X]
        for k, (W, b) in enumerate(zip(self.W, self.b)):
            self.Z.append(self.A[-1] @ W + b)
            last = k == len(self.W) - 1
            self.A.append(self.Z[-1] if last else self.hidden.f(self.Z[-1]))
        return self.A[-1]

    def backward(self, Y):
        delta = (self.A[-1] - Y) / len(Y)
        for k in range(len(self.W) - 1, -1, -1):
            dW = self.A[k].T @ delta
            db = delta.sum(axis=0, keepdims=True)
            if k > 0:
                delta = delta @ self.W[k].T * self.hidden.df(self.Z[k - 1])
            self.W[k] -= LEARNING_RATE * dW
            self.b[k] -= LEARNING_RATE * db
