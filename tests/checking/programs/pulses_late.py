"""A net of plain lists without biases; the same name goes from layer to layer."""
import math
import random


def squash(s):
    return 1 / (1 + math.exp(-s))


def made(widths):
    return [[[random.uniform(-1, 1) for _ in range(before)] for _ in range(now)]
            for before, now in zip(widths, widths[1:])]


def onwards(rows, pulse):
    return [squash(sum(w * p for w, p in zip(row, pulse))) for row in rows]


def answer(net, pulse):
    for rows in net:
        pulse = onwards(rows, pulse)
    return pulse


def correct(net, pulse, wish, speed):
    heard = []
    for rows in net:
        heard.append(pulse)
        pulse = onwards(rows, pulse)
    blame = [p - w for p, w in zip(pulse, wish)]
    for rows in reversed(net):
        blame = [b * p * (1 - p) for b, p in zip(blame, pulse)]
        pulse = heard.pop()
        below = [0.0] * len(pulse)
        for row, b in zip(rows, blame):
            for i, p in enumerate(pulse):
                row[i] -= speed * b * p
                below[i] += b * row[i]
        blame = below


random.seed(12)
samples = [([0, 0, 1], [0]), ([0, 1, 1], [1]), ([1, 0, 1], [1]), ([1, 1, 1], [0])]
net = made([3, 3, 1])
for lap in range(20000):
    for given, wish in samples:
        correct(net, given, wish, 0.4)
for given, wish in samples:
    print(given, wish, answer(net, given))
