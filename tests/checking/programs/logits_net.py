import numpy as np


class LogitsNet:
    """predict() returns logits; the softmax belongs to the loss."""

    def __init__(self, D, H, K):
        self.W1 = np.random.randn(D, H) * np.sqrt(2 / D)
        self.b1 = np.zeros(H)
        self.W2 = np.random.randn(H, K) * np.sqrt(2 / H)
        self.b2 = np.zeros(K)

    def predict(self, X):
        self.X = X
        self.z = X @ self.W1 + self.b1
        self.h = np.where(self.z > 0, self.z, 0.01 * self.z)
        return self.h @ self.W2 + self.b2

    def loss(self, X, T):
        logits = self.predict(X)
        m = logits.max(axis=1, keepdims=True)
        log_sum = m + np.log(np.exp(logits - m).sum(axis=1, keepdims=True))
        return np.mean(np.sum(T * (log_sum - logits), axis=1))

    def gradients(self, X, T):
        logits = self.predict(X)
        e = np.exp(logits - logits.max(axis=1, keepdims=True))
        g = (e / e.sum(axis=1, keepdims=True) - T) / len(X)
        gz = g @ self.W2.T * np.where(self.z > 0, 1.0, 0.01)
        return X.T @ gz, gz.sum(axis=0), self.h.T @ g, g.sum(axis=0)

    def fit(self, X, T, lr=0.1, steps=500):
        for _ in range(steps):
            gW1, gb1, gW2, gb2 = self.gradients(X, T)
            self.W1 -= lr * gW1
            self.b1 -= lr * gb1
            self.W2 -= lr * gW2
            self.b2 -= lr * gb2


if __name__ == "__main__":
    X = np.random.randn(200, 2)
    T = np.eye(2)[(np.hypot(*X.T) > 1).astype(int)]
    net = LogitsNet(2, 16, 2)
    net.fit(X, T)
    print(net.loss(X, T))
