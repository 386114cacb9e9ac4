import numpy as np


class Tides:
    """Heights from hours; what is printed is the root of the mean of squares."""

    def __init__(self, hidden, rate):
        self.first = np.random.randn(2, hidden)
        self.second = np.random.randn(hidden, 2)
        self.rate = rate

    def forward(self, x):
        self.h = 1 / (1 + np.exp(-x @ self.first))
        self.out = 1 / (1 + np.exp(-self.h @ self.second))
        return self.out

    def learn(self, x, y):
        error = y - self.out
        slope = error * self.out * (1 - self.out)
        below = slope @ self.second.T * self.h * (1 - self.h)
        self.second += self.rate * self.h.T @ slope
        self.first += self.rate * x.T @ below


x = np.random.rand(12, 2)
y = np.column_stack([x.mean(axis=1), x[:, 0] * x[:, 1]])
net = Tides(4, 0.3)
for epoch in range(200):
    out = net.forward(x)
    net.learn(x, y)
    print(epoch, np.sqrt(np.mean((out - y) ** 2)))
