"""Layers as data classes; functions that are given a list of them."""

from dataclasses import dataclass
import math


@dataclass
class Dense:
    weights: list
    biases: list


def sigmoid(x):
    return 1 / (1 + math.exp(-x))


def feedforward(layers, x):
    acts = [x]
    for layer in layers:
        acts.append(
            [
                sigmoid(sum(w * a for w, a in zip(ws, acts[-1])) + b)
                for ws, b in zip(layer.weights, layer.biases)
            ]
        )
    return acts


def backprop(layers, x, y):
    acts = feedforward(layers, x)
    delta = [(a - t) * a * (1 - a) for a, t in zip(acts[-1], y)]
    grads = []
    for k in range(len(layers) - 1, -1, -1):
        grads.append(([[d * a for a in acts[k]] for d in delta], delta))
        delta = [
            sum(layers[k].weights[j][i] * delta[j] for j in range(len(delta)))
            * acts[k][i]
            * (1 - acts[k][i])
            for i in range(len(acts[k]))
        ]
    grads.reverse()
    return grads
