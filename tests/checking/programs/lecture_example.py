# the example of the lecture: one sample, biases that stay as they are
from math import exp


def logistic(x):
    return 1 / (1 + exp(-x))


x1, x2 = 0.35, -0.8
goal1, goal2 = 0.2, 0.75
bias_hidden, bias_out = 0.45, 0.3
w1, w2, w3, w4 = 0.1, 0.4, -0.3, 0.2
w5, w6, w7, w8 = 0.5, -0.45, 0.15, 0.6
rate = 0.6

for turn in range(1000):
    h1 = logistic(w1 * x1 + w2 * x2 + bias_hidden)
    h2 = logistic(w3 * x1 + w4 * x2 + bias_hidden)
    out_a = logistic(w5 * h1 + w6 * h2 + bias_out)
    out_b = logistic(w7 * h1 + w8 * h2 + bias_out)
    error = 0.5 * (goal1 - out_a) ** 2 + 0.5 * (goal2 - out_b) ** 2
    if turn % 100 == 0:
        print(turn, error)

    d_a = (out_a - goal1) * out_a * (1 - out_a)
    d_b = (out_b - goal2) * out_b * (1 - out_b)
    d_1 = (d_a * w5 + d_b * w7) * h1 * (1 - h1)
    d_2 = (d_a * w6 + d_b * w8) * h2 * (1 - h2)

    w1 = w1 - rate * d_1 * x1
    w2 = w2 - rate * d_1 * x2
    w3 = w3 - rate * d_2 * x1
    w4 = w4 - rate * d_2 * x2
    w5 = w5 - rate * d_a * h1
    w6 = w6 - rate * d_a * h2
    w7 = w7 - rate * d_b * h1
    w8 = w8 - rate * d_b * h2
