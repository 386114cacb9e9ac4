import numpy as np

CLASSES = 3


def softmax(z):
    z = z - np.max(z, axis=1, keepdims=True)
    return np.exp(z) / np.sum(np.exp(z), axis=1, keepdims=True)


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def train(data, labels, hidden, iterations, alpha):
    N, d = data.shape
    Y = np.eye(CLASSES)[labels]
    W1 = np.random.randn(d, hidden) * 0.1
    W2 = np.random.randn(hidden, CLASSES) * 0.1
    c1 = np.zeros(hidden)
    c2 = np.zeros(CLASSES)
    for i in range(iterations):
        # forward
        A1 = sigmoid(data.dot(W1) + c1)
        A2 = softmax(A1.dot(W2) + c2)
        loss = -np.sum(Y * np.log(A2)) / N
        if i % 100 == 0:
            print("iteration", i, "loss", loss)
        # backward
        D2 = (A2 - Y) * A2 * (1 - A2) / N
        D1 = D2.dot(W2.T) * A1 * (1 - A1)
        W2 -= alpha * A1.T.dot(D2)
        c2 -= alpha * D2.sum(axis=0)
        W1 -= alpha * data.T.dot(D1)
        c1 -= alpha * D1.sum(axis=0)
    return W1, c1, W2, c2


if __name__ == "__main__":
    points = np.random.randn(90, 2) + np.repeat([[2, 2], [-2, 2], [0, -2]], 30, axis=0)
    classes = np.repeat([0, 1, 2], 30)
    train(points, classes, 8, 1000, 0.5)
