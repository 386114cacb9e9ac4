import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split


class Linear:
    def __init__(self, n_in, n_out):
        self.w = np.random.randn(n_in, n_out) * np.sqrt(2.0 / n_in)
        self.b = np.zeros((1, n_out))

    def __call__(self, x):
        return x @ self.w + self.b


def softmax(z):
    e = np.exp(z - np.max(z, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)


if __name__ == "__main__":
    rows = pd.read_csv("mnist_train.csv").to_numpy()
    X, y = rows[:, 1:] / 255.0, rows[:, 0]
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3)

    first, second = Linear(X.shape[1], 32), Linear(32, len(np.unique(y)))
    batch_size = 48
    lr = 0.05
    for epoch in range(10):
        for i in range(len(X_train) // batch_size):
            xb = X_train[i * batch_size : (i + 1) * batch_size]
            yb = y_train[i * batch_size : (i + 1) * batch_size]
            z1 = first(xb)
            a1 = np.maximum(z1, 0)
            p = softmax(second(a1))
            d2 = p.copy()
            d2[range(len(p)), yb] -= 1.0
            d2 /= len(p)
            d1 = (d2 @ second.w.T) * (z1 > 0)
            second.w -= lr * a1.T @ d2
            second.b -= lr * np.sum(d2, axis=0, keepdims=True)
            first.w -= lr * xb.T @ d1
            first.b -= lr * np.sum(d1, axis=0, keepdims=True)
        print(epoch, -np.mean(np.log(p[range(len(p)), yb])))
