"""A convolution by loops, largest of four, softmax; cost: cross-entropy, one picture at a time."""
import numpy as np

rng = np.random.default_rng(1)
pictures = rng.normal(size=(6, 6, 6))
labels = [0, 1, 2, 0, 1, 2]
kernels = rng.normal(size=(2, 3, 3)) * 0.5
shifts = rng.normal(size=2) * 0.1
W = rng.normal(size=(3, 8)) * 0.5
b = np.zeros(3)
rate = 0.1

for turn in range(60):
    picture, label = pictures[turn % 6], labels[turn % 6]
    maps = np.zeros((2, 4, 4))
    for k in range(2):
        for i in range(4):
            for j in range(4):
                maps[k, i, j] = np.sum(picture[i : i + 3, j : j + 3] * kernels[k]) + shifts[k]
    lit = np.maximum(maps, 0)
    pooled = np.zeros((2, 2, 2))
    where = np.zeros((2, 4, 4))
    for k in range(2):
        for i in range(2):
            for j in range(2):
                patch = lit[k, 2 * i : 2 * i + 2, 2 * j : 2 * j + 2]
                pooled[k, i, j] = patch.max()
                m, n = np.unravel_index(patch.argmax(), (2, 2))
                where[k, 2 * i + m, 2 * j + n] = 1
    flat = pooled.reshape(-1)
    scores = W @ flat + b
    e = np.exp(scores - scores.max())
    p = e / e.sum()
    cost = -np.log(p[label])
    # backward
    d = p.copy()
    d[label] -= 1
    dW = np.outer(d, flat)
    dflat = W.T @ d
    dpooled = dflat.reshape(2, 2, 2)
    dmaps = dpooled.repeat(2, axis=1).repeat(2, axis=2) * where * (maps > 0)
    dkernels = np.zeros_like(kernels)
    for k in range(2):
        for i in range(4):
            for j in range(4):
                dkernels[k] += dmaps[k, i, j] * picture[i : i + 3, j : j + 3]
    dshifts = dmaps.sum(axis=(1, 2))
    # step
    W -= rate * dW
    b -= rate * d
    kernels -= rate * dkernels
    shifts -= rate * dshifts
# parameters: kernels shifts W b
