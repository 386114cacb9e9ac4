# classic notation: every neuron has a threshold that is subtracted
import numpy as np

np.random.seed(14)
X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
D = np.array([[0], [1], [1], [0]], dtype=float)
w_h = np.random.uniform(-1.2, 1.2, (2, 3))
theta_h = np.random.uniform(-1.2, 1.2, (1, 3))
w_o = np.random.uniform(-1.2, 1.2, (3, 1))
theta_o = np.random.uniform(-1.2, 1.2, (1, 1))
alpha = 0.4

for epoch in range(8000):
    y_h = 1 / (1 + np.exp(-(X @ w_h - theta_h)))
    y_o = 1 / (1 + np.exp(-(y_h @ w_o - theta_o)))
    e = D - y_o
    grad_o = e * y_o * (1 - y_o)
    grad_h = grad_o @ w_o.T * y_h * (1 - y_h)
    w_o += alpha * y_h.T @ grad_o
    theta_o -= alpha * grad_o.sum(axis=0, keepdims=True)
    w_h += alpha * X.T @ grad_h
    theta_h -= alpha * grad_h.sum(axis=0, keepdims=True)
    if epoch % 1000 == 0:
        print("epoch", epoch, "sum of squares", (e ** 2).sum())
