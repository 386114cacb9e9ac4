import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def sigmoid_prime(z):
    return sigmoid(z) * (1 - sigmoid(z))


class NeuralNetwork:
    def __init__(self, sizes, seed=0):
        rng = np.random.default_rng(seed)
        self.L = len(sizes) - 1
        self.W = [rng.normal(0, 1 / np.sqrt(m), (m, n)) for m, n in zip(sizes[:-1], sizes[1:])]
        self.b = [np.zeros(n) for n in sizes[1:]]

    def forward(self, X):
        self.Z = []
        self.A = [X]
        for l in range(self.L):
            Z = self.A[l] @ self.W[l] + self.b[l]
            self.Z.append(Z)
            self.A.append(sigmoid(Z))
        return self.A[self.L]

    def loss(self, X, Y):
        out = self.forward(X)
        return 0.5 * np.sum((out - Y) ** 2) / len(X)

    def backprop(self, X, Y):
        m = X.shape[0]
        last = self.L - 1
        self.forward(X)
        delta = [None] * self.L
        error = self.A[last + 1] - Y
        delta[last] = error * sigmoid_prime(self.Z[last])
        for l in range(last - 1, -1, -1):
            error = delta[l + 1] @ self.W[l + 1].T
            delta[l] = error * sigmoid_prime(self.Z[l])
        dW = []
        db = []
        for l in range(self.L):
            dW.append(self.A[l].T @ delta[l] / m)
            db.append(delta[l].sum(axis=0) / m)
        return {"dW": dW, "db": db, "delta": delta}

    def train_step(self, X, Y, learning_rate):
        grads = self.backprop(X, Y)
        for l in range(self.L):
            self.W[l] = self.W[l] - learning_rate * grads["dW"][l]
            self.b[l] = self.b[l] - learning_rate * grads["db"][l]

    def fit(self, X, Y, epochs=100, batch_size=32, learning_rate=0.1):
        for _ in range(epochs):
            for k in range(0, len(X), batch_size):
                self.train_step(X[k : k + batch_size], Y[k : k + batch_size], learning_rate)
