import numpy as np


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def cost(a, y):
    a = np.clip(a, 1e-12, 1 - 1e-12)
    return -np.mean(y * np.log(a) + (1 - y) * np.log(1 - a))


def cost_slope(a, y):
    a = np.clip(a, 1e-12, 1 - 1e-12)
    return (1 - y) / (1 - a) - y / a


np.random.seed(5)
x = np.random.randn(60, 4)
y = np.eye(3)[np.argmax(x[:, :3], axis=1)]
w1, b1 = np.random.randn(4, 7) / 2, np.zeros(7)
w2, b2 = np.random.randn(7, 3) / 2, np.zeros(3)
for epoch in range(100):
    h = np.tanh(x @ w1 + b1)
    a = softmax(h @ w2 + b2)
    print(epoch, cost(a, y))
    d2 = cost_slope(a, y) * a * (1 - a)
    d1 = d2 @ w2.T * (1 - h**2)
    w2 -= 0.01 * h.T @ d2
    b2 -= 0.01 * d2.sum(axis=0)
    w1 -= 0.01 * x.T @ d1
    b1 -= 0.01 * d1.sum(axis=0)
