"""A network of two layers, whole batches; cost: cross-entropy of one output."""
import numpy as np

rng = np.random.default_rng(3)
X = rng.normal(size=(20, 3))
y = (X[:, :1] * X[:, 1:2] > 0).astype(float)
W1 = rng.normal(size=(3, 5)) * 0.5
b1 = np.zeros((1, 5))
W2 = rng.normal(size=(5, 1)) * 0.5
b2 = np.zeros((1, 1))
rate = 0.5

for epoch in range(100):
    h = np.tanh(X @ W1 + b1)
    p = 1 / (1 + np.exp(-(h @ W2 + b2)))
    cost = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
    # backward
    d2 = (p - y) / len(X)
    dW2 = h.T @ d2
    db2 = d2.sum(axis=0, keepdims=True)
    d1 = (d2 @ W2.T) * (1 - h ** 2)
    dW1 = X.T @ d1
    db1 = d1.sum(axis=0, keepdims=True)
    # step
    W1 -= rate * dW1
    b1 -= rate * db1
    W2 -= rate * dW2
    b2 -= rate * db2
# parameters: W1 b1 W2 b2
