import numpy as np


class Model:
    def __init__(self, n_in, n_hidden, n_out):
        self.W1 = np.random.randn(n_in, n_hidden) * 0.1
        self.b1 = np.zeros(n_hidden)
        self.W2 = np.random.randn(n_hidden, n_out) * 0.1
        self.b2 = np.zeros(n_out)

    def forward(self, x):
        self.x = x
        self.h = np.maximum(0, x @ self.W1 + self.b1)
        z = self.h @ self.W2 + self.b2
        e = np.exp(z - z.max(axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True)


def train(model, X, y, epochs=10, lr=0.1, batch_size=32):
    for _ in range(epochs):
        order = np.random.permutation(len(X))
        for i in range(0, len(X), batch_size):
            drawn = order[i : i + batch_size]
            late = (model.forward(X[drawn]) - y[drawn]) / len(drawn)
            early = late @ model.W2.T * (model.h > 0)
            model.W2 -= lr * model.h.T @ late
            model.b2 -= lr * late.sum(axis=0)
            model.W1 -= lr * model.x.T @ early
            model.b1 -= lr * early.sum(axis=0)
