import math
import random

RATE = 0.3
u11, u12, u13 = random.random(), random.random(), random.random()
u21, u22, u23 = random.random(), random.random(), random.random()
t1 = t2 = t3 = 0
v1, v2, v3 = random.random(), random.random(), random.random()
v0 = 0


def f(x):
    return 1.0 / (1.0 + math.exp(-x))


def run(p, q):
    h1 = f(u11 * p + u21 * q + t1)
    h2 = f(u12 * p + u22 * q + t2)
    h3 = f(u13 * p + u23 * q + t3)
    return h1, h2, h3, f(v1 * h1 + v2 * h2 + v3 * h3 + v0)


def teach(p, q, answer):
    global u11, u12, u13, u21, u22, u23, t1, t2, t3, v1, v2, v3, v0
    h1, h2, h3, y = run(p, q)
    d = (answer - y) * y * (1 - y)
    v1 += RATE * d * h1
    v2 += RATE * d * h2
    v3 += RATE * d * h3
    v0 += RATE * d
    d1 = d * v1 * h1 * (1 - h1)
    d2 = d * v2 * h2 * (1 - h2)
    d3 = d * v3 * h3 * (1 - h3)
    u11 += RATE * d1 * p
    u21 += RATE * d1 * q
    t1 += RATE * d1
    u12 += RATE * d2 * p
    u22 += RATE * d2 * q
    t2 += RATE * d2
    u13 += RATE * d3 * p
    u23 += RATE * d3 * q
    t3 += RATE * d3
    return (answer - y) ** 2


TABLE = [(0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0)]
for round_ in range(4000):
    loss = 0
    for p, q, answer in TABLE:
        loss += teach(p, q, answer)
    if round_ % 500 == 0:
        print(round_, loss / 4)
for p, q, answer in TABLE:
    print(p, q, answer, run(p, q)[-1])
