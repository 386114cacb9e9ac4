"""Each layer keeps what it needs; the network calls forward, backward and update in turn."""
import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


class HiddenLayer:
    def __init__(self, n_in, n_out, rng):
        self.W = rng.normal(0, 1 / np.sqrt(n_in), (n_out, n_in))
        self.b = np.zeros((n_out, 1))

    def forward(self, A_prev):
        self.A_prev = A_prev
        self.A = sigmoid(self.W @ A_prev + self.b)
        return self.A

    def backward(self, dA):
        m = dA.shape[1]
        dZ = dA * self.A * (1 - self.A)
        self.dW = dZ @ self.A_prev.T / m
        self.db = dZ.sum(axis=1, keepdims=True) / m
        return self.W.T @ dZ

    def update(self, lr):
        self.W -= lr * self.dW
        self.b -= lr * self.db


class DeepNet:
    def __init__(self, dims, seed=0):
        rng = np.random.default_rng(seed)
        self.layers = [HiddenLayer(a, b, rng) for a, b in zip(dims[:-1], dims[1:])]

    def forward(self, X):
        for layer in self.layers:
            X = layer.forward(X)
        return X

    def step(self, X, Y, lr):
        A = self.forward(X)
        loss = -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / X.shape[1]
        dA = (A - Y) / (A * (1 - A))
        for layer in reversed(self.layers):
            dA = layer.backward(dA)
        for layer in self.layers:
            layer.update(lr)
        return loss


if __name__ == "__main__":
    X = np.random.randn(2, 200)
    Y = (X[:1] ** 2 + X[1:] ** 2 < 1).astype(float)
    net = DeepNet([2, 8, 4, 1])
    for i in range(3000):
        loss = net.step(X, Y, 1.0)
        if i % 500 == 0:
            print(i, loss)
