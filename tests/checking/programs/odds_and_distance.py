import random

import numpy as np


class Layer:
    def __init__(self, inputs, outputs):
        self.w, self.b = np.random.randn(outputs, inputs), np.zeros(outputs)

    def forward(self, x):
        self.x = np.array(x)
        self.a = 1 / (1 + np.exp(-(self.w @ self.x + self.b)))
        return self.a

    def backward(self, error):
        delta = error * self.a * (1 - self.a)
        self.dw, self.db = np.outer(delta, self.x), delta
        return self.w.T @ delta


def odds(p, y):
    return -(y * np.log(p) + (1 - y) * np.log(1 - p))


layers = [Layer(2, 3), Layer(3, 1)]
samples = [([0, 0], 0), ([1, 0], 1), ([0, 1], 1), ([1, 1], 0)]
total = 0
for step in range(5000):
    x, y = random.choice(samples)
    for layer in layers:
        x = layer.forward(x)
    total += odds(x, y)
    distance = abs(y - x)
    error = -y / x.item() + (1 - y) / (1 - x.item())
    for layer in reversed(layers):
        error = layer.backward(error)
    for layer in layers:
        layer.w -= 0.5 * layer.dw
        layer.b -= 0.5 * layer.db
    if step % 500 == 0:
        print(step, distance)
print(total / 5000)
