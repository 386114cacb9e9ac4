import math
import random


def sigmoid(x):
    if x >= 0:
        return 1 / (1 + math.exp(-x))
    return math.exp(x) / (1 + math.exp(x))


def init(sizes):
    weights = [[[random.gauss(0, 1) for _ in range(n)] for _ in range(m)] for n, m in zip(sizes, sizes[1:])]
    biases = [[0.0] * m for m in sizes[1:]]
    return weights, biases


def feedforward(weights, biases, x):
    a = x
    for w, b in zip(weights, biases):
        a = [sigmoid(sum(wij * aj for wij, aj in zip(wi, a)) + bi) for wi, bi in zip(w, b)]
    return a


def backprop(weights, biases, x, y):
    acts = [x]
    for w, b in zip(weights, biases):
        acts.append([sigmoid(sum(wij * aj for wij, aj in zip(wi, acts[-1])) + bi) for wi, bi in zip(w, b)])
    grad_w = [None] * len(weights)
    grad_b = [None] * len(biases)
    delta = [(a - t) * a * (1 - a) for a, t in zip(acts[-1], y)]
    for k in range(len(weights) - 1, -1, -1):
        grad_b[k] = delta
        grad_w[k] = [[d * a for a in acts[k]] for d in delta]
        new = []
        for j in range(len(acts[k])):
            err = 0.0
            for i in range(len(delta)):
                err += weights[k][i][j] * delta[i]
            new.append(err * acts[k][j] * (1 - acts[k][j]))
        delta = new
    return grad_w, grad_b


def step(weights, biases, x, y, lr):
    gw, gb = backprop(weights, biases, x, y)
    for k in range(len(weights)):
        for i in range(len(weights[k])):
            biases[k][i] -= lr * gb[k][i]
            for j in range(len(weights[k][i])):
                weights[k][i][j] -= lr * gw[k][i][j]
