# no lists, no arrays: two inputs, two hidden units, two outputs, as in the worked example
import math

i1, i2 = 0.05, 0.10
t1, t2 = 0.01, 0.99
w1, w2, w3, w4 = 0.15, 0.20, 0.25, 0.30
w5, w6, w7, w8 = 0.40, 0.45, 0.50, 0.55
b1, b2 = 0.35, 0.60
eta = 0.5


def s(x):
    return 1 / (1 + math.exp(-x))


for n in range(10000):
    h1 = s(w1 * i1 + w2 * i2 + b1)
    h2 = s(w3 * i1 + w4 * i2 + b1)
    o1 = s(w5 * h1 + w6 * h2 + b2)
    o2 = s(w7 * h1 + w8 * h2 + b2)
    error = 0.5 * (t1 - o1) ** 2 + 0.5 * (t2 - o2) ** 2

    d1 = (o1 - t1) * o1 * (1 - o1)
    d2 = (o2 - t2) * o2 * (1 - o2)
    e1 = (d1 * w5 + d2 * w7) * h1 * (1 - h1)
    e2 = (d1 * w6 + d2 * w8) * h2 * (1 - h2)

    w5, w6 = w5 - eta * d1 * h1, w6 - eta * d1 * h2
    w7, w8 = w7 - eta * d2 * h1, w8 - eta * d2 * h2
    w1, w2 = w1 - eta * e1 * i1, w2 - eta * e1 * i2
    w3, w4 = w3 - eta * e2 * i1, w4 - eta * e2 * i2
    b2 = b2 - eta * (d1 + d2)
    b1 = b1 - eta * (e1 + e2)
print("error after training:", error)
