import numpy as np
import matplotlib.pyplot as plt


class ReluNet:
    def __init__(self, n_in, n_hid, n_out, lr=0.05):
        self.W1 = np.random.randn(n_in, n_hid) * np.sqrt(2 / n_in)
        self.b1 = np.random.randn(n_hid) * 0.3
        self.W2 = np.random.randn(n_hid, n_out) * np.sqrt(2 / n_hid)
        self.b2 = np.zeros(n_out)
        self.lr = lr

    def forward(self, X):
        self.X = X
        self.z = X @ self.W1
        self.a = np.maximum(self.z + self.b1, 0)
        return self.a @ self.W2 + self.b2

    def backward(self, dout):
        dz = dout @ self.W2.T * (self.z > 0)
        self.W2 -= self.lr * self.a.T @ dout
        self.b2 -= self.lr * dout.sum(axis=0)
        self.W1 -= self.lr * self.X.T @ dz
        self.b1 -= self.lr * dz.sum(axis=0)

    def fit(self, X, Y, epochs=500):
        curve = []
        for _ in range(epochs):
            out = self.forward(X)
            curve.append(np.mean((out - Y) ** 2))
            self.backward((out - Y) / len(X))
        plt.semilogy(curve)
        plt.show()


if __name__ == "__main__":
    X = np.linspace(-2, 2, 80)[:, None]
    ReluNet(1, 20, 1).fit(X, np.cos(2 * X))
