"""Layers of which the first only hands its inputs on: what it has for weights is empty."""

import numpy as np


class Base:
    def __init__(self, nodes):
        self.nodes = nodes
        self.theta, self.bias = np.array([]), np.array([])
        self.d_theta, self.d_bias = np.array([]), np.array([])

    def forward(self, a):
        self.a = a
        return a


class Full(Base):
    def config(self, n_in):
        self.theta = np.random.randn(n_in, self.nodes)
        self.bias = np.zeros((1, self.nodes))

    def forward(self, a):
        self.a_before = a
        self.z = a @ self.theta + self.bias
        self.a = 1 / (1 + np.exp(-self.z))
        return self.a

    def backward(self, slope):
        dz = slope * self.a * (1 - self.a)
        self.d_theta = self.a_before.T @ dz / len(dz)
        self.d_bias = np.sum(dz, axis=0, keepdims=True)
        return dz @ self.theta.T


class Model:
    def __init__(self, layers, rate=0.5):
        self.layers, self.rate = layers, rate
        for before, layer in zip(layers, layers[1:]):
            layer.config(before.nodes)

    def predict(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def fit(self, x, y, rounds):
        for _ in range(rounds):
            p = self.predict(x)
            self.cost = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
            slope = (p - y) / (p * (1 - p))
            for layer in self.layers[:0:-1]:
                slope = layer.backward(slope)
            for layer in self.layers[1:]:
                layer.theta -= self.rate * layer.d_theta
                layer.bias -= self.rate * layer.d_bias


if __name__ == "__main__":
    x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    y = np.array([[0], [1], [1], [0]])
    model = Model([Base(2), Full(3), Full(5), Full(1)])
    model.fit(x, y, 2000)
    print(model.predict(x).round(2))
