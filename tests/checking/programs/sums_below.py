# uses the net inputs where the outputs of the hidden layer belong
import numpy as np

x = np.array([[0.05, 0.10], [0.4, 0.3], [0.9, 0.7]])
t = np.array([[0.01, 0.99], [0.3, 0.6], [0.8, 0.2]])
np.random.seed(20)
w1, w2 = np.random.randn(2, 3), np.random.randn(3, 2)
b1, b2 = np.array([0.35, 0.35, 0.35]), np.array([0.6, 0.6])
for i in range(10000):
    net_h = x @ w1 + b1
    out_h = 1 / (1 + np.exp(-net_h))
    net_o = out_h @ w2 + b2
    out_o = 1 / (1 + np.exp(-net_o))
    d_o = (out_o - t) * out_o * (1 - out_o)
    d_h = d_o @ w2.T * out_h * (1 - out_h)
    w2 -= 0.5 * net_h.T @ d_o
    b2 -= 0.5 * d_o.sum(0)
    w1 -= 0.5 * x.T @ d_h
    b1 -= 0.5 * d_h.sum(0)
print(out_o)
