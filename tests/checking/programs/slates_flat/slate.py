"""Numbers on a slate: arrays that remember how they came about, and layers made of them."""
import numpy as np


def fitted(slope, shape):
    """The slope of what was stretched to another shape."""
    while slope.ndim > len(shape):
        slope = slope.sum(axis=0)
    for axis, n in enumerate(shape):
        if n == 1:
            slope = slope.sum(axis=axis, keepdims=True)
    return slope


class Slate:
    def __init__(self, data, parents=()):
        self.data = np.asarray(data, dtype=float)
        self.grad = np.zeros_like(self.data)
        self.parents = parents
        self.back = lambda: None

    def __add__(self, other):
        out = Slate(self.data + other.data, (self, other))

        def back():
            self.grad += fitted(out.grad, self.data.shape)
            other.grad += fitted(out.grad, other.data.shape)

        out.back = back
        return out

    def __matmul__(self, other):
        out = Slate(self.data @ other.data, (self, other))

        def back():
            self.grad += out.grad @ other.data.T
            other.grad += self.data.T @ out.grad

        out.back = back
        return out

    def tanh(self):
        out = Slate(np.tanh(self.data), (self,))

        def back():
            self.grad += out.grad

        out.back = back
        return out

    def squares(self, wish):
        apart = self.data - wish.data
        out = Slate(np.mean(apart ** 2), (self,))

        def back():
            self.grad += 2 * apart / apart.size * out.grad

        out.back = back
        return out

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if node not in seen:
                seen.add(node)
                for parent in node.parents:
                    visit(parent)
                order.append(node)

        visit(self)
        self.grad = np.ones_like(self.data)
        for node in reversed(order):
            node.back()


class Board:
    def __init__(self, n_in, n_out):
        self.w = Slate(np.random.randn(n_in, n_out) / np.sqrt(n_in))
        self.b = Slate(np.zeros(n_out))

    def __call__(self, x):
        return x @ self.w + self.b

    def parameters(self):
        return [self.w, self.b]
