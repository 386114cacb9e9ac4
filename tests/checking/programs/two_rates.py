# a smaller step for the output layer than for the hidden one
import numpy as np

np.random.seed(1)
RATE_HIDDEN = 0.8
RATE_OUTPUT = 0.2
x = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
t = np.array([[0, 1, 1, 0]]).T
v = 2 * np.random.rand(3, 5) - 1
w = 2 * np.random.rand(5, 1) - 1
for n in range(20000):
    h = 1 / (1 + np.exp(-x @ v))
    y = 1 / (1 + np.exp(-h @ w))
    dy = (t - y) * y * (1 - y)
    dh = dy @ w.T * h * (1 - h)
    w += RATE_OUTPUT * h.T @ dy
    v += RATE_HIDDEN * x.T @ dh
print(y)
