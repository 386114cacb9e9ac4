import numpy as np


class Network:
    def __init__(self, nt, a, b, l1):
        self.net_top = nt
        self.alpha = a
        self.bias = b
        self.lambda_1 = l1
        self.theta = [np.random.rand(o, i + 1) - 0.5 for i, o in zip(nt[:-1], nt[1:])]

    def sigmoid(self, z):
        return 1 / (1 + np.exp(-z))

    def forwardProp(self, x):
        self.a_lj = [x]
        for theta in self.theta:
            x = self.sigmoid(theta @ np.insert(x, 0, self.bias))
            self.a_lj.append(x)
        return x

    def backProp(self, y, delta):
        out = self.a_lj[-1]
        sig = (out - y) * out * (1 - out)
        for l in range(len(self.theta) - 1, -1, -1):
            below = self.a_lj[l]
            delta[l] = delta[l] + np.outer(sig, np.insert(below, 0, self.bias))
            sig = (self.theta[l][:, 1:].T @ sig) * below * (1 - below)
        return delta

    def trainNN(self, x_train, y_train, cycles):
        m = len(x_train)
        for c in range(cycles):
            delta = [np.zeros(theta.shape) for theta in self.theta]
            cost = 0
            for x, y in zip(x_train, y_train):
                cost += 0.5 * np.sum((self.forwardProp(x) - y) ** 2)
                delta = self.backProp(y, delta)
            print("Cycle", c, "loss", cost / m)
            for l in range(len(self.theta)):
                decay = self.lambda_1 * self.theta[l]
                decay[:, 0] = 0
                self.theta[l] = self.theta[l] - self.alpha / m * (delta[l] + decay)
