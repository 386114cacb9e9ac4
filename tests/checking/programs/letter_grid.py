"""Letters of a 6 by 5 grid, learned number by number, with a rate that gets smaller."""

import math
import random

import numpy as np


def squash(x):
    return math.tanh(x)


def squash_slope(y):
    return 1.0 - y * y


def logistic(x):
    return 1.0 / (1.0 + math.exp(-x))


class Letters:
    def __init__(self, n_in, n_hidden, n_out, rounds, rate, momentum, rate_decay):
        self.rounds, self.rate, self.momentum, self.rate_decay = rounds, rate, momentum, rate_decay
        self.n_in, self.n_hidden, self.n_out = n_in + 1, n_hidden, n_out
        self.ins = [1.0] * self.n_in
        self.hids = [1.0] * self.n_hidden
        self.outs = [1.0] * self.n_out
        self.w_in = np.random.normal(0.0, 0.3, (self.n_in, self.n_hidden))
        self.w_out = np.random.normal(0.0, 0.3, (self.n_hidden, self.n_out))
        self.last_in = np.zeros((self.n_in, self.n_hidden))
        self.last_out = np.zeros((self.n_hidden, self.n_out))

    def run(self, inputs):
        for i in range(self.n_in - 1):
            self.ins[i] = inputs[i]
        for j in range(self.n_hidden):
            total = 0.0
            for i in range(self.n_in):
                total += self.ins[i] * self.w_in[i][j]
            self.hids[j] = squash(total)
        for k in range(self.n_out):
            total = 0.0
            for j in range(self.n_hidden):
                total += self.hids[j] * self.w_out[j][k]
            self.outs[k] = logistic(total)
        return self.outs[:]

    def correct(self, targets):
        out_deltas = [0.0] * self.n_out
        for k in range(self.n_out):
            out_deltas[k] = (self.outs[k] - targets[k]) * self.outs[k] * (1.0 - self.outs[k])
        hid_deltas = [0.0] * self.n_hidden
        for j in range(self.n_hidden):
            error = 0.0
            for k in range(self.n_out):
                error += out_deltas[k] * self.w_out[j][k]
            hid_deltas[j] = squash_slope(self.hids[j]) * error
        for j in range(self.n_hidden):
            for k in range(self.n_out):
                change = out_deltas[k] * self.hids[j]
                self.w_out[j][k] -= self.rate * change + self.momentum * self.last_out[j][k]
                self.last_out[j][k] = change
        for i in range(self.n_in):
            for j in range(self.n_hidden):
                change = hid_deltas[j] * self.ins[i]
                self.w_in[i][j] -= self.rate * change + self.momentum * self.last_in[i][j]
                self.last_in[i][j] = change
        return sum(0.5 * (t - o) ** 2 for t, o in zip(targets, self.outs))

    def train(self, patterns):
        for i in range(self.rounds):
            error = 0.0
            random.shuffle(patterns)
            for inputs, targets in patterns:
                self.run(inputs)
                error += self.correct(targets)
            print("round", i, "error", error)
            self.rate = self.rate / (1.0 + self.rate_decay)


def patterns():
    grid = np.random.randint(0, 2, (26, 30)).astype(float)
    noisy = [row + np.random.normal(0.0, 0.1, 30) for row in grid for _ in range(20)]
    kinds = np.repeat(np.eye(26), 20, axis=0)
    return [[list(x), list(t)] for x, t in zip(noisy, kinds)]


if __name__ == "__main__":
    net = Letters(30, 40, 26, rounds=50, rate=0.3, momentum=0.2, rate_decay=0.01)
    net.train(patterns())
