# one more row and column of ones instead of biases, which L2 leaves alone
import numpy as np


class Perceptrons:
    def __init__(self, n_in, n_hidden, n_out, l2=0.0, eta=0.1, alpha=0.0, decrease=0.0):
        self.l2, self.eta, self.alpha, self.decrease = l2, eta, alpha, decrease
        self.w1 = np.random.uniform(-1, 1, (n_hidden, n_in + 1))
        self.w2 = np.random.uniform(-1, 1, (n_out, n_hidden + 1))

    def logistic(self, z):
        return 1 / (1 + np.exp(-z))

    def forward(self, x):
        a1 = np.hstack([np.ones((len(x), 1)), x])
        z2 = self.w1.dot(a1.T)
        a2 = np.vstack([np.ones((1, len(x))), self.logistic(z2)])
        return a1, z2, a2, self.logistic(self.w2.dot(a2))

    def cost(self, y, a3):
        data = -np.sum(y * np.log(a3) + (1 - y) * np.log(1 - a3))
        squares = np.sum(self.w1[:, 1:] ** 2) + np.sum(self.w2[:, 1:] ** 2)
        return data + self.l2 / 2 * squares

    def gradients(self, a1, z2, a2, a3, y):
        s3 = a3 - y
        s2 = self.w2[:, 1:].T.dot(s3) * self.logistic(z2)
        g1, g2 = s2.dot(a1), s3.dot(a2.T)
        g1[:, 1:] += self.l2 * self.w1[:, 1:]
        g2[:, 1:] += self.l2 * self.w2[:, 1:]
        return g1, g2

    def fit(self, x, y, epochs):
        v1, v2 = np.zeros(self.w1.shape), np.zeros(self.w2.shape)
        self.costs = []
        for epoch in range(epochs):
            self.eta /= 1 + self.decrease * epoch
            for rows in np.array_split(np.random.permutation(len(x)), 5):
                a1, z2, a2, a3 = self.forward(x[rows])
                self.costs.append(self.cost(y[:, rows], a3))
                g1, g2 = self.gradients(a1, z2, a2, a3, y[:, rows])
                d1, d2 = self.eta * g1, self.eta * g2
                self.w1 -= d1 + self.alpha * v1
                self.w2 -= d2 + self.alpha * v2
                v1, v2 = d1, d2


np.random.seed(1)
x = np.random.normal(size=(40, 3))
labels = (x[:, 0] > 0).astype(int) + (x[:, 1] > 0)
net = Perceptrons(3, 6, 3, l2=0.1, eta=0.01, alpha=0.001, decrease=0.0001)
net.fit(x, np.eye(3)[labels].T, 20)
print(net.costs[-1])
