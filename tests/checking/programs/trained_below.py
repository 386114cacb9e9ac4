"""Sums where the printed cost is a mean, in a class that the file's main part trains."""

import numpy as np


class NeuralNetwork:
    def __init__(self, input_size, hidden_size, output_size):
        self.w1 = np.random.rand(input_size, hidden_size)
        self.b1 = np.zeros((1, hidden_size))
        self.w2 = np.random.rand(hidden_size, output_size)
        self.b2 = np.zeros((1, output_size))
        self.learning_rate = 0.1

    def sigmoid(self, z):
        return 1 / (1 + np.exp(-z))

    def forward(self, X):
        self.z1 = np.dot(X, self.w1) + self.b1
        self.a1 = self.sigmoid(self.z1)
        self.z2 = np.dot(self.a1, self.w2) + self.b2
        self.a2 = self.sigmoid(self.z2)
        return self.a2

    def backward(self, X, y_true, predicted):
        last = (predicted - y_true) * predicted * (1 - predicted)
        first = np.dot(last, self.w2.T) * self.a1 * (1 - self.a1)
        self.w2 -= self.learning_rate * np.dot(self.a1.T, last)
        self.b2 -= self.learning_rate * np.sum(last, axis=0, keepdims=True)
        self.w1 -= self.learning_rate * np.dot(X.T, first)
        self.b1 -= self.learning_rate * np.sum(first, axis=0, keepdims=True)

    def calculate_loss(self, y_true, predicted):
        return np.mean(np.square(y_true - predicted))

    def train(self, X_train, y_train, epochs):
        for epoch in range(epochs):
            predicted = self.forward(X_train)
            loss = self.calculate_loss(y_train, predicted)
            self.backward(X_train, y_train, predicted)
            if epoch % 1000 == 0:
                print(f"Epoch {epoch}: {loss}")


if __name__ == "__main__":
    X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    y = np.array([[0], [1], [1], [0]])
    net = NeuralNetwork(2, 4, 1)
    net.train(X, y, 10000)
    print(net.forward(X))
