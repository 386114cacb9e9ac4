# every weight has its own name: 2 inputs, 2 hidden, 1 output
import math
import random

w1 = random.uniform(-1, 1)
w2 = random.uniform(-1, 1)
w3 = random.uniform(-1, 1)
w4 = random.uniform(-1, 1)
v1 = random.uniform(-1, 1)
v2 = random.uniform(-1, 1)
b1 = b2 = b3 = 0.0
lr = 0.5


def sigm(x):
    return 1 / (1 + math.exp(-x))


def predict(x1, x2):
    h1 = sigm(w1 * x1 + w2 * x2 + b1)
    h2 = sigm(w3 * x1 + w4 * x2 + b2)
    return sigm(v1 * h1 + v2 * h2 + b3)


def learn(x1, x2, target):
    global w1, w2, w3, w4, v1, v2, b1, b2, b3
    h1 = sigm(w1 * x1 + w2 * x2 + b1)
    h2 = sigm(w3 * x1 + w4 * x2 + b2)
    o = sigm(v1 * h1 + v2 * h2 + b3)

    d = (target - o) * o * (1 - o)
    d1 = d * v1 * h1 * (1 - h1)
    d2 = d * v2 * h2 * (1 - h2)

    v1 += lr * d * h1
    v2 += lr * d * h2
    b3 += lr * d
    w1 += lr * d1 * x1
    w2 += lr * d1 * x2
    b1 += lr * d1
    w3 += lr * d2 * x1
    w4 += lr * d2 * x2
    b2 += lr * d2


pairs = [(0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 1)]
for epoch in range(5000):
    random.shuffle(pairs)
    for a, b, t in pairs:
        learn(a, b, t)
for a, b, t in pairs:
    print(a, b, t, round(predict(a, b), 3))
