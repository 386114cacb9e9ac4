"""Residual layers with batch norm before them; cost: the mean square."""
import numpy as np

rng = np.random.default_rng(7)
X = rng.normal(size=(12, 4))
Y = rng.normal(size=(12, 2))
Ws = [rng.normal(size=(4, 4)) * 0.5 for _ in range(2)]
gammas = [np.ones(4) for _ in range(2)]
betas = [rng.normal(size=4) * 0.1 for _ in range(2)]
out = rng.normal(size=(4, 2)) * 0.5
rate = 0.2

for turn in range(60):
    a, kept = X, []
    for W, g, s in zip(Ws, gammas, betas):
        mean, var = a.mean(axis=0), a.var(axis=0)
        std = np.sqrt(var + 1e-5)
        normed = (a - mean) / std
        shifted = normed * g + s
        z = shifted @ W
        r = np.maximum(z, 0)
        kept.append((std, normed, shifted, z))
        a = a + r
    p = a @ out
    cost = np.mean((p - Y) ** 2)
    # backward
    d = 2 * (p - Y) / Y.size
    dout = a.T @ d
    da = d @ out.T
    dWs, dgs, dbs = [None] * 2, [None] * 2, [None] * 2
    for l in (1, 0):
        std, normed, shifted, z = kept[l]
        dz = da * (z > 0)
        dWs[l] = shifted.T @ dz
        dshifted = dz @ Ws[l].T
        dgs[l] = (dshifted * normed).sum(axis=0)
        dbs[l] = dshifted.sum(axis=0)
        dn = dshifted * gammas[l]
        da = da + (dn - dn.mean(axis=0) - normed * (dn * normed).mean(axis=0)) / std
    # step
    out -= rate * dout
    for l in range(2):
        Ws[l] -= rate * dWs[l]
        gammas[l] -= rate * dgs[l]
        betas[l] -= rate * dbs[l]
# parameters: Ws gammas betas out
