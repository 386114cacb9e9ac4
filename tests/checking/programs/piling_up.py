import numpy as np


class Layer:
    def __init__(self, n_in, n_out):
        self.W = np.random.randn(n_in, n_out) * 0.5
        self.b = np.zeros(n_out)
        self.dW = np.zeros_like(self.W)
        self.db = np.zeros_like(self.b)

    def forward(self, x):
        self.x = x
        self.y = np.tanh(x @ self.W + self.b)
        return self.y

    def backward(self, g):
        g = g * (1 - self.y ** 2)
        self.dW += self.x.T @ g
        self.db += g.sum(axis=0)
        return g @ self.W.T


class Net:
    def __init__(self, *sizes):
        self.layers = [Layer(a, b) for a, b in zip(sizes, sizes[1:])]

    def train_step(self, x, t, lr=0.01):
        for layer in self.layers:
            x = layer.forward(x)
        g = x - t
        for layer in reversed(self.layers):
            g = layer.backward(g)
        for layer in self.layers:
            layer.W -= lr * layer.dW
            layer.b -= lr * layer.db
        return 0.5 * np.sum((x - t) ** 2)


if __name__ == "__main__":
    x = np.random.uniform(-1, 1, (30, 2))
    net = Net(2, 6, 1)
    for i in range(200):
        print(net.train_step(x, x[:, :1] * x[:, 1:]))
