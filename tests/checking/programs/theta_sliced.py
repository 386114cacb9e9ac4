import numpy as np
from scipy.optimize import minimize

rng = np.random.RandomState(1)
X = rng.rand(30, 4)
t = (X[:, 0] > X[:, 1]).astype(float)[:, None]


def parts(theta):
    """W1 (4, 6), b1 (6,), W2 (6, 1), b2 (1,)"""
    W1, b1 = theta[:24].reshape(4, 6), theta[24:30]
    return W1, b1, theta[30:36].reshape(6, 1), theta[36:]


def logistic(z):
    return 1 / (1 + np.exp(-z))


def forward(theta):
    W1, b1, W2, b2 = parts(theta)
    hidden = logistic(X @ W1 + b1)
    return hidden, logistic(hidden @ W2 + b2)


def error(theta):
    p = forward(theta)[1]
    return -np.mean(t * np.log(p) + (1 - t) * np.log(1 - p))


def slope(theta):
    hidden, p = forward(theta)
    d2 = (p - t) / len(X)
    d1 = d2 @ parts(theta)[2].T * hidden * (1 - hidden)
    return np.concatenate([(X.T @ d1).ravel(), d1.sum(0), (hidden.T @ d2).ravel(), d2.sum(0)])


found = minimize(error, rng.randn(37) * 0.4, jac=slope, method="CG", options={"maxiter": 40})
print(found.fun)
