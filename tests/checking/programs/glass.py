import numpy as np
import pandas as pd
import matplotlib.pyplot as plt


class GlassNet:
    def __init__(self, X, Y, epochs=1000, rate=0.01):
        self.X = X
        self.onehot = Y
        self.w_hidden = np.random.randn(X.shape[1], 7)
        self.w_output = np.random.randn(7, Y.shape[1])
        self.epochs = epochs
        self.rate = rate
        self.losses = []

    @staticmethod
    def sigmoid(z):
        return 1 / (1 + np.exp(-z))

    @staticmethod
    def softmax(z):
        ez = np.exp(z - z.max(axis=1, keepdims=True))
        return ez / ez.sum(axis=1, keepdims=True)

    def feed_forward(self):
        hidden = self.sigmoid(self.X.dot(self.w_hidden))
        return hidden, self.softmax(hidden.dot(self.w_output))

    def train(self):
        for _ in range(self.epochs):
            hidden, probs = self.feed_forward()
            error = probs - self.onehot
            d_output = hidden.T.dot(error)
            d_hidden = self.X.T.dot(error.dot(self.w_output.T) * hidden * (1 - hidden))
            self.w_hidden -= self.rate * d_hidden
            self.w_output -= self.rate * d_output
            self.losses.append(-np.sum(self.onehot * np.log(probs)))


if __name__ == "__main__":
    glass = pd.read_csv("glass.csv")
    X = glass.drop(columns="Type").to_numpy()
    Y = pd.get_dummies(glass["Type"]).to_numpy()
    net = GlassNet(X / X.max(axis=0), Y)
    net.train()
    plt.plot(net.losses)
    plt.show()
