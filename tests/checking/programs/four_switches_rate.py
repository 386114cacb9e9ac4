import numpy as np

X = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
Y = np.array([[0], [1], [1], [0]])
np.random.seed(1)
lr = 0.2
W1 = np.random.randn(3, 5)
W2 = np.random.randn(5, 1)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


for epoch in range(3000):
    A1 = sigmoid(X @ W1)
    A2 = sigmoid(A1 @ W2)
    d2 = lr * (A2 - Y) * A2 * (1 - A2)
    d1 = d2 @ W2.T * A1 * (1 - A1)
    W2 -= lr * A1.T @ d2
    W1 -= lr * X.T @ d1
    if epoch % 500 == 0:
        print(np.mean((Y - A2) ** 2))
