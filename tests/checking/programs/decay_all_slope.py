
import numpy as np
rng = np.random.default_rng(3)
X = rng.normal(size=(40, 3))
Y = np.eye(2)[(X[:, 0] * X[:, 1] > 0).astype(int)]
W1 = rng.normal(size=(3, 3)) * 0.5
b1 = np.zeros(3)
W2 = rng.normal(size=(3, 3)) * 0.5
b2 = np.zeros(3)
W3 = rng.normal(size=(3, 2)) * 0.5
b3 = np.zeros(2)
params = [W1, b1, W2, b2, W3, b3]
m = [np.zeros_like(p) for p in params]
v = [np.zeros_like(p) for p in params]
decay = 0.05

def sigmoid(z):
    return 1 / (1 + np.exp(-z))

t = 0
for epoch in range(30):
    order = rng.permutation(40)
    for start in range(0, 40, 10):
        x, y = X[order[start:start + 10]], Y[order[start:start + 10]]
        h1 = sigmoid(x @ W1 + b1)
        h2 = sigmoid(h1 @ W2 + b2)
        o = sigmoid(h2 @ W3 + b3)
        d3 = (o - y) * o * (1 - o)
        d2 = d3 @ W3.T * h2 * (1 - h2)
        d1 = d2 @ W2.T
        grads = [x.T @ d1, d1.sum(0), h1.T @ d2, d2.sum(0), h2.T @ d3, d3.sum(0)]
        t += 1
        for i, (p, g) in enumerate(zip(params, grads)):
            v[i] = 0.9 * v[i] - 0.1 * (g + decay * p)
            p += v[i]

    print(0.5 * np.mean(np.sum((o - y) ** 2, axis=1)))
