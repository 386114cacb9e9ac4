"""Lists of floats and loops, one sample at a time; cost: half the square."""
import math
import random

random.seed(5)
samples = [([random.uniform(-1, 1) for _ in range(3)], random.random()) for _ in range(8)]
w1 = [[random.uniform(-1, 1) for _ in range(3)] for _ in range(4)]
b1 = [random.uniform(-1, 1) for _ in range(4)]
w2 = [random.uniform(-1, 1) for _ in range(4)]
b2 = [0.1]
rate = 0.3


def sigmoid(z):
    return 1 / (1 + math.exp(-z))


for turn in range(200):
    x, y = samples[turn % len(samples)]
    a1 = []
    for j in range(4):
        z = b1[j]
        for i in range(3):
            z += w1[j][i] * x[i]
        a1.append(sigmoid(z))
    a2 = sigmoid(sum(w2[j] * a1[j] for j in range(4)) + b2[0])
    cost = 0.5 * (a2 - y) ** 2
    # backward
    d2 = (a2 - y) * a2 * (1 - a2)
    d1 = [d2 * w2[j] * a1[j] * (1 - a1[j]) for j in range(4)]
    dw2 = [d2 * a1[j] for j in range(4)]
    dw1 = [[d1[j] * x[i] for i in range(3)] for j in range(4)]
    # step
    b2[0] -= rate * d2
    for j in range(4):
        w2[j] -= rate * dw2[j]
        b1[j] -= rate * d1[j]
        for i in range(3):
            w1[j][i] -= rate * dw1[j][i]
# parameters: w1 b1 w2 b2
