import numpy as np


class T:
    """Array that remembers where it came from."""

    def __init__(self, value, origin=None):
        self.value = np.array(value, dtype=np.float64)
        self.origin = origin  # (function of the gradient, operands)
        self.grad = None

    def backward(self, grad=None):
        grad = np.ones_like(self.value) if grad is None else grad
        self.grad = grad if self.grad is None else self.grad + grad
        if self.origin:
            rule, operands = self.origin
            for operand, g in zip(operands, rule(grad)):
                operand.backward(g)

    def __matmul__(self, w):
        return T(self.value @ w.value, (lambda g: (g @ w.value.T, self.value.T @ g), (self, w)))

    def __add__(self, b):
        return T(self.value + b.value, (lambda g: (g, g.sum(axis=0)), (self, b)))

    def tanh(self):
        y = np.tanh(self.value)
        return T(y, (lambda g: (g * (1 - y),), (self,)))

    def squared_error(self, target):
        d = self.value - target
        return T(0.5 * np.sum(d ** 2), (lambda g: (g * d,), (self,)))


class Net:
    def __init__(self, n_in, n_hidden, n_out):
        self.W1, self.b1 = T(np.random.randn(n_in, n_hidden)), T(np.zeros(n_hidden))
        self.W2, self.b2 = T(np.random.randn(n_hidden, n_out)), T(np.zeros(n_out))

    def parameters(self):
        return [self.W1, self.b1, self.W2, self.b2]

    def forward(self, x):
        return (T(x) @ self.W1 + self.b1).tanh() @ self.W2 + self.b2

    def train_step(self, x, y, lr=0.01):
        for p in self.parameters():
            p.grad = None
        loss = self.forward(x).squared_error(y)
        loss.backward()
        for p in self.parameters():
            p.value -= lr * p.grad
        return loss.value


if __name__ == "__main__":
    xs = np.linspace(-1, 1, 20).reshape(-1, 1)
    net = Net(1, 8, 1)
    for epoch in range(2000):
        loss = net.train_step(xs, xs ** 3)
    print("loss", loss)
