import numpy as np


class Tensor:
    def __init__(self, data, parents=()):
        self.data = np.asarray(data, dtype=float)
        self.grad = np.zeros_like(self.data)
        self.parents = parents
        self.back = lambda: None

    def __matmul__(self, other):
        out = Tensor(self.data @ other.data, (self, other))

        def back():
            self.grad += out.grad @ other.data.T
            other.grad += self.data.T @ out.grad

        out.back = back
        return out

    def plus_bias(self, bias):
        out = Tensor(self.data + bias.data, (self, bias))

        def back():
            self.grad += out.grad
            bias.grad += out.grad.sum(axis=0) / len(out.grad)

        out.back = back
        return out

    def sigmoid(self):
        a = 1.0 / (1.0 + np.exp(-self.data))
        out = Tensor(a, (self,))

        def back():
            self.grad += out.grad * a * (1.0 - a)

        out.back = back
        return out

    def mse(self, y):
        m = len(y)
        out = Tensor(0.5 * np.sum((self.data - y) ** 2) / m, (self,))

        def back():
            self.grad += out.grad * (self.data - y) / m

        out.back = back
        return out

    def backward(self):
        order, seen = [], set()

        def visit(t):
            if id(t) not in seen:
                seen.add(id(t))
                for p in t.parents:
                    visit(p)
                order.append(t)

        visit(self)
        self.grad = np.ones_like(self.data)
        for t in reversed(order):
            t.back()


rng = np.random.default_rng(0)
X = rng.normal(size=(20, 3))
Y = np.eye(2)[(X[:, 0] > 0).astype(int)]
W1, b1 = Tensor(rng.normal(size=(3, 5))), Tensor(np.zeros(5))
W2, b2 = Tensor(rng.normal(size=(5, 2))), Tensor(np.zeros(2))
lr = 0.5
for epoch in range(200):
    for p in (W1, b1, W2, b2):
        p.grad = np.zeros_like(p.data)
    h = (Tensor(X) @ W1).plus_bias(b1).sigmoid()
    out = (h @ W2).plus_bias(b2).sigmoid()
    loss = out.mse(Y)
    loss.backward()
    for p in (W1, b1, W2, b2):
        p.data -= lr * p.grad
    if epoch % 50 == 0:
        print(epoch, loss.data)
