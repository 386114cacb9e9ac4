import numpy as np


class Descent:
    def __init__(self, lr=0.01):
        self.lr = lr

    def update(self, params, grads):
        for key in params:
            params[key] -= self.lr * grads[key]


class Sorter:
    def __init__(self, n_in, n_hidden, n_classes, optimizer):
        self.optimizer = optimizer
        self.params = {
            "W1": np.random.randn(n_in, n_hidden) * 0.1,
            "b1": np.zeros(n_hidden),
            "W2": np.random.randn(n_hidden, n_classes) * 0.1,
            "b2": np.zeros(n_classes),
        }

    def loss(self, X, y):
        h = np.maximum(0, X @ self.params["W1"] + self.params["b1"])
        s = h @ self.params["W2"] + self.params["b2"]
        p = np.exp(s - s.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        rows = np.arange(len(y))
        late = p.copy()
        late[rows, y] -= 1
        late /= len(y)
        early = late @ self.params["W2"].T * (h > 0)
        grads = {"W2": h.T @ late, "b2": late.sum(axis=0)}
        grads |= {"W1": X.T @ early, "b1": early.sum(axis=0)}
        return -np.log(p[rows, y]).mean(), grads

    def train(self, X, y, epochs):
        for _ in range(epochs):
            cost, grads = self.loss(X, y)
            self.optimizer.update(self.params, grads)
            print(cost)
