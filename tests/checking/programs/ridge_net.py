import numpy as np


class RidgeNet:
    """cost = 1/(2m) * sum((p - t)^2) + lam * (sum W1^2 + sum W2^2)"""

    def __init__(self, n_in, n_hid, n_out, lam=0.01):
        self.W1 = np.random.uniform(-0.5, 0.5, (n_in, n_hid))
        self.b1 = np.zeros(n_hid)
        self.W2 = np.random.uniform(-0.5, 0.5, (n_hid, n_out))
        self.b2 = np.zeros(n_out)
        self.lam = lam

    def forward(self, X):
        self.h = 1 / (1 + np.exp(-(X @ self.W1 + self.b1)))
        return self.h @ self.W2 + self.b2

    def cost(self, X, T):
        p = self.forward(X)
        m = X.shape[0]
        penalty = self.lam * (np.sum(self.W1 ** 2) + np.sum(self.W2 ** 2))
        return np.sum((p - T) ** 2) / (2 * m) + penalty

    def fit(self, X, T, lr=0.2, iters=1000):
        m = X.shape[0]
        history = []
        for i in range(iters):
            p = self.forward(X)
            dp = (p - T) / m
            dh = dp @ self.W2.T * self.h * (1 - self.h)
            dW2 = self.h.T @ dp + 2 * self.lam * self.W2
            dW1 = X.T @ dh + 2 * self.lam * self.W1
            self.W2 -= lr * dW2
            self.b2 -= lr * dp.sum(0)
            self.W1 -= lr * dW1
            self.b1 -= lr * dh.sum(0)
            history.append(self.cost(X, T))
        return history


if __name__ == "__main__":
    np.random.seed(0)
    x = np.linspace(0, 1, 30)[:, None]
    t = np.c_[np.sin(6 * x), np.cos(6 * x)]
    print(RidgeNet(1, 10, 2).fit(x, t)[-1])
