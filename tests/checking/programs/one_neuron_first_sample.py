# First a single neuron for each class, then a network for all, on the same flowers.
import numpy as np

rng = np.random.default_rng(8)
points = rng.normal(size=(60, 4))
kind = (points[:, 0] + points[:, 1] > 0).astype(int) + (points[:, 2] > 0.4)
bars = np.hstack([np.ones((60, 1)), points])


def squash(s):
    return 1 / (1 + np.exp(-s))


def one_against_all(x, kind, laps):
    rows = []
    for k in range(3):
        theta = np.zeros((5, 1))
        yes = (kind == k).reshape(-1, 1) * 1.0
        for lap in range(laps):
            theta = theta - 0.5 * x.T @ (squash(x @ theta) - yes) / len(x)
        rows.append(theta.ravel())
    return np.array(rows)


alone = one_against_all(bars, kind, 4000)
print("by single neurons:", np.mean((bars @ alone.T).argmax(axis=1) == kind))

target = np.eye(3)[kind]
w1 = rng.normal(size=(4, 6)) * 0.5
b1 = np.zeros(6)
w2 = rng.normal(size=(6, 3)) * 0.5
b2 = np.zeros(3)
for lap in range(3000):
    hidden = squash(points @ w1 + b1)
    out = squash(hidden @ w2 + b2)
    e2 = (out - target) / len(points)
    e1 = e2 @ w2.T * hidden * (1 - hidden)
    w2 -= 0.8 * hidden.T @ e2
    b2 -= 0.8 * e2.sum(axis=0)
    w1 -= 0.8 * points.T @ e1
    b1 -= 0.8 * e1[0]
print("by the network:", np.mean(out.argmax(axis=1) == kind))
