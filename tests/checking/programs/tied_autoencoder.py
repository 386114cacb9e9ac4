import numpy as np


class TiedAutoencoder:
    """Encoder and decoder share one matrix, so its gradient has two parts."""

    def __init__(self, n_visible, n_hidden):
        self.W = np.random.uniform(-0.3, 0.3, (n_visible, n_hidden))
        self.b_hidden = np.zeros(n_hidden)
        self.b_visible = np.zeros(n_visible)

    def encode(self, X):
        return 1 / (1 + np.exp(-(X @ self.W + self.b_hidden)))

    def decode(self, H):
        return H @ self.W.T + self.b_visible

    def train(self, X, lr=0.1, epochs=200):
        for _ in range(epochs):
            H = self.encode(X)
            R = self.decode(H)
            dR = (R - X) / len(X)
            dH = (dR @ self.W) * H * (1 - H)
            dW = X.T @ dH + dR.T @ H
            self.W -= lr * dW
            self.b_hidden -= lr * dH.sum(axis=0)
            self.b_visible -= lr * dR.sum(axis=0)
        return 0.5 * np.mean(np.sum((R - X) ** 2, axis=1))


if __name__ == "__main__":
    print(TiedAutoencoder(10, 4).train(np.random.rand(200, 10)))
