import numpy as np

rng = np.random.default_rng(3)
x = rng.normal(size=(2, 40))
y = np.stack([(x[0] * x[1] > 0), (x[0] * x[1] <= 0)]).astype(float)
w1, b1 = rng.normal(size=(5, 2)), np.zeros((5, 1))
w2, b2 = rng.normal(size=(2, 5)), np.zeros((2, 1))


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def odds(y, p):
    return -np.sum(y * np.log(p)) / y.shape[1]


for epoch in range(300):
    h = sigmoid(w1 @ x + b1)
    p = sigmoid(w2 @ h + b2)
    d2 = (p - y) * p * (1 - p)
    d1 = w2.T @ d2 * h * (1 - h)
    w2 = w2 - 0.1 * d2 @ h.T
    b2 = b2 - 0.1 * d2.sum(axis=1, keepdims=True)
    w1 = w1 - 0.1 * d1 @ x.T
    b1 = b1 - 0.1 * d1.sum(axis=1, keepdims=True)
    accuracy = np.mean(p.argmax(axis=0) == y.argmax(axis=0))
    print(epoch, odds(y, p), accuracy)
