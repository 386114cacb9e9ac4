"""A little model whose slopes come from autograd; the chain rule is written out."""
import autograd.numpy as np
from autograd import elementwise_grad


def squash(z):
    return 1.0 / (1.0 + np.exp(-z))


def mse(target, guess):
    return np.mean((target - guess) ** 2)


class Model:
    def __init__(self, layer_sizes):
        pairs = list(zip(layer_sizes[:-1], layer_sizes[1:]))
        self.weights = [np.random.randn(n, k) / np.sqrt(n) for n, k in pairs]
        self.biases = [np.zeros(k) for _, k in pairs]
        self.slope = elementwise_grad(squash)
        self.loss_slope = elementwise_grad(mse, 1)

    def fit(self, X, y, learning_rate=0.5, epochs=200):
        for _ in range(epochs):
            sums, acts = [], [X]
            for W, b in zip(self.weights, self.biases):
                sums.append(acts[-1] @ W + b)
                acts.append(squash(sums[-1]))
            grad = self.loss_slope(y, acts[-1])
            for l in reversed(range(len(self.weights))):
                grad = grad * self.slope(acts[l + 1])
                dW = acts[l].T @ grad
                db = grad.sum(axis=0)
                grad = grad @ self.weights[l].T
                self.weights[l] -= learning_rate * dW
                self.biases[l] -= learning_rate * db


if __name__ == "__main__":
    X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    y = np.array([[0.0], [1.0], [1.0], [0.0]])
    Model([2, 4, 1]).fit(X, y)
