"""Logistic regression as a network without hidden layer."""
import numpy as np


class LogisticRegression:
    def __init__(self, lr=0.1, n_iters=1000):
        self.lr = lr
        self.n_iters = n_iters
        self.weights = None
        self.bias = None

    def _sigmoid(self, x):
        return 1 / (1 + np.exp(-x))

    def fit(self, X, y):
        n_samples, n_features = X.shape
        self.weights = np.zeros(n_features)
        self.bias = 0
        for _ in range(self.n_iters):
            predictions = self._sigmoid(np.dot(X, self.weights) + self.bias)
            dw = np.dot(X.T, predictions - y) / n_samples
            db = np.sum(predictions - y) / n_samples
            self.weights -= self.lr * dw
            self.bias -= self.lr * db

    def predict(self, X):
        return (self._sigmoid(np.dot(X, self.weights) + self.bias) > 0.5).astype(int)


if __name__ == "__main__":
    X = np.random.randn(200, 2)
    y = (X[:, 0] + 2 * X[:, 1] > 0.3).astype(int)
    model = LogisticRegression()
    model.fit(X, y)
    print("accuracy:", np.mean(model.predict(X) == y))
