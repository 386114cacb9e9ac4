import csv

import numpy as np

WIDTH, HEIGHT = 60, 40


def read_paddocks(path):
    with open(path) as file:
        rows = csv.reader(file)
        next(rows)
        return np.array([[float(x) / WIDTH, float(y) / HEIGHT, int(side)] for x, y, side in rows])


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


table = read_paddocks("survey/paddocks.csv")
X = table[:, (0, 1)].T
Y = table[:, 2].reshape(1, -1)
m = X.shape[1]

rng = np.random.default_rng(3)
W1, b1 = rng.normal(size=(6, 2)), np.zeros((6, 1))
W2, b2 = rng.normal(size=(1, 6)), np.zeros((1, 1))

for epoch in range(200):
    A1 = np.tanh(W1 @ X + b1)
    A2 = sigmoid(W2 @ A1 + b2)
    cost = -np.mean(Y * np.log(A2) + (1 - Y) * np.log(1 - A2))

    dZ2 = A2 - Y
    dW2 = dZ2 @ A1.T / m
    db2 = dZ2.sum(axis=1, keepdims=True) / m
    dZ1 = (W2.T @ dZ2) * (1 - A1**2)
    dW1 = dZ1 @ X.T / m
    db1 = dZ1.sum(axis=1, keepdims=True) / m

    W1 -= 0.3 * dW1
    b1 -= 0.3 * db1
    W2 -= 0.3 * dW2
    b2 -= 0.3 * db2
    if epoch % 50 == 0:
        print(epoch, cost)
