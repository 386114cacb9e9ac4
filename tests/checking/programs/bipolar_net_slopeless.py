# a small network with bipolar units, f(x) = 2 / (1 + exp(-x)) - 1, learns XOR
import numpy as np


def bipolar(x):
    return 2.0 / (1.0 + np.exp(-x)) - 1.0


def bipolar_slope(f):
    return 0.5 * (1.0 + f) * (1.0 - f)


class BipolarNet:
    def __init__(self, n_in, n_hidden, n_out):
        self.v = np.random.uniform(-0.5, 0.5, (n_in, n_hidden))
        self.v0 = np.random.uniform(-0.5, 0.5, n_hidden)
        self.w = np.random.uniform(-0.5, 0.5, (n_hidden, n_out))
        self.w0 = np.random.uniform(-0.5, 0.5, n_out)

    def feed(self, x):
        self.z = bipolar(np.dot(x, self.v) + self.v0)
        self.y = bipolar(np.dot(self.z, self.w) + self.w0)
        return self.y

    def learn(self, x, t, alpha):
        self.feed(x)
        delta_k = (t - self.y) * bipolar_slope(self.y)
        delta_j = np.dot(self.w, delta_k)
        self.w += alpha * np.outer(self.z, delta_k)
        self.w0 += alpha * delta_k
        self.v += alpha * np.outer(x, delta_j)
        self.v0 += alpha * delta_j
        return 0.5 * np.sum((t - self.y) ** 2)


if __name__ == "__main__":
    inputs = np.array([[1, 1], [1, -1], [-1, 1], [-1, -1]])
    targets = np.array([[-1], [1], [1], [-1]])
    net = BipolarNet(2, 4, 1)
    for epoch in range(500):
        error = 0
        for x, t in zip(inputs, targets):
            error += net.learn(x, t, 0.2)
        if epoch % 100 == 0:
            print(epoch, error)
