"""Compares its backpropagation with differences before it trains."""
import numpy as np


class Net:
    def __init__(self, n, h, k):
        self.W1, self.b1 = np.random.randn(h, n) * 0.5, np.zeros((h, 1))
        self.W2, self.b2 = np.random.randn(k, h) * 0.5, np.zeros((k, 1))

    def parameters(self):
        return [self.W1, self.b1, self.W2, self.b2]

    def forward(self, x):
        self.x = x
        self.h = 1 / (1 + np.exp(-(self.W1 @ x + self.b1)))
        self.y = 1 / (1 + np.exp(-(self.W2 @ self.h + self.b2)))
        return self.y

    def cost(self, x, t):
        return 0.5 * np.sum((self.forward(x) - t) ** 2) / x.shape[1]

    def backward(self, t):
        m = t.shape[1]
        e = (self.y - t) * self.y * (1 - self.y) / m
        f = self.W2.T @ e * self.h * (1 - self.h)
        return [f @ self.x.T, f.sum(axis=1, keepdims=True), e @ self.h.T, e.sum(axis=1, keepdims=True)]


def check_gradient(net, x, t, epsilon=1e-5):
    net.forward(x)
    analytic = net.backward(t)
    worst = 0
    for p, g in zip(net.parameters(), analytic):
        for index in np.ndindex(p.shape):
            old = p[index]
            p[index] = old + epsilon
            up = net.cost(x, t)
            p[index] = old - epsilon
            down = net.cost(x, t)
            p[index] = old
            worst = max(worst, abs((up - down) / (2 * epsilon) - g[index]))
    return worst


x = np.random.rand(3, 20)
t = np.vstack([x.sum(0) > 1.5, x[0] > x[1]]).astype(float)
net = Net(3, 5, 2)
print("largest difference", check_gradient(net, x, t))
for i in range(2000):
    net.forward(x)
    for p, g in zip(net.parameters(), net.backward(t)):
        p -= 1.0 * g
print("cost", net.cost(x, t))
