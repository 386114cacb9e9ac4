import numpy as np


class MLPRegressor:
    """relu inside, linear on top, squared error"""

    def __init__(self, layer_sizes):
        self.weights = [np.random.randn(m, n) * np.sqrt(2 / m) for m, n in zip(layer_sizes, layer_sizes[1:])]
        self.biases = [np.zeros(n) for n in layer_sizes[1:]]

    def predict(self, X):
        for w, b in zip(self.weights[:-1], self.biases[:-1]):
            X = np.maximum(X @ w + b, 0)
        return X @ self.weights[-1] + self.biases[-1]

    def gradients(self, X, y):
        inputs, pre = [X], []
        for w, b in zip(self.weights, self.biases):
            pre.append(inputs[-1] @ w + b)
            inputs.append(np.maximum(pre[-1], 0))
        delta = (pre[-1] - y) / len(X)
        grad_w, grad_b = [], []
        for i in reversed(range(len(self.weights))):
            grad_w.append(inputs[i].T @ delta)
            grad_b.append(delta.sum(axis=0))
            if i:
                delta = delta @ self.weights[i].T * (pre[i - 1] > 0)
        return grad_w[::-1], grad_b[::-1]

    def partial_fit(self, X, y, lr=0.01):
        grad_w, grad_b = self.gradients(X, y)
        self.weights = [w - lr * g for w, g in zip(self.weights, grad_w)]
        self.biases = [b - lr * g for b, g in zip(self.biases, grad_b)]
