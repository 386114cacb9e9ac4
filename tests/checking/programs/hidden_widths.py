"""Sorts beans by four measurements; the hidden layers' widths are an option, one by default."""

import argparse

import numpy as np

options = argparse.ArgumentParser()
options.add_argument("--hidden", default="9", help="widths such as 12,8")
options.add_argument("--laps", type=int, default=40)
chosen = options.parse_args()
hidden = [int(width) for width in chosen.hidden.split(",")]


class Dense:
    def __init__(self, many, few, bend):
        self.w = np.random.randn(many, few) / np.sqrt(many)
        self.b = np.zeros(few)
        self.bend = bend

    def forward(self, x):
        self.x = x
        self.z = x @ self.w + self.b
        return np.maximum(self.z, 0.0) if self.bend else self.z

    def backward(self, slope):
        if self.bend:
            slope = slope * (self.z > 0.0)
        self.dw = self.x.T @ slope
        self.db = slope.sum(axis=0)
        return slope @ self.w.T

    def learn(self, rate):
        self.w -= rate * self.dw
        self.b -= rate * self.db


np.random.seed(4)
beans = np.random.uniform(-1.0, 1.0, (24, 4))
kinds = np.eye(3)[np.random.randint(0, 3, 24)]

stack = [Dense(4, hidden[0], True)]
for before, after in zip(hidden, hidden[1:]):
    stack.append(Dense(before, after, True))
stack.append(Dense(hidden[-1], 3, False))

for lap in range(chosen.laps):
    a = beans
    for layer in stack:
        a = layer.forward(a)
    exponentials = np.exp(a - a.max(axis=1, keepdims=True))
    p = exponentials / exponentials.sum(axis=1, keepdims=True)
    loss = -np.sum(kinds * np.log(p)) / len(beans)
    slope = (p - kinds) / len(beans)
    for layer in reversed(stack):
        slope = layer.backward(slope)
    for layer in stack:
        layer.learn(0.1)
    print(lap, loss)
