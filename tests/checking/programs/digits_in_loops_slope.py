"""Digits of 8 by 8 dots, a hidden layer of 80, every sum a loop: slow, but one sees each number."""

import math
import random


def squash(z):
    return 1.0 / (1.0 + math.exp(-z))


class Reader:
    def __init__(self, n_in, n_hidden, n_out, rate):
        self.n_in, self.n_hidden, self.n_out, self.rate = n_in, n_hidden, n_out, rate
        self.w_hidden = [[random.gauss(0, 0.2) for _ in range(n_in)] for _ in range(n_hidden)]
        self.b_hidden = [random.gauss(0, 0.2) for _ in range(n_hidden)]
        self.w_out = [[random.gauss(0, 0.2) for _ in range(n_hidden)] for _ in range(n_out)]
        self.b_out = [random.gauss(0, 0.2) for _ in range(n_out)]

    def read(self, dots):
        self.dots = dots
        self.hidden = []
        for j in range(self.n_hidden):
            z = self.b_hidden[j]
            for i in range(self.n_in):
                z += self.w_hidden[j][i] * dots[i]
            self.hidden.append(squash(z))
        self.out = []
        for k in range(self.n_out):
            z = self.b_out[k]
            for j in range(self.n_hidden):
                z += self.w_out[k][j] * self.hidden[j]
            self.out.append(squash(z))
        return self.out

    def learn(self, target):
        delta_out = []
        for k in range(self.n_out):
            a = self.out[k]
            delta_out.append((a - target[k]) * a * (1 - a))
        delta_hidden = []
        for j in range(self.n_hidden):
            back = 0.0
            for k in range(self.n_out):
                back += self.w_out[k][j] * delta_out[k]
            a = self.hidden[j]
            delta_hidden.append(back * a)
        for k in range(self.n_out):
            for j in range(self.n_hidden):
                self.w_out[k][j] -= self.rate * delta_out[k] * self.hidden[j]
            self.b_out[k] -= self.rate * delta_out[k]
        for j in range(self.n_hidden):
            for i in range(self.n_in):
                self.w_hidden[j][i] -= self.rate * delta_hidden[j] * self.dots[i]
            self.b_hidden[j] -= self.rate * delta_hidden[j]

    def train(self, samples, epochs):
        for epoch in range(epochs):
            random.shuffle(samples)
            for dots, target in samples:
                self.read(dots)
                self.learn(target)


def some_digits(count):
    for _ in range(count):
        digit = random.randrange(10)
        dots = [random.random() if (i * 7 + digit) % 10 < 4 else 0.0 for i in range(64)]
        yield dots, [1.0 if k == digit else 0.0 for k in range(10)]


if __name__ == "__main__":
    reader = Reader(64, 80, 10, 0.3)
    reader.train(list(some_digits(500)), 20)
