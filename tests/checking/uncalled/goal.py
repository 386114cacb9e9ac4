import numpy as np

def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))

class NN:
    def __init__(self, X, y, hidden, convergence, eta):
        self.X = X
        self.y = y
        self.eta = eta
        self.convergence = convergence
        self.w1 = np.random.uniform(-1, 1, (X.shape[1], hidden))
        self.w2 = np.random.uniform(-1, 1, (hidden, y.shape[1]))

    def train(self):
        last = float('inf')
        while True:
            h = sigmoid(self.X @ self.w1)
            o = sigmoid(h @ self.w2)
            err = np.mean((self.y - o) ** 2)
            if abs(last - err) < self.convergence:
                break
            last = err
            d2 = (o - self.y) * o * (1 - o)
            d1 = (d2 @ self.w2.T) * h * (1 - h)
            self.w2 -= self.eta * h.T @ d2
            self.w1 -= self.eta * self.X.T @ d1
