"""Errors as outputs plus negated targets; the cost of all samples is worked out after an epoch."""

import math

import numpy as np

rng = np.random.default_rng(5)
points = rng.normal(size=(24, 3))
kinds = (points[:, 0] * points[:, 1] > 0).astype(int)
samples = [(x, np.eye(2)[kind]) for x, kind in zip(points, kinds)]


def squash(z):
    return 1 / (1 + math.exp(-z))


def bend(z):
    return squash(z) * (1 - squash(z))


class Net:
    def __init__(self, sizes):
        self.w = [rng.normal(size=(n, m)) for m, n in zip(sizes, sizes[1:])]
        self.b = [rng.normal(size=n) for n in sizes[1:]]

    def forwards(self, x):
        self.a, self.z = [x], []
        for w, b in zip(self.w, self.b):
            self.z.append(np.add(np.dot(w, self.a[-1]), b))
            self.a.append([squash(one) for one in self.z[-1]])

    def backwards(self, y):
        error = np.add(self.a[-1], -y)
        deltas = [np.multiply(error, [bend(one) for one in self.z[-1]])]
        for l in range(len(self.w) - 1, 0, -1):
            error = np.dot(self.w[l].T, deltas[0])
            deltas.insert(0, np.multiply(error, [bend(one) for one in self.z[l - 1]]))
        return [np.outer(d, a) for d, a in zip(deltas, self.a)], deltas

    def cost(self):
        total = 0
        for x, y in samples:
            self.forwards(x)
            total += 0.5 * np.sum((np.array(self.a[-1]) - y) ** 2)
        return total / len(samples)

    def train(self, epochs, size, rate):
        for epoch in range(epochs):
            rng.shuffle(samples)
            for k in range(0, len(samples), size):
                dw = [np.zeros(w.shape) for w in self.w]
                db = [np.zeros(b.shape) for b in self.b]
                for x, y in samples[k : k + size]:
                    self.forwards(x)
                    mine, theirs = self.backwards(y)
                    dw = [np.add(one, other) for one, other in zip(dw, mine)]
                    db = [np.add(one, other) for one, other in zip(db, theirs)]
                self.w = [np.add(w, -rate / size * one) for w, one in zip(self.w, dw)]
                self.b = [np.add(b, -rate / size * one) for b, one in zip(self.b, db)]
            print(epoch, self.cost())


net = Net([3, 5, 2])
net.train(30, 4, 0.5)
