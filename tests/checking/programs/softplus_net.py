import numpy as np


def softplus(z):
    return np.log(1 + np.exp(z))


def softplus_prime(z):
    return 1 / (1 + np.exp(-z))


class SoftplusNet:
    def __init__(self, n_inputs, n_hidden, n_outputs):
        self.W = np.random.normal(0, 0.4, (n_inputs, n_hidden))
        self.b = np.zeros(n_hidden)
        self.V = np.random.normal(0, 0.4, (n_hidden, n_outputs))
        self.c = np.zeros(n_outputs)

    def forward(self, X):
        self.z = X @ self.W + self.b
        self.h = softplus(self.z)
        return self.h @ self.V + self.c

    def loss(self, X, Y):
        return ((self.forward(X) - Y) ** 2).mean()

    def train_step(self, X, Y, lr=0.01):
        out = self.forward(X)
        d_out = 2 * (out - Y) / out.size
        d_z = d_out @ self.V.T * softplus_prime(self.z)
        self.V -= lr * self.h.T @ d_out
        self.c -= lr * d_out.sum(0)
        self.W -= lr * X.T @ d_z
        self.b -= lr * d_z.sum(0)


if __name__ == "__main__":
    X = np.random.randn(100, 3)
    Y = np.stack([np.abs(X[:, 0]), X[:, 1:].sum(1)], axis=1)
    net = SoftplusNet(3, 20, 2)
    for i in range(2000):
        net.train_step(X, Y)
    print("loss", net.loss(X, Y))
