import random
import numpy as np

TABLE = {(0, 0): 0, (0, 1): 1, (1, 0): 1, (1, 1): 0}


def g(x):
    return 1 / (1 + np.exp(-x))


W = np.random.rand(3, 2) * 2 - 1
bias_w = np.random.rand(3) * 2 - 1
V = np.random.rand(3) * 2 - 1
bias_v = random.uniform(-1, 1)
turns = 0

while True:
    error = 0.0
    for inputs, label in TABLE.items():
        x = np.array(inputs)
        h = g(W.dot(x) + bias_w)
        o = g(V.dot(h) + bias_v)
        error += (label - o) ** 2

        delta = (label - o) * o * (1 - o)
        delta_h = delta * V * h * (1 - h)
        V = V + delta * h
        bias_v = bias_v + delta
        W = W + np.outer(delta_h, x)
        bias_w = bias_w + delta_h
    turns += 1
    if error < 0.01 or turns > 50000:
        break

print("done after", turns, "turns")
