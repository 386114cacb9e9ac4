import numpy as np


class Net:
    def __init__(self, n_in, n_hidden, n_out):
        self.w = [np.random.randn(n_in, n_hidden), np.random.randn(n_hidden, n_out)]
        self.b = [np.zeros(n_hidden), np.zeros(n_out)]

    def learn(self, batch, lr):
        x, y = batch
        h = np.tanh(x @ self.w[0] + self.b[0])
        z = h @ self.w[1] + self.b[1]
        p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
        d = (p - y) / len(x)
        e = d @ self.w[1].T * (1 - h**2)
        self.w[1] -= lr * h.T @ d
        self.b[1] -= lr * d.mean(axis=0)
        self.w[0] -= lr * x.T @ e
        self.b[0] -= lr * e.sum(axis=0)

    def train(self, batches, num_epochs, lr):
        for _ in range(num_epochs):
            for batch in batches:
                self.learn(batch, lr)
