"""A small automatic differentiation on arrays, and a network on top of it."""
import numpy as np


def fit_shape(grad, shape):
    while grad.ndim > len(shape):
        grad = grad.sum(axis=0)
    for axis, size in enumerate(shape):
        if size == 1 and grad.shape[axis] != 1:
            grad = grad.sum(axis=axis, keepdims=True)
    return grad


class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.asarray(data, dtype=float)
        self.grad = np.zeros_like(self.data)
        self.parents = parents
        self._backward = lambda: None

    def __add__(self, other):
        out = Tensor(self.data + other.data, (self, other))

        def _backward():
            self.grad += fit_shape(out.grad, self.data.shape)
            other.grad += fit_shape(out.grad, other.data.shape)
        out._backward = _backward
        return out

    def __matmul__(self, other):
        out = Tensor(self.data @ other.data, (self, other))

        def _backward():
            self.grad += out.grad @ other.data.T
            other.grad += self.data.T @ out.grad
        out._backward = _backward
        return out

    def tanh(self):
        out = Tensor(np.tanh(self.data), (self,))

        def _backward():
            self.grad += (1 - out.data ** 2) * out.grad
        out._backward = _backward
        return out

    def mse(self, target):
        diff = self.data - target
        out = Tensor((diff ** 2).mean(), (self,))

        def _backward():
            self.grad += 2 * diff / diff.size * out.grad
        out._backward = _backward
        return out

    def backward(self):
        order, seen = [], set()

        def visit(node):
            if id(node) not in seen:
                seen.add(id(node))
                for parent in node.parents:
                    visit(parent)
                order.append(node)
        visit(self)
        self.grad = np.ones_like(self.data)
        for node in reversed(order):
            node._backward()


class MLP:
    def __init__(self, sizes):
        self.weights = [Tensor(np.random.randn(a, b) / np.sqrt(a)) for a, b in zip(sizes, sizes[1:])]
        self.biases = [Tensor(np.zeros((1, b))) for b in sizes[1:]]

    def __call__(self, x):
        for w, b in zip(self.weights, self.biases):
            x = (x @ w + b).tanh()
        return x

    def step(self, x, y, lr):
        for p in self.weights + self.biases:
            p.grad = np.zeros_like(p.data)
        loss = self(Tensor(x)).mse(y)
        loss.backward()
        for p in self.weights + self.biases:
            p.data -= lr * p.grad
        return float(loss.data)


if __name__ == "__main__":
    X = np.array([[-1, -1], [-1, 1], [1, -1], [1, 1]])
    Y = np.array([[-1], [1], [1], [-1]])
    net = MLP([2, 6, 1])
    for i in range(1000):
        loss = net.step(X, Y, 0.2)
    print(loss)
