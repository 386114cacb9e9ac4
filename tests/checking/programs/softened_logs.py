"""A small number in every logarithm and below every fraction, and a mean of gradients that runs."""
import numpy as np

np.random.seed(6)
TINY = 1e-8


def relu(z):
    return np.maximum(0, z)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def cost_of(p, y):
    return -np.mean(y * np.log(p + TINY) + (1 - y) * np.log(1 - p + TINY))


X = np.random.randn(3, 80)
Y = (X[0:1] * X[1:2] + X[2:3] > 0).astype(float)
m = X.shape[1]
sizes = [3, 8, 5, 1]

params, velocity = {}, {}
for l in range(1, len(sizes)):
    params["W" + str(l)] = np.random.randn(sizes[l], sizes[l - 1]) * np.sqrt(2 / sizes[l - 1])
    params["b" + str(l)] = np.zeros((sizes[l], 1))
for name in params:
    velocity[name] = np.zeros_like(params[name])

rate, beta = 0.6, 0.91
for i in range(400):
    a0 = X
    z1 = params["W1"] @ a0 + params["b1"]
    a1 = relu(z1)
    z2 = params["W2"] @ a1 + params["b2"]
    a2 = relu(z2)
    z3 = params["W3"] @ a2 + params["b3"]
    a3 = sigmoid(z3)
    cost = cost_of(a3, Y)

    da3 = -Y / (a3 + TINY) + (1 - Y) / (1 - a3 + TINY)
    dz3 = da3 * a3 * (1 - a3)
    dz2 = (params["W3"].T @ dz3) * (z2 > 0)
    dz1 = (params["W2"].T @ dz2) * (z1 > 0)
    slopes = {}
    for l, (dz, a) in enumerate([(dz1, a0), (dz2, a1), (dz3, a2)], 1):
        slopes["W" + str(l)] = dz @ a.T / m
        slopes["b" + str(l)] = dz.sum(axis=1, keepdims=True) / m
    for name in params:
        velocity[name] = beta * velocity[name] + (1 - beta) * slopes[name]
        params[name] = params[name] - rate * velocity[name]
    if i % 100 == 0:
        print(i, cost)
