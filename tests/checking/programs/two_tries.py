# first without a hidden layer, from zeros, which stays there; then with one
import numpy as np

np.random.seed(6)
X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
y = np.array([[0], [1], [1], [0]])


def squash(z):
    return 1 / (1 + np.exp(-z))


class Straight:
    def fit(self, X, y, rounds=300, rate=0.2):
        self.w = np.zeros((X.shape[1], 1))
        self.b = 0.0
        for _ in range(rounds):
            off = squash(X @ self.w + self.b) - y
            self.w -= rate * X.T @ off / len(X)
            self.b -= rate * off.mean()


class Bent:
    def __init__(self):
        self.w1, self.b1 = np.random.randn(2, 2), np.zeros((1, 2))
        self.w2, self.b2 = np.random.randn(2, 1), np.zeros((1, 1))

    def fit(self, X, y, rounds=4000, rate=0.4):
        for k in range(rounds):
            h = squash(X @ self.w1 + self.b1)
            out = squash(h @ self.w2 + self.b2)
            off = y - out
            top = off * out * (1 - out)
            low = top @ self.w2.T * h * (1 - h)
            self.w2 += rate * h.T @ top
            self.b2 += rate * top.sum(0, keepdims=True)
            self.w1 += rate * X.T @ low
            self.b1 += rate * low.sum(0, keepdims=True)
            if k % 1000 == 0:
                print(k, np.mean(np.abs(off)))


Straight().fit(X, y)
Bent().fit(X, y)
