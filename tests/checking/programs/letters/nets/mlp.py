import numpy as np
from tqdm import tqdm

from .core.math import cross_entropy, softmax


class MLP:
    def __init__(self, n_in, n_hidden, n_out, learning_rate=0.1):
        self.learning_rate = learning_rate
        self.W1 = np.random.randn(n_in, n_hidden) / np.sqrt(n_in)
        self.b1 = np.zeros(n_hidden)
        self.W2 = np.random.randn(n_hidden, n_out) / np.sqrt(n_hidden)
        self.b2 = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        self.H = np.tanh(X @ self.W1 + self.b1)
        self.P = softmax(self.H @ self.W2 + self.b2)
        return self.P

    def backward(self, T):
        d2 = (self.P - T) / len(T)
        d1 = d2 @ self.W2.T * (1 - self.H ** 2)
        self.W2 -= self.learning_rate * self.H.T @ d2
        self.b2 -= self.learning_rate * d2.sum(axis=0)
        self.W1 -= self.learning_rate * self.X.T @ d1
        self.b1 -= self.learning_rate * d1.sum(axis=0)

    def fit(self, X, T, epochs=20, batch=32):
        for epoch in tqdm(range(epochs)):
            for i in range(0, len(X), batch):
                self.forward(X[i:i + batch])
                self.backward(T[i:i + batch])
        return cross_entropy(self.forward(X), T)
