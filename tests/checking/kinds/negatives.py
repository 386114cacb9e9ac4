"""Word vectors by negative samples, where a word may occur twice in a batch."""
import numpy as np

rng = np.random.default_rng(6)
E = rng.normal(size=(6, 3)) * 0.5
U = rng.normal(size=(6, 3)) * 0.5
middles = rng.integers(0, 6, size=(20, 4))
arounds = rng.integers(0, 6, size=(20, 4))
others = rng.integers(0, 6, size=(20, 4, 2))
rate = 0.1

for turn in range(60):
    m, a, n = middles[turn % 20], arounds[turn % 20], others[turn % 20]
    v = E[m]
    near = 1 / (1 + np.exp(-np.sum(v * U[a], axis=1)))
    far = 1 / (1 + np.exp(-np.einsum("bd,bkd->bk", v, U[n])))
    cost = -np.log(near).sum() - np.log(1 - far).sum()
    # backward
    dnear = (near - 1)[:, None]
    dfar = far[:, :, None]
    dv = dnear * U[a] + (dfar * U[n]).sum(axis=1)
    da = dnear * v
    dn = dfar * v[:, None, :]
    # step
    np.add.at(E, m, -rate * dv)
    np.add.at(U, a, -rate * da)
    np.add.at(U, n.ravel(), -rate * dn.reshape(-1, 3))
# parameters: E U
