import numpy as np


class NoisyNet:
    """Adds a little noise to the inputs in every epoch, and smooths the labels."""

    def __init__(self, n_hidden=10, noise=0.1, smoothing=0.1, lr=0.2, epochs=500):
        self.n_hidden = n_hidden
        self.noise = noise
        self.smoothing = smoothing
        self.lr = lr
        self.epochs = epochs

    def fit(self, X, labels):
        k = labels.max() + 1
        T = np.eye(k)[labels] * (1 - self.smoothing) + self.smoothing / k
        self.W1 = np.random.randn(X.shape[1], self.n_hidden) * 0.4
        self.b1 = np.zeros(self.n_hidden)
        self.W2 = np.random.randn(self.n_hidden, k) * 0.4
        self.b2 = np.zeros(k)
        for _ in range(self.epochs):
            noisy = X + self.noise * np.random.randn(*X.shape)
            H = np.tanh(noisy @ self.W1 + self.b1)
            S = H @ self.W2 + self.b2
            P = np.exp(S - S.max(axis=1, keepdims=True))
            P /= P.sum(axis=1, keepdims=True)
            D = (P - T) / len(X)
            G = D @ self.W2.T * (1 - H * H)
            self.W2 -= self.lr * H.T @ D
            self.b2 -= self.lr * D.sum(axis=0)
            self.W1 -= self.lr * noisy.T @ G
            self.b1 -= self.lr * G.sum(axis=0)
        return self

    def predict(self, X):
        return np.argmax(np.tanh(X @ self.W1 + self.b1) @ self.W2 + self.b2, axis=1)


if __name__ == "__main__":
    X = np.random.randn(150, 3)
    labels = np.argmax(X, axis=1)
    print("accuracy", np.mean(NoisyNet().fit(X, labels).predict(X) == labels))
