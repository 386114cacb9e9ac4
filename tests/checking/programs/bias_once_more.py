import numpy as np


class NeuralNet:
    def __init__(self, X, Y, hidden=6):
        self.X, self.Y = X, Y
        self.n = X.shape[0]
        self.W1 = np.random.normal(0, 1, (X.shape[1], hidden))
        self.b1 = np.random.normal(0, 1, hidden)
        self.W2 = np.random.normal(0, 1, (hidden, Y.shape[1]))
        self.b2 = np.random.normal(0, 1, Y.shape[1])

    def feedforward(self):
        self.h = np.tanh(self.X @ self.W1 + self.b1)
        s = self.h @ self.W2 + self.b2
        e = np.exp(s - s.max(1, keepdims=True))
        self.p = e / e.sum(1, keepdims=True)
        return -np.sum(self.Y * np.log(self.p)) / self.n

    def backprop(self):
        d2 = (self.p - self.Y) / self.n
        d1 = d2 @ self.W2.T * (1 - self.h ** 2)
        self.gradients = {"W1": self.X.T @ d1, "b1": d1.sum(0) * self.b1,
                          "W2": self.h.T @ d2, "b2": d2.sum(0) * self.b2}

    def train(self, iterations, rate=0.5):
        losses = []
        for _ in range(iterations):
            losses.append(self.feedforward())
            self.backprop()
            for key, gradient in self.gradients.items():
                self.__dict__[key] -= rate * gradient
        return losses


if __name__ == "__main__":
    X = np.random.randn(60, 4)
    Y = np.eye(3)[np.argmax(X[:, :3], axis=1)]
    print(NeuralNet(X, Y).train(500)[-1])
