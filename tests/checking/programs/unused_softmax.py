import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def grad_sigmoid(x):
    return sigmoid(x) * (1 - sigmoid(x))


def softmax(x):
    """For several classes."""
    e = np.exp(x - x.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def identity(x):
    return x


def one(x):
    return np.ones_like(x)


class Net:
    def __init__(self, sizes, lr, output="identity"):
        pairs = list(zip(sizes[:-1], sizes[1:]))
        self.W = [np.random.randn(i, o) * 0.1 for i, o in pairs]
        self.b = [np.zeros((1, o)) for _, o in pairs]
        self.lr = lr
        if output == "identity":
            self.g_out, self.grad_out = identity, one
        elif output == "softmax":
            self.g_out, self.grad_out = softmax, one
        else:
            raise ValueError("the output is either identity or softmax")

    def forward(self, x):
        self.zs, self.a = [], [x]
        for W, b in zip(self.W[:-1], self.b[:-1]):
            self.zs.append(self.a[-1] @ W + b)
            self.a.append(sigmoid(self.zs[-1]))
        self.zs.append(self.a[-1] @ self.W[-1] + self.b[-1])
        return self.g_out(self.zs[-1])

    def backprop(self, grad):
        delta = grad * self.grad_out(self.zs[-1])
        for l in reversed(range(len(self.W))):
            dW, db = self.a[l].T @ delta, delta.sum(axis=0, keepdims=True)
            if l > 0:
                delta = (delta @ self.W[l].T) * grad_sigmoid(self.zs[l - 1])
            self.W[l] -= self.lr * dW
            self.b[l] -= self.lr * db


rng = np.random.default_rng(1)
X = rng.normal(size=(40, 3))
Y = np.column_stack([X.sum(axis=1), X[:, 0] * X[:, 1]])
net = Net([3, 6, 2], 0.01)
for epoch in range(100):
    order = rng.permutation(len(X))
    total = 0.0
    for k in range(0, len(X), 8):
        x, y = X[order[k : k + 8]], Y[order[k : k + 8]]
        out = net.forward(x)
        total += 0.5 * np.sum((out - y) ** 2)
        net.backprop(out - y)
    print(epoch, total)
