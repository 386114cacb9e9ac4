"""A script that trains the same network with three optimisers, one after the other."""

import numpy as np

from optimisers import SGD, Adam, SGDMomentum


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


class Network:
    def __init__(self, n_in, n_hidden, n_out):
        self.w1 = np.random.randn(n_in, n_hidden) * 0.5
        self.b1 = np.zeros((1, n_hidden))
        self.w2 = np.random.randn(n_hidden, n_out) * 0.5
        self.b2 = np.zeros((1, n_out))

    def forward(self, x):
        self.x, self.z = x, x @ self.w1 + self.b1
        self.a = np.maximum(0, self.z)
        self.p = softmax(self.a @ self.w2 + self.b2)
        return self.p

    def backward(self, y):
        dz2 = (self.p - y) / len(y)
        dz1 = (dz2 @ self.w2.T) * (self.z > 0)
        return [
            (self.w1, self.x.T @ dz1),
            (self.b1, dz1.sum(axis=0, keepdims=True)),
            (self.w2, self.a.T @ dz2),
            (self.b2, dz2.sum(axis=0, keepdims=True)),
        ]


def train(optimiser, x, y):
    net = Network(2, 6, 3)
    for _ in range(30):
        p = net.forward(x)
        cost = -np.mean(np.sum(y * np.log(p + 1e-12), axis=1))
        optimiser.step(net.backward(y))
    return cost


np.random.seed(2)
x = np.random.uniform(-1, 1, (24, 2))
y = np.eye(3)[(x.sum(axis=1) > 0).astype(int) + (x[:, 0] > 0.5)]
for optimiser in (SGDMomentum(0.1), Adam(0.01), SGD(0.1)):
    print(type(optimiser).__name__, train(optimiser, x, y))
