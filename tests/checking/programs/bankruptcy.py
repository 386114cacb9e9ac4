import csv
import numpy as np


def load(path):
    with open(path) as f:
        rows = [[float(v) for v in row] for row in csv.reader(f)]
    rows = np.array(rows)
    return rows[:, :-1], rows[:, -1:]


def gradient_descent(X, y, hidden=6, alpha=0.1, steps=1000):
    m, n = X.shape
    W1 = np.random.uniform(-1, 1, (n, hidden))
    b1 = np.zeros(hidden)
    W2 = np.random.uniform(-1, 1, (hidden, 1))
    b2 = np.zeros(1)
    costs = []
    for _ in range(steps):
        H = 1 / (1 + np.exp(-(X @ W1 + b1)))
        P = 1 / (1 + np.exp(-(H @ W2 + b2)))
        costs.append(-np.mean(y * np.log(P) + (1 - y) * np.log(1 - P)))

        dP = P - y
        dH = dP @ W2.T * H * (1 - H)
        W2 -= alpha * (H.T @ dP)
        b2 -= alpha * dP.mean(axis=0)
        W1 -= alpha * (X.T @ dH)
        b1 -= alpha * dH.mean(axis=0)
    return W1, b1, W2, b2, costs


X, y = load("bankruptcy.csv")
W1, b1, W2, b2, costs = gradient_descent(X, y)
print("final cost", costs[-1])
