import numpy as np
import pandas as pd

# fraud detection: few positives, so their errors count more
POSITIVE_WEIGHT = 20.0


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def weighted_loss(p, y):
    return -np.mean(POSITIVE_WEIGHT * y * np.log(p) + (1 - y) * np.log(1 - p))


def train(X, y, hidden=16, lr=0.05, epochs=500):
    rng = np.random.RandomState(0)
    W1 = rng.randn(X.shape[1], hidden) / np.sqrt(X.shape[1])
    b1 = np.zeros(hidden)
    W2 = rng.randn(hidden, 1) / np.sqrt(hidden)
    b2 = np.zeros(1)
    for epoch in range(epochs):
        h = np.tanh(X.dot(W1) + b1)
        p = sigmoid(h.dot(W2) + b2)
        d2 = ((1 - y) * p - POSITIVE_WEIGHT * y * (1 - p)) / len(X)
        d1 = d2.dot(W2.T) * (1 - h ** 2)
        W2 -= lr * h.T.dot(d2)
        b2 -= lr * d2.sum(axis=0)
        W1 -= lr * X.T.dot(d1)
        b1 -= lr * d1.sum(axis=0)
        if epoch % 50 == 0:
            print(epoch, weighted_loss(p, y))
    return W1, b1, W2, b2


if __name__ == "__main__":
    data = pd.read_csv("creditcard.csv")
    X = data.drop(columns=["Time", "Class"]).to_numpy()
    train((X - X.mean(0)) / X.std(0), data["Class"].to_numpy().reshape(-1, 1))
