# ELU units, XOR with real inputs
import numpy as np

np.random.seed(17)
ALPHA = 1.0
X = np.random.uniform(-1, 1, (120, 2))
T = (X[:, :1] * X[:, 1:] < 0).astype(float)


def elu(z):
    return np.where(z > 0, z, ALPHA * (np.exp(np.minimum(z, 0)) - 1))


def d_elu(z):
    return np.where(z > 0, 1.0, ALPHA * np.exp(np.minimum(z, 0)))


W0 = np.random.randn(2, 8) * 0.7
c0 = np.zeros((1, 8))
W1 = np.random.randn(8, 1) * 0.5
c1 = np.zeros((1, 1))

for k in range(3000):
    Z0 = X @ W0 + c0
    H = elu(Z0)
    P = 1 / (1 + np.exp(-(H @ W1 + c1)))
    E = (P - T) / len(X)
    D = (E @ W1.T) * d_elu(Z0)
    W1 -= 0.5 * H.T @ E
    c1 -= 0.5 * E.sum(0, keepdims=True)
    W0 -= 0.5 * X.T @ D
    c0 -= 0.5 * D.sum(0, keepdims=True)
    if k % 300 == 0:
        print(k, -np.mean(T * np.log(P) + (1 - T) * np.log(1 - P)))
