"""Gradients are added up in attributes that are called as what they belong to."""

import numpy as np


class Waiting:
    rate, pull = 0.2, 0.9

    def __init__(self, sizes):
        self.sizes = sizes
        self.hidden, self.out = np.empty(sizes[1]), np.empty(sizes[2])
        self.lower_weights = np.random.rand(sizes[1], sizes[0]) - 0.5
        self.upper_weights = np.random.rand(sizes[2], sizes[1]) - 0.5
        self.lower_biases = np.random.rand(sizes[1]) - 0.5
        self.upper_biases = np.random.rand(sizes[2]) - 0.5
        self.clear()

    def clear(self):
        self.lower_weights_sum = np.zeros((self.sizes[1], self.sizes[0]))
        self.upper_weights_sum = np.zeros((self.sizes[2], self.sizes[1]))
        self.lower_biases_sum = np.zeros(self.sizes[1])
        self.upper_biases_sum = np.zeros(self.sizes[2])

    def logistic(self, v):
        return 1 / (1 + np.exp(-v))

    def forward(self, x):
        for i in range(self.sizes[1]):
            self.hidden[i] = self.logistic(self.lower_weights[i] @ x + self.lower_biases[i])
        for i in range(self.sizes[2]):
            v = self.upper_weights[i] @ self.hidden + self.upper_biases[i]
            self.out[i] = self.logistic(v)

    def back(self, x, t):
        miss = self.out - t
        blame = (self.upper_weights.T @ miss) * self.slope(self.hidden)
        self.upper_biases_sum += miss
        self.upper_weights_sum += np.outer(miss, self.hidden)
        self.lower_biases_sum += blame
        self.lower_weights_sum += np.outer(blame, x)

    def slope(self, a):
        return a * (1 - a)

    def change(self):
        self.upper_biases -= self.rate * self.upper_biases_sum
        self.upper_weights -= self.rate * self.upper_weights_sum
        self.lower_biases -= self.rate * self.lower_biases_sum
        self.lower_weights -= self.rate * self.lower_weights_sum
        self.clear()


points = np.array([[1, 0, 0, 1], [1, 0, 1, 0], [0, 1, 0, 1], [0, 0, 0, 0], [1, 1, 1, 1]])
wanted = np.array([1, 0, 0, 0, 0])
net = Waiting([4, 3, 1])
for lap in range(3000):
    for x, t in zip(points, wanted):
        net.forward(x)
        net.back(x, t)
    net.change()
