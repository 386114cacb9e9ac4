"""Learns to add, with one of the ways down that are in the module beside it."""

import numpy as np
from steps import RMSProp

rng = np.random.default_rng(8)
pairs = rng.uniform(size=(30, 2))
sums = pairs.sum(axis=1, keepdims=True) / 2
net = {
    "w1": rng.normal(size=(2, 5)), "b1": np.zeros((1, 5)),
    "w2": rng.normal(size=(5, 1)), "b2": np.zeros((1, 1)),
}
way = RMSProp(0.05)
for lap in range(500):
    a = np.tanh(pairs @ net["w1"] + net["b1"])
    out = a @ net["w2"] + net["b2"]
    d2 = (out - sums) / len(pairs)
    d1 = d2 @ net["w2"].T * (1 - a * a)
    slopes = {"w2": a.T @ d2, "b2": d2.sum(axis=0), "w1": pairs.T @ d1, "b1": d1.sum(axis=0)}
    for name, slope in slopes.items():
        net[name] = way.change(name, net[name], slope)
