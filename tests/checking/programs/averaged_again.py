import numpy as np

np.random.seed(0)
X = np.random.rand(100, 5)
Y = (X.sum(axis=1, keepdims=True) > 2.5) * 1.0


class Net:
    def __init__(self, n, h):
        self.W0, self.b0 = np.random.randn(n, h) * 0.3, np.zeros((1, h))
        self.W1, self.b1 = np.random.randn(h, 1) * 0.3, np.zeros((1, 1))

    def forward(self, x):
        self.a1 = np.tanh(x @ self.W0 + self.b0)
        return 1 / (1 + np.exp(-(self.a1 @ self.W1 + self.b1)))

    def train(self, X, Y, epochs, batch_size, lr):
        for epoch in range(epochs):
            for i in range(0, len(X), batch_size):
                x, y = X[i:i + batch_size], Y[i:i + batch_size]
                m = len(x)
                p = self.forward(x)
                cost = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
                dp = (-(y / p) + (1 - y) / (1 - p)) / m
                dz1 = dp * p * (1 - p)
                dz0 = dz1 @ self.W1.T * (1 - self.a1 ** 2)
                self.W1 -= lr * self.a1.T @ dz1 / m
                self.b1 -= lr * np.sum(dz1, axis=0, keepdims=True) / m
                self.W0 -= lr * x.T @ dz0 / m
                self.b0 -= lr * np.sum(dz0, axis=0, keepdims=True) / m
            print(epoch, cost)


net = Net(5, 4)
net.train(X, Y, 30, 16, 0.1)
