import numpy as np


class Net:
    def __init__(self, n_in, n_hidden, n_out):
        self.W1 = np.random.randn(n_in, n_hidden)
        self.b1 = np.zeros((1, n_hidden))
        self.W2 = np.random.randn(n_hidden, n_out)
        self.b2 = np.zeros((1, n_out))
        self.params = [self.W1, self.b1, self.W2, self.b2]

    def forward(self, X):
        self.A1 = np.tanh(X @ self.W1 + self.b1)
        self.A2 = 1 / (1 + np.exp(-(self.A1 @ self.W2 + self.b2)))
        return self.A2

    def backward(self, X, Y):
        m = len(X)
        d2 = (self.A2 - Y) / m
        d1 = d2 @ self.W2.T * (1 - self.A1**2)
        return [X.T @ d1, d1.sum(0, keepdims=True), self.A1.T @ d2, d2.sum(0, keepdims=True)]

    def loss(self, Y):
        return -np.mean(np.sum(Y * np.log(self.A2) + (1 - Y) * np.log(1 - self.A2), axis=1))

    def step(self, grads, lr):
        for p, g in zip(self.params, grads):
            p -= lr * g
        self.W1 -= lr * grads[0]
        self.b1 -= lr * grads[1]
        self.W2 -= lr * grads[2]
        self.b2 -= lr * grads[3]


np.random.seed(0)
X = np.random.randn(20, 3)
Y = (X[:, :1] * X[:, 1:2] > 0) * 1.0
net = Net(3, 6, 1)
for i in range(1000):
    net.forward(X)
    net.step(net.backward(X, Y), 0.1)
    if i % 100 == 0:
        print(net.loss(Y))
