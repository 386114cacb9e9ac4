import numpy as np


class Network:
    def __init__(self, sizes, lr=0.1):
        self.lr = lr
        self.weights = [np.random.randn(a, b) * 0.5 for a, b in zip(sizes, sizes[1:])]
        self.biases = [np.zeros(b) for b in sizes[1:]]

    def forward(self, x):
        self.a = [x]
        for w, b in zip(self.weights, self.biases):
            self.a.append(np.tanh(self.a[-1] @ w + b))
        return self.a[-1]

    def backward(self, y):
        delta = (self.a[-1] - y) * (1 - self.a[-1] ** 2) / len(y)
        dw, db = [], []
        for l in reversed(range(len(self.weights))):
            dw.insert(0, self.a[l].T @ delta)
            db.insert(0, delta.sum(axis=0))
            delta = delta @ self.weights[l].T * (1 - self.a[l] ** 2)
        return dw, db

    def train(self, X, Y, epochs=1000):
        for epoch in range(epochs):
            self.forward(X)
            dw, db = self.backward(Y)
            for w, b, gw, gb in zip(self.weights, self.biases, dw, db):
                w = w - self.lr * gw
                b = b - self.lr * gb
            if epoch % 100 == 0:
                print(epoch, np.mean((self.a[-1] - Y) ** 2))


if __name__ == "__main__":
    X = np.random.uniform(-1, 1, (40, 2))
    Network([2, 6, 1]).train(X, np.sign(X[:, :1] * X[:, 1:]))
