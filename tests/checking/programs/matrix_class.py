import numpy as np


class ANN:
    """Uses np.matrix; rows of the data are samples."""

    def __init__(self, X, Y, hidden=4, rate=0.5):
        self.X = np.matrix(X, dtype=float)
        self.Y = np.matrix(Y, dtype=float)
        self.rate = rate
        self.W1 = np.matrix(np.random.randn(self.X.shape[1], hidden))
        self.W2 = np.matrix(np.random.randn(hidden, self.Y.shape[1]))

    def logistic(self, M):
        return 1 / (1 + np.exp(-M))

    def forward(self):
        self.H = self.logistic(self.X * self.W1)
        self.O = self.logistic(self.H * self.W2)

    def backward(self):
        d_out = np.multiply(self.O - self.Y, np.multiply(self.O, 1 - self.O))
        d_hid = np.multiply(d_out * self.W2.T, np.multiply(self.H, 1 - self.H))
        self.W2 -= self.rate * self.H.T * d_out
        self.W1 -= self.rate * self.X.T * d_hid

    def train(self, n):
        for _ in range(n):
            self.forward()
            self.backward()


if __name__ == "__main__":
    ann = ANN([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]], [[0], [1], [1], [0]])
    ann.train(4000)
    ann.forward()
    print(ann.O)
