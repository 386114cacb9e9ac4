import numpy as np
import pandas as pd


def train(X, y, hidden_units, learning_rate, epochs):
    """Scales the data itself; returns the weights and the scales."""
    x_mean, x_std = X.mean(axis=0), X.std(axis=0) + 1e-9
    y_max = np.abs(y).max()
    Xs, ys = (X - x_mean) / x_std, y / y_max
    m, n = Xs.shape
    w1 = np.random.randn(n, hidden_units) / np.sqrt(n)
    b1 = np.zeros((1, hidden_units))
    w2 = np.random.randn(hidden_units, 1) / np.sqrt(hidden_units)
    b2 = np.zeros((1, 1))
    for epoch in range(epochs):
        a1 = 1 / (1 + np.exp(-(Xs @ w1 + b1)))
        out = a1 @ w2 + b2
        error = out - ys
        dw2 = a1.T @ error / m
        db2 = error.mean(axis=0, keepdims=True)
        hidden_error = error @ w2.T * a1 * (1 - a1)
        dw1 = Xs.T @ hidden_error / m
        db1 = hidden_error.mean(axis=0, keepdims=True)
        w1, b1 = w1 - learning_rate * dw1, b1 - learning_rate * db1
        w2, b2 = w2 - learning_rate * dw2, b2 - learning_rate * db2
    return w1, b1, w2, b2, (x_mean, x_std, y_max)


if __name__ == "__main__":
    cars = pd.read_csv("auto-mpg.csv").dropna()
    train(cars.drop(columns=["mpg", "name"]).to_numpy(), cars[["mpg"]].to_numpy(), 12, 0.1, 3000)
