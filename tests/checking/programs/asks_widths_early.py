"""A script that asks for its layers and their neurons, and moves each at once."""

import numpy as np
from sklearn.datasets import load_iris

flowers = load_iris()
x = flowers.data.T / 8.0
y = np.eye(3)[flowers.target].T

layers = int(input("How many layers shall it have? "))
widths = [x.shape[0]]
for l in range(layers):
    widths.append(int(input(f"How many neurons has layer {l + 1}? ")))

kept = {}
for l in range(layers):
    kept[f"w{l + 1}"] = np.random.randn(widths[l + 1], widths[l]) * 0.5
    kept[f"b{l + 1}"] = np.zeros((widths[l + 1], 1))


def forward(kept, a):
    kept["a0"] = a
    for l in range(1, layers + 1):
        z = kept[f"w{l}"] @ a + kept[f"b{l}"]
        e = np.exp(z - z.max(axis=0))
        a = e / e.sum(axis=0) if l == layers else np.maximum(0, z)
        kept[f"z{l}"], kept[f"a{l}"] = z, a
    return a


def backward(kept, y, rate):
    m = y.shape[1]
    dz = kept[f"a{layers}"] - y
    for l in range(layers, 0, -1):
        dw, db = dz @ kept[f"a{l - 1}"].T / m, dz.mean(axis=1, keepdims=True)
        kept[f"w{l}"] = kept[f"w{l}"] - rate * dw
        kept[f"b{l}"] = kept[f"b{l}"] - rate * db
        if l > 1:
            dz = (kept[f"w{l}"].T @ dz) * (kept[f"z{l - 1}"] > 0)


for epoch in range(int(input("Number of epochs: "))):
    p = forward(kept, x)
    backward(kept, y, 0.1)
    print(epoch, -np.mean(np.sum(y * np.log(p + 1e-9), axis=0)))
