import numpy as np

np.random.seed(31)
X = np.random.randn(30, 3)
Y = np.c_[X[:, 0] > 0, X[:, 1] > 0].astype(float)
W1, b1 = np.random.randn(3, 5), np.random.randn(1, 5)
W2, b2 = np.random.randn(5, 2), np.random.randn(1, 2)
lr = 0.05

for epoch in range(1000):
    A1 = 1 / (1 + np.exp(-(X @ W1 + b1)))
    A2 = 1 / (1 + np.exp(-(A1 @ W2 + b2)))
    D2 = (A2 - Y) * A2 * (1 - A2)
    D1 = D2 @ W2.T
    W2 -= lr * A1.T @ D2
    b2 -= lr * D2.sum()
    W1 -= lr * X.T @ D1
    b1 -= lr * D1.sum()
    if epoch % 100 == 0:
        print("Epoch", epoch, "loss", np.mean((A2 - Y) ** 2))
