import numpy as np


class Classifier:
    def __init__(self, inputs, hidden, outputs):
        self.W1 = np.random.randn(inputs, hidden)
        self.b1 = np.zeros((1, hidden))
        self.W2 = np.random.randn(hidden, outputs)
        self.b2 = np.zeros((1, outputs))
        self.history = []

    def sigmoid(self, x):
        return 1 / (1 + np.exp(-x))

    def slope(self, a):
        return a * (1 - a)

    def forward(self, X):
        self.a1 = self.sigmoid(X @ self.W1 + self.b1)
        self.a2 = self.sigmoid(self.a1 @ self.W2 + self.b2)
        return self.a2

    def backward(self, X, wanted, output, learning_rate=0.1):
        d2 = (wanted - output) * self.slope(output)
        d1 = d2 @ self.W2.T * self.slope(self.a1)
        self.W2 += self.a1.T @ d2 * learning_rate
        self.b2 += np.sum(d2, axis=0, keepdims=True) * learning_rate
        self.W1 += X.T @ d1 * learning_rate
        self.b1 += np.sum(d1, axis=0, keepdims=True) * learning_rate

    def train(self, X, wanted, epochs=1000):
        self.history = []
        for epoch in range(epochs):
            output = self.forward(X)
            self.backward(X, wanted, output)
            mse = np.mean(np.square(wanted - output))
            if epoch % 100 == 0:
                self.history.append(mse)
        return self.history

    def classify(self, X):
        return np.argmax(self.forward(X), axis=1)
