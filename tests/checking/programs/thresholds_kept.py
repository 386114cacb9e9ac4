import math
import random

import numpy as np


class Unit:
    def __init__(self, inputs):
        self.weights = np.array([random.uniform(-1, 1) for _ in range(inputs)])
        self.threshold = random.uniform(-1, 1)

    def fire(self, values):
        self.values = values
        z = sum([w * v for w, v in zip(self.weights, values)]) - self.threshold
        self.out = 1 / (1 + math.exp(-z))
        return self.out

    def slope(self):
        return self.out * (1 - self.out)

    def move(self, delta, rate):
        self.weights = self.weights - rate * delta * np.array(self.values)


hidden, output = [Unit(2) for _ in range(3)], Unit(3)
pairs = [([0, 1], 1), ([1, 1], 0), ([1, 0], 1), ([0, 0], 0)]
for turn in range(2000):
    cost = 0
    for x, y in pairs:
        out = output.fire([unit.fire(x) for unit in hidden])
        cost += (out - y) ** 2 / 2
        delta = (out - y) * output.slope()
        deltas = [delta * w * unit.slope() for w, unit in zip(output.weights, hidden)]
        output.move(delta, 0.5)
        for unit, one in zip(hidden, deltas):
            unit.move(one, 0.5)
    if turn % 100 == 0:
        print(turn, cost)
