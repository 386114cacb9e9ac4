"""Handwritten digits from a MATLAB file; SciPy's fmin_cg finds the weights."""
import numpy as np
import scipy.io
import scipy.optimize

content = scipy.io.loadmat("data/ex4data1.mat")
pictures, names = content["X"], content["y"]
N, H, K = 400, 25, 10


def squash(s):
    return 1.0 / (1.0 + np.exp(-s))


def apart(theta):
    where = H * (N + 1)
    return theta[:where].reshape(H, N + 1), theta[where:].reshape(K, H + 1)


def answers(y):
    table = np.zeros((5000, K))
    for row in range(5000):
        table[row, int(y[row]) - 1] = 1.0
    return table


def through(theta, x):
    first, second = apart(theta)
    one = np.ones((len(x), 1))
    a1 = np.hstack([one, x])
    a2 = np.hstack([one, squash(a1 @ first.T)])
    return a1, a2, squash(a2 @ second.T)


def how_bad(theta, x, y, lam):
    first, second = apart(theta)
    a3 = through(theta, x)[2]
    t = answers(y)
    fit = -np.sum(t * np.log(a3) + (1 - t) * np.log(1 - a3)) / 5000
    return fit + lam / (2 * 5000) * (np.sum(first[:, 1:] ** 2) + np.sum(second[:, 1:] ** 2))


def slopes(theta, x, y, lam):
    first, second = apart(theta)
    a1, a2, a3 = through(theta, x)
    d3 = a3 - answers(y)
    d2 = (d3 @ second[:, 1:]) * a2[:, 1:] * (1 - a2[:, 1:])
    g1, g2 = d2.T @ a1 / 5000, d3.T @ a2 / 5000
    g1[:, 1:] += lam / 5000 * first[:, 1:]
    g2[:, 1:] += lam / 5000 * second[:, 1:]
    return np.concatenate([g1.ravel(), g2.ravel()])


np.random.seed(4)
start = np.random.uniform(-0.12, 0.12, H * (N + 1) + K * (H + 1))
best = scipy.optimize.fmin_cg(f=how_bad, x0=start, fprime=slopes, maxiter=60, args=(pictures, names, 1.0))
found = through(best, pictures)[2].argmax(axis=1) + 1
print("accuracy:", np.mean(found == names.ravel()))
