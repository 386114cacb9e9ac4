import numpy as np

def sigmoid(z):
    return 1 / (1 + np.exp(-z))

def forwards(w, b, x):
    a, zs = [x], []
    for wl, bl in zip(w, b):
        zs.append(wl @ a[-1] + bl)
        a.append(sigmoid(zs[-1]))
    return zs, a

def backprop(w, b, x, y):
    z, a = forwards(w, b, x)
    delta = (a[-1] - y) * a[-1]
    dw, db = [None] * len(w), [None] * len(w)
    for l in reversed(range(len(w))):
        dw[l] = np.outer(delta, a[l])
        db[l] = delta
        if l:
            delta = (w[l].T @ delta) * a[l] * (1 - a[l])
    return dw, db

def step(w, b, xs, ys, eta):
    dws, dbs = [np.zeros_like(wl) for wl in w], [np.zeros_like(bl) for bl in b]
    for x, y in zip(xs, ys):
        dw, db = backprop(w, b, x, y)
        dws = [s + d for s, d in zip(dws, dw)]
        dbs = [s + d for s, d in zip(dbs, db)]
    m = len(xs)
    return [wl - eta * d / m for wl, d in zip(w, dws)], [bl - eta * d / m for bl, d in zip(b, dbs)]
