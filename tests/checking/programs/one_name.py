# A net whose signal has one name all the way up and down again, unit by unit as wide as it begins.
import numpy as np

gen = np.random.default_rng(4)
X = gen.uniform(-1, 1, (30, 2))
Y = np.column_stack([X[:, 0] > X[:, 1], X[:, 0] * X[:, 1] > 0]).astype(float)
ladder = [gen.normal(0, 1, (2, 2)) for _ in range(3)]
pace = 0.3


def squash(s):
    return 1 / (1 + np.exp(-s))


for lap in range(500):
    for x, y in zip(X, Y):
        signal, below = x, []
        for rung in ladder:
            below.append(signal)
            signal = squash(rung @ signal)
        blame = signal - y
        for rung in ladder[::-1]:
            blame = blame * signal * (1 - signal)
            signal = below.pop()
            change = np.outer(blame, signal)
            blame = rung.T @ blame
            rung -= pace * change

for x, y in list(zip(X, Y))[:3]:
    for rung in ladder:
        x = squash(rung @ x)
    print(x.round(2), y)
