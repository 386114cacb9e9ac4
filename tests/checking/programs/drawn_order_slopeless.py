import numpy as np


def squash(z):
    return 1 / (1 + np.exp(-z))


class Drawing:
    def __init__(self, sizes, rate=0.1):
        self.rate = rate
        self.w = [np.random.randn(n, m) * 0.4 for n, m in zip(sizes, sizes[1:])]
        self.b = [np.zeros((1, m)) for m in sizes[1:]]

    def forward(self, x):
        self.a = [x]
        for w, b in zip(self.w, self.b):
            self.a.append(squash(self.a[-1] @ w + b))
        return self.a[-1]

    def learn(self, x, y):
        delta = (self.forward(x) - y) * self.a[-1] * (1 - self.a[-1])
        for l in reversed(range(len(self.w))):
            below = delta @ self.w[l].T
            self.w[l] -= self.rate * self.a[l].T @ delta / len(x)
            self.b[l] -= self.rate * delta.mean(axis=0, keepdims=True)
            delta = below

    def fit(self, X, Y, epochs, batch_size):
        for _ in range(epochs):
            order = np.random.permutation(len(X))
            for i in range(0, len(X), batch_size):
                self.learn(X[order[i : i + batch_size]], Y[order[i : i + batch_size]])
