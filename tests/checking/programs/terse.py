"""Few letters for what a network is told; what they are for shows where they are kept."""

import numpy as np


class Net:
    def __init__(self, ls, a, q):
        self.layer_sizes = ls
        self.alpha = a
        self.bias = q
        self.theta = [np.random.rand(n, m + 1) - 0.5 for m, n in zip(ls, ls[1:])]

    def forward(self, x):
        self.acts = [x]
        for w in self.theta:
            lifted = np.insert(self.acts[-1], 0, 1.0)
            self.acts.append(1 / (1 + np.exp(-(w @ lifted))))
        return self.acts[-1]

    def backprop(self, y, grads):
        out = self.acts[-1]
        delta = (out - y) * out * (1 - out)
        for l in range(len(self.theta) - 1, -1, -1):
            grads[l] += np.outer(delta, np.insert(self.acts[l], 0, 1.0))
            if l:
                a = self.acts[l]
                delta = (self.theta[l][:, 1:].T @ delta) * a * (1 - a)
        return grads

    def trainNN(self, x_train, y_train, cycles):
        for c in range(cycles):
            grads = [np.zeros_like(w) for w in self.theta]
            for i in range(len(x_train)):
                self.forward(x_train[i])
                grads = self.backprop(y_train[i], grads)
            for l in range(len(self.theta)):
                self.theta[l] = self.theta[l] - self.alpha / len(x_train) * grads[l]
