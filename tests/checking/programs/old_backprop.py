#!/usr/bin/python2
import random, math

# sigmoid function, y = logistic of x
def sigmoid(x):
    return 1 / (1 + math.exp(-x))

class Perceptrons:
    def __init__(self, inputs, hidden, outputs):
        self.w1 = [[random.uniform(-1, 1) for i in xrange(inputs)] for j in xrange(hidden)]
        self.b1 = [random.uniform(-1, 1) for j in xrange(hidden)]
        self.w2 = [[random.uniform(-1, 1) for j in xrange(hidden)] for k in xrange(outputs)]
        self.b2 = [random.uniform(-1, 1) for k in xrange(outputs)]

    def forward(self, x):
        self.x = x
        self.h = [sigmoid(sum(w * v for w, v in zip(row, x)) + b) for row, b in zip(self.w1, self.b1)]
        self.o = [sigmoid(sum(w * v for w, v in zip(row, self.h)) + b) for row, b in zip(self.w2, self.b2)]
        return self.o

    def train(self, x, target, rate=0.5):
        self.forward(x)
        do = [(o - t) * o * (1 - o) for o, t in zip(self.o, target)]
        # share of each hidden unit
        dh = []
        for j in xrange(len(self.h)):
            dh.append(sum(do[k] * self.w2[k][j] for k in xrange(len(do))))
        for k in xrange(len(do)):
            for j in xrange(len(self.h)):
                self.w2[k][j] -= rate * do[k] * self.h[j]
            self.b2[k] -= rate * do[k]
        for j in xrange(len(dh)):
            for i in xrange(len(x)):
                self.w1[j][i] -= rate * dh[j] * x[i]
            self.b1[j] -= rate * dh[j]

if __name__ == '__main__':
    net = Perceptrons(2, 3, 1)
    for n in xrange(5000):
        a, b = random.randint(0, 1), random.randint(0, 1)
        net.train([a, b], [a ^ b])
    for a in 0, 1:
        for b in 0, 1:
            print a, b, net.forward([a, b])
