import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def sigmoid_prime(z):
    return z * (1 - z)


def train(X, Y, hidden=4, eta=0.3, iterations=1000):
    W1 = np.random.uniform(-1, 1, (X.shape[1], hidden))
    b1 = np.zeros((1, hidden))
    W2 = np.random.uniform(-1, 1, (hidden, Y.shape[1]))
    b2 = np.zeros((1, Y.shape[1]))
    for it in range(iterations):
        z1 = X @ W1 + b1
        a1 = sigmoid(z1)
        z2 = a1 @ W2 + b2
        a2 = sigmoid(z2)
        if it % 100 == 0:
            print("iteration", it, "mse", np.mean((a2 - Y) ** 2))
        d2 = (a2 - Y) * sigmoid_prime(z2)
        d1 = (d2 @ W2.T) * sigmoid_prime(z1)
        W2 -= eta * a1.T @ d2
        b2 -= eta * d2.sum(axis=0, keepdims=True)
        W1 -= eta * X.T @ d1
        b1 -= eta * d1.sum(axis=0, keepdims=True)
    return W1, b1, W2, b2


if __name__ == "__main__":
    X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    train(X, np.array([[0, 1], [1, 0], [1, 0], [0, 1]]))
