import numpy as np
import pandas as pd


class NNRegressor:
    """House prices with one hidden layer of tanh units."""

    def __init__(self, n_hidden, lr=0.01, epochs=500):
        self.n_hidden = n_hidden
        self.lr = lr
        self.epochs = epochs

    def fit(self, X, y):
        n, d = X.shape
        self.w = np.random.randn(self.n_hidden, d) / np.sqrt(d)
        self.w0 = np.zeros((self.n_hidden, 1))
        self.v = np.random.randn(1, self.n_hidden) / np.sqrt(self.n_hidden)
        self.v0 = 0.0
        for _ in range(self.epochs):
            hidden = np.tanh(self.w @ X.T + self.w0)  # (hidden, n)
            prediction = self.v @ hidden + self.v0  # (1, n)
            diff = prediction - y
            dhidden = (self.v.T @ diff) * (1 - hidden ** 2)
            self.v -= self.lr * diff @ hidden.T / n
            self.v0 -= self.lr * diff.mean()
            self.w -= self.lr * dhidden @ X / n
            self.w0 -= self.lr * dhidden.mean(axis=1, keepdims=True)
        return self

    def predict(self, X):
        return (self.v @ np.tanh(self.w @ X.T + self.w0) + self.v0).ravel()


if __name__ == "__main__":
    houses = pd.read_csv("houses.csv")
    y = houses.pop("price").values / 1e5
    X = (houses - houses.mean()) / houses.std()
    model = NNRegressor(20).fit(X.values, y)
    print("RMSE", np.sqrt(np.mean((model.predict(X.values) - y) ** 2)))
