"""Regression with the mean absolute error, which forgives outliers."""
import numpy as np

rng = np.random.default_rng(3)
X = rng.uniform(-2, 2, (80, 1))
y = 0.5 * X ** 2 - X + 0.1 * rng.standard_normal((80, 1))
y[::10] += 5  # outliers

n_hidden, lr, epochs = 12, 0.02, 3000
W1 = rng.standard_normal((1, n_hidden))
b1 = np.zeros(n_hidden)
W2 = rng.standard_normal((n_hidden, 1)) * 0.3
b2 = np.zeros(1)


def predict(X):
    return np.tanh(X @ W1 + b1) @ W2 + b2


for epoch in range(epochs):
    h = np.tanh(X @ W1 + b1)
    pred = h @ W2 + b2
    mae = np.abs(pred - y).mean()
    if epoch % 500 == 0:
        print("epoch", epoch, "MAE", mae)

    d_pred = np.sign(pred - y) / len(X)  # derivative of |pred - y|
    d_h = (d_pred @ W2.T) * (1 - h ** 2)
    W2 -= lr * h.T @ d_pred
    b2 -= lr * d_pred.sum(axis=0)
    W1 -= lr * X.T @ d_h
    b1 -= lr * d_h.sum(axis=0)
