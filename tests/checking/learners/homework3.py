import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def softmax(x):
    x = x - x.max()
    return np.exp(x) / np.sum(np.exp(x), axis=0)


class NeuralNet:
    def __init__(self, sizes):
        self.W = []
        self.b = []
        for i in range(len(sizes) - 1):
            self.W.append(np.random.randn(sizes[i], sizes[i + 1]) * np.sqrt(1 / sizes[i]))
            self.b.append(np.zeros((1, sizes[i + 1])))

    def forward(self, X):
        self.A = [X]
        for i, (W, b) in enumerate(zip(self.W, self.b)):
            Z = self.A[-1] @ W + b
            self.A.append(softmax(Z) if i == len(self.W) - 1 else sigmoid(Z))
        return self.A[-1]

    def backward(self, X, Y):
        P = self.forward(X)
        m = X.shape[0]
        dW, db = [], []
        dZ = P - Y
        for i in reversed(range(len(self.W))):
            dW.insert(0, self.A[i].T @ dZ / m)
            db.insert(0, dZ.sum(axis=0, keepdims=True) / m)
            dZ = (dZ @ self.W[i].T) * self.A[i] * (1 - self.A[i])
        return dW, db
