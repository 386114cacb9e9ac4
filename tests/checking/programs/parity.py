# 3-bit parity
import numpy as np
import itertools

bits = np.array(list(itertools.product([0, 1], repeat=3)), dtype=float)
parity = (bits.sum(axis=1) % 2).reshape(-1, 1)


def sigma(z):
    return 1 / (1 + np.exp(-z))


np.random.seed(6)
theta0 = np.random.normal(size=(3, 5))
beta0 = np.random.normal(size=(1, 5))
theta1 = np.random.normal(size=(5, 4))
beta1 = np.random.normal(size=(1, 4))
theta2 = np.random.normal(size=(4, 1))
beta2 = np.random.normal(size=(1, 1))
mu = 0.1

for t in range(20000):
    a0 = bits
    a1 = sigma(a0 @ theta0 + beta0)
    a2 = sigma(a1 @ theta1 + beta1)
    a3 = sigma(a2 @ theta2 + beta2)

    err3 = (a3 - parity) * a3 * (1 - a3)
    err2 = err3 @ theta2.T
    err1 = err2 @ theta1.T

    theta2 -= mu * a2.T @ err3
    beta2 -= mu * err3.sum(axis=0, keepdims=True)
    theta1 -= mu * a1.T @ err2
    beta1 -= mu * err2.sum(axis=0, keepdims=True)
    theta0 -= mu * a0.T @ err1
    beta0 -= mu * err1.sum(axis=0, keepdims=True)

    if t % 5000 == 0:
        print("cost:", 0.5 * np.sum((a3 - parity) ** 2))
print(a3.round(2))
