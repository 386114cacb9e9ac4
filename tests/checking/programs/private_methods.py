"""A class all of whose methods are private but fit and predict."""

import numpy as np


class Net:
    def __init__(self, sizes):
        self.w = [np.random.randn(a, b) for a, b in zip(sizes[:-1], sizes[1:])]
        self.b = [np.zeros(b) for b in sizes[1:]]

    def __forward(self, x):
        a = [x]
        for w, b in zip(self.w, self.b):
            a.append(np.tanh(a[-1] @ w + b))
        return a

    def __loss(self, x, y):
        return 0.5 * np.mean(np.sum((self.__forward(x)[-1] - y) ** 2, axis=1))

    def __backprop(self, x, y):
        a = self.__forward(x)
        d = (a[-1] - y) * (1 - a[-1] ** 2)
        dw, db = [], []
        for l in reversed(range(len(self.w))):
            dw.insert(0, a[l].T @ d / len(x))
            db.insert(0, d.mean(axis=0))
            d = (d @ self.w[l].T) * (1 - a[l] ** 2)
        return dw, db

    def fit(self, x, y, eta, epochs):
        for _ in range(epochs):
            dw, db = self.__backprop(x, y)
            for l in range(len(self.w)):
                self.w[l] = self.w[l] - eta * dw[l]
                self.b[l] = self.b[l] - eta * db[l]
            print(self.__loss(x, y))
