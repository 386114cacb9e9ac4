"""Backprop on lists; the mean squared error is only for printing."""

import math, random


def sigmoid(x):
    if x >= 0:
        return 1 / (1 + math.exp(-x))
    e = math.exp(x)
    return e / (1 + e)


def forward(weights, biases, inputs):
    activations = [inputs]
    zs = []
    for W, B in zip(weights, biases):
        z = [sum(w * a for w, a in zip(row, activations[-1])) + b for row, b in zip(W, B)]
        zs.append(z)
        activations.append([sigmoid(v) for v in z])
    return zs, activations


def backward(weights, biases, inputs, target):
    zs, acts = forward(weights, biases, inputs)
    grads_w = [None] * len(weights)
    grads_b = [None] * len(weights)
    delta = [(a - t) * a * (1 - a) for a, t in zip(acts[-1], target)]
    for l in range(len(weights) - 1, -1, -1):
        grads_w[l] = [[d * a for a in acts[l]] for d in delta]
        grads_b[l] = delta[:]
        if l > 0:
            new = []
            for j in range(len(acts[l])):
                s = sum(weights[l][k][j] * delta[k] for k in range(len(delta)))
                new.append(s * acts[l][j] * (1 - acts[l][j]))
            delta = new
    return {"weights": grads_w, "biases": grads_b}


def mse(output, target):
    return sum((o - t) ** 2 for o, t in zip(output, target)) / len(target)
