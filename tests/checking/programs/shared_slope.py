import numpy as np


class Net:
    def __init__(self, X, Y, n_hidden=5):
        self.X, self.Y = X, Y
        self.Wh = np.random.randn(X.shape[1], n_hidden)
        self.bh = np.zeros((1, n_hidden))
        self.Wo = np.random.randn(n_hidden, Y.shape[1])
        self.bo = np.zeros((1, Y.shape[1]))

    def sigmoid(self, z):
        return 1 / (1 + np.exp(-z))

    def feedforward(self):
        self.hid = self.sigmoid(self.X @ self.Wh + self.bh)
        self.out = self.sigmoid(self.hid @ self.Wo + self.bo)

    def backprop(self, eta):
        d_out = (self.Y - self.out) * self.out * (1 - self.out)
        d_hid = d_out @ self.Wo.T * np.mean(self.hid * (1 - self.hid), axis=0)
        self.Wo += eta * self.hid.T @ d_out
        self.bo += eta * d_out.sum(axis=0, keepdims=True)
        self.Wh += eta * self.X.T @ d_hid
        self.bh += eta * d_hid.sum(axis=0, keepdims=True)

    def train(self, epochs, eta=0.5):
        for _ in range(epochs):
            self.feedforward()
            self.backprop(eta)


if __name__ == "__main__":
    X = np.array([[0, 0, 1], [0, 1, 0], [1, 0, 0], [1, 1, 1], [0, 1, 1]])
    Y = np.array([[0, 1], [1, 0], [1, 0], [0, 1], [1, 1]])
    net = Net(X, Y)
    net.train(2000)
    print(net.out.round(2))
