import numpy as np
from numba import njit
from tqdm import trange


@njit
def sigmoid(x):
    return 1.0 / (1.0 + np.exp(-x))


@njit
def step(X, Y, W1, b1, W2, b2, lr):
    """One step of gradient descent, in place."""
    n = X.shape[0]
    H = sigmoid(X.dot(W1) + b1)
    O = sigmoid(H.dot(W2) + b2)
    D2 = (O - Y) / n
    D1 = D2.dot(W2.T) * H * (1.0 - H)
    W2 -= lr * H.T.dot(D2)
    b2 -= lr * D2.sum(axis=0)
    W1 -= lr * X.T.dot(D1)
    b1 -= lr * D1.sum(axis=0)
    return -np.mean(Y * np.log(O) + (1 - Y) * np.log(1 - O))


def main():
    X = np.random.randn(500, 4)
    Y = (X[:, :1] * X[:, 1:2] > 0).astype(np.float64)
    W1, b1 = np.random.randn(4, 16) * 0.5, np.zeros(16)
    W2, b2 = np.random.randn(16, 1) * 0.5, np.zeros(1)
    for i in trange(1000):
        loss = step(X, Y, W1, b1, W2, b2, 1.0)
    print(loss)


if __name__ == "__main__":
    main()
