import csv
import math
import random


def load_csv(name):
    with open(name) as handle:
        return [[float(c) for c in line[:-1]] + [int(line[-1])] for line in csv.reader(handle)]


def build(n_in, n_hid, n_out):
    hidden = [{"w": [random.uniform(-1, 1) for _ in range(n_in)], "b": random.uniform(-1, 1)} for _ in range(n_hid)]
    output = [{"w": [random.uniform(-1, 1) for _ in range(n_hid)], "b": random.uniform(-1, 1)} for _ in range(n_out)]
    return [hidden, output]


def feed(net, x):
    signal = x
    for layer in net:
        for unit in layer:
            s = sum(a * b for a, b in zip(unit["w"], signal)) + unit["b"]
            unit["in"] = signal
            unit["out"] = 1 / (1 + math.exp(-s))
        signal = [unit["out"] for unit in layer]
    return signal


def backward(net, target):
    for unit, t in zip(net[1], target):
        unit["delta"] = (unit["out"] - t) * unit["out"] * (1 - unit["out"])
    for j, unit in enumerate(net[0]):
        err = sum(u["delta"] * u["w"][j] for u in net[1])
        unit["delta"] = err * (1 - unit["out"])


def learn(net, x, target, rate):
    feed(net, x)
    backward(net, target)
    for layer in net:
        for unit in layer:
            for i, v in enumerate(unit["in"]):
                unit["w"][i] -= rate * unit["delta"] * v
            unit["b"] -= rate * unit["delta"]


if __name__ == "__main__":
    rows = load_csv("iris_numbers.csv")
    net = build(4, 5, 3)
    for epoch in range(200):
        random.shuffle(rows)
        for row in rows:
            learn(net, row[:-1], [1 if k == row[-1] else 0 for k in range(3)], 0.2)
    hits = sum(max(range(3), key=feed(net, r[:-1]).__getitem__) == r[-1] for r in rows)
    print("accuracy", hits / len(rows))
