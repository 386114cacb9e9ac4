import numpy as np

x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], float)
y = np.array([[0], [1], [1], [0]], float)
rng = np.random.default_rng(3)
w1, b1 = rng.normal(size=(2, 6)), np.zeros(6)
w2, b2 = rng.normal(size=(6, 1)), np.full(1, 0.2)

for epoch in range(2000):
    z = x @ w1 + b1
    a = np.maximum(0, z)
    error = a @ w2 + b2 - y
    if epoch % 500 == 0:
        print(epoch, np.mean(error**2))
    delta = error @ w2.T * (z >= 0)
    w2 -= 0.05 * a.T @ error
    b2 -= 0.05 * error.sum(axis=0)
    w1 -= 0.05 * x.T @ delta
    b1 -= 0.05 * delta.sum(axis=0)
