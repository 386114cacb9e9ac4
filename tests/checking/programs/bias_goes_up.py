import numpy as np


class SimpleNN:
    def __init__(self, X, Y, n_hidden=3, eta=0.5):
        self.X = X
        self.Y = Y
        self.eta = eta
        self.w0 = np.random.normal(0, 1, (X.shape[1], n_hidden))
        self.b0 = np.random.normal(0, 1, (1, n_hidden))
        self.w1 = np.random.normal(0, 1, (n_hidden, Y.shape[1]))
        self.b1 = np.random.normal(0, 1, (1, Y.shape[1]))

    def activate(self, v):
        return 1 / (1 + np.exp(-v))

    def feedforward(self):
        self.h = self.activate(self.X.dot(self.w0) + self.b0)
        self.o = self.activate(self.h.dot(self.w1) + self.b1)

    def backpropagate(self):
        error = self.o - self.Y
        d1 = error * self.o * (1 - self.o)
        d0 = d1.dot(self.w1.T) * self.h * (1 - self.h)
        self.w1 -= self.eta * self.h.T.dot(d1)
        self.b1 += self.eta * d1.sum(axis=0, keepdims=True)
        self.w0 -= self.eta * self.X.T.dot(d0)
        self.b0 += self.eta * d0.sum(axis=0, keepdims=True)

    def train(self, rounds):
        for r in range(rounds):
            self.feedforward()
            self.backpropagate()


if __name__ == "__main__":
    X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    Y = np.array([[0, 0], [1, 0], [1, 0], [1, 1]])
    n = SimpleNN(X, Y)
    n.train(3000)
    n.feedforward()
    print(n.o)
