import math


def sigmoid(z):
    return 1 / (1 + math.exp(-z))


x1, x2, y = 1, 2, 1
w11, w12, b1 = 0.5, -0.25, 0  # of h1
w21, w22, b2 = 1, 0.5, 0  # of h2
v1, v2, c = 2, -1, 0  # of the output

# Forwards.
h1 = sigmoid(w11 * x1 + w12 * x2 + b1)
h2 = sigmoid(w21 * x1 + w22 * x2 + b2)
a = sigmoid(v1 * h1 + v2 * h2 + c)
cost = (a - y) ** 2 / 2

# Backwards.
delta_o = (a - y) * a * (1 - a)
delta_1 = v1 * delta_o * h1 * (1 - h1)
delta_2 = v2 * delta_o * h2 * (1 - h2)

# One step down, all at once.
eta = 1
v1, v2, c = v1 - eta * delta_o * h1, v2 - eta * delta_o * h2, c - eta * delta_o
w11, w12, b1 = w11 - eta * delta_1 * x1, w12 - eta * delta_1 * x2, b1 - eta * delta_1
w21, w22, b2 = w21 - eta * delta_2 * x1, w22 - eta * delta_2 * x2, b2 - eta * delta_2
