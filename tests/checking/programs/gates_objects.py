"""Multiply, add and activate as objects of their own, as on a computation graph."""
import numpy as np


class MultiplyGate:
    def forward(self, W, X):
        return np.dot(X, W)

    def backward(self, W, X, dZ):
        return np.dot(X.T, dZ), np.dot(dZ, W.T)


class AddGate:
    def forward(self, X, b):
        return X + b

    def backward(self, dZ):
        return np.sum(dZ, axis=0, keepdims=True)


class TanhGate:
    def forward(self, Z):
        return np.tanh(Z)

    def backward(self, Z, top_diff):
        return (1 - np.tanh(Z) ** 2) * top_diff


class SoftmaxOutput:
    def predict(self, Z):
        e = np.exp(Z - Z.max(axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True)

    def diff(self, Z, y):
        probs = self.predict(Z)
        probs[np.arange(len(y)), y] -= 1
        return probs


class Model:
    def __init__(self, dims):
        self.W = [np.random.randn(i, o) / np.sqrt(i) for i, o in zip(dims[:-1], dims[1:])]
        self.b = [np.random.randn(1, o) for o in dims[1:]]

    def train(self, X, y, passes=1000, epsilon=0.01, reg=0.01):
        mul, add, act, output = MultiplyGate(), AddGate(), TanhGate(), SoftmaxOutput()
        for _ in range(passes):
            stack, value = [], X
            for W, b in zip(self.W, self.b):
                s = add.forward(mul.forward(W, value), b)
                stack.append((value, s))
                value = act.forward(s)
            top = output.diff(value, y)
            for k in reversed(range(len(self.W))):
                value, s = stack[k]
                dZ = act.backward(s, top)
                db = add.backward(dZ)
                dW, top = mul.backward(self.W[k], value, dZ)
                self.W[k] -= epsilon * (dW + reg * self.W[k])
                self.b[k] -= epsilon * db


if __name__ == "__main__":
    X = np.random.randn(100, 2)
    y = (X[:, 0] > X[:, 1]).astype(int)
    Model([2, 5, 2]).train(X, y)
