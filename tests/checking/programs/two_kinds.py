import numpy as np


def tanh_prime(a):
    return 1 - a**2


class Network:
    def __init__(self, n_in, n_h1, n_h2, n_out):
        rng = np.random.default_rng(0)
        self.W1 = rng.normal(size=(n_in, n_h1))
        self.b1 = np.zeros((1, n_h1))
        self.W2 = rng.normal(size=(n_h1, n_h2))
        self.b2 = np.zeros((1, n_h2))
        self.W3 = rng.normal(size=(n_h2, n_out))
        self.b3 = np.zeros((1, n_out))

    def forward(self, X):
        self.z1 = X @ self.W1 + self.b1
        self.a1 = np.tanh(self.z1)
        self.z2 = self.a1 @ self.W2 + self.b2
        self.a2 = np.maximum(0, self.z2)
        self.z3 = self.a2 @ self.W3 + self.b3
        e = np.exp(self.z3 - self.z3.max(axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True)

    def backward(self, X, Y, out):
        m = len(X)
        d3 = (out - Y) / m
        d2 = (d3 @ self.W3.T) * (self.z2 > 0)
        d1 = (d2 @ self.W2.T) * tanh_prime(self.a1)
        self.dW3, self.db3 = self.a2.T @ d3, d3.sum(axis=0, keepdims=True)
        self.dW2, self.db2 = self.a1.T @ d2, d2.sum(axis=0, keepdims=True)
        self.dW1, self.db1 = X.T @ d1, d1.sum(axis=0, keepdims=True)

    def cost(self, out, Y):
        return -np.mean(np.sum(Y * np.log(out), axis=1))

    def update(self, lr):
        self.W1 = self.W1 - lr * self.dW1
        self.b1 = self.b1 - lr * self.db1
        self.W2 = self.W2 - lr * self.dW2
        self.b2 = self.b2 - lr * self.db2
        self.W3 = self.W3 - lr * self.dW3
        self.b3 = self.b3 - lr * self.db3
