"""Weights and biases in dictionaries, by the names of their layers."""

import numpy as np


class NeuralNetwork:
    def __init__(self):
        self.weights = {
            "hidden": np.random.randn(64, 24) / np.sqrt(64),
            "output": np.random.randn(24, 10) / np.sqrt(24),
        }
        self.biases = {"hidden": np.zeros((1, 24)), "output": np.zeros((1, 10))}

    def relu(self, x):
        return np.maximum(0, x)

    def relu_derivative(self, x):
        return np.where(x <= 0, 0, 1)

    def softmax(self, x):
        exp_x = np.exp(x - np.max(x))
        return exp_x / exp_x.sum(axis=1, keepdims=True)

    def forward_pass(self, x):
        self.z_hidden = np.dot(x, self.weights["hidden"]) + self.biases["hidden"]
        self.a_hidden = self.relu(self.z_hidden)
        self.z_output = np.dot(self.a_hidden, self.weights["output"]) + self.biases["output"]
        self.a_output = self.softmax(self.z_output)
        return self.a_output

    def compute_loss(self, y_true, y_pred):
        return -np.sum(y_true * np.log(y_pred))

    def backward_pass(self, x, y_true, learning_rate=0.01):
        x = x.reshape(1, -1)
        delta_output = self.a_output - y_true
        delta_hidden = np.dot(delta_output, self.weights["output"].T)
        self.weights["output"] -= learning_rate * np.dot(self.a_hidden.T, delta_output)
        self.biases["output"] -= learning_rate * delta_output
        self.weights["hidden"] -= learning_rate * np.dot(x.T, delta_hidden)
        self.biases["hidden"] -= learning_rate * delta_hidden

    def train(self, x_train, y_train, epochs=10):
        for epoch in range(epochs):
            for x, y in zip(x_train, y_train):
                y_pred = self.forward_pass(x)
                loss = self.compute_loss(y, y_pred)
                self.backward_pass(x, y)
            print(f"Epoch {epoch + 1}, Loss: {loss}")
