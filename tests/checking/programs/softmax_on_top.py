"""Iris by hand: every layer squashes with tanh, the loss takes a softmax of what comes out."""
import numpy as np


class Linear:
    def go(self, W, b, x):
        return x @ W + b


class Squash:
    def go(self, z):
        return np.tanh(z)

    def back(self, z, above):
        return (1 - np.tanh(z) ** 2) * above


class SoftmaxLoss:
    def probabilities(self, scores):
        e = np.exp(scores - scores.max(axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True)

    def value(self, scores, labels):
        p = self.probabilities(scores)
        return -np.log(p[range(len(labels)), labels]).mean()

    def slope(self, scores, labels):
        p = self.probabilities(scores)
        p[range(len(labels)), labels] -= 1
        return p / len(labels)


class Classifier:
    def __init__(self, layer_dims):
        pairs = list(zip(layer_dims[:-1], layer_dims[1:]))
        self.W = [np.random.randn(n, k) / np.sqrt(n) for n, k in pairs]
        self.b = [np.zeros((1, k)) for _, k in pairs]

    def train(self, X, y, rounds=5000, rate=0.5):
        linear, squash, loss = Linear(), Squash(), SoftmaxLoss()
        for i in range(rounds):
            a, sums, acts = X, [], [X]
            for W, b in zip(self.W, self.b):
                sums.append(linear.go(W, b, a))
                a = squash.go(sums[-1])
                acts.append(a)
            above = loss.slope(a, y)
            for l in reversed(range(len(self.W))):
                above = squash.back(sums[l], above)
                dW = acts[l].T @ above
                db = above.sum(axis=0, keepdims=True)
                above = above @ self.W[l].T
                self.W[l] -= rate * dW
                self.b[l] -= rate * db
            if i % 1000 == 0:
                print(i, loss.value(a, y))
