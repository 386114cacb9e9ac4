import math
import random


class Net:
    def __init__(self, n_in, n_hidden):
        self.w = [[random.uniform(-1, 1) for _ in range(n_in)] for _ in range(n_hidden)]
        self.v = [random.uniform(-1, 1) for _ in range(n_hidden)]

    def forward(self, x):
        self.h = [math.tanh(sum(w * a for w, a in zip(row, x))) for row in self.w]
        return sum(v * h for v, h in zip(self.v, self.h))

    def learn(self, samples, epochs, rate=0.1):
        for epoch in range(epochs):
            cost = 0.0
            for x, y in samples:
                error = self.forward(x) - y
                cost += error ** 2 / 2
                back = [error * v * (1 - h * h) for v, h in zip(self.v, self.h)]
                self.v = [v - rate * error * h for v, h in zip(self.v, self.h)]
                for row, b in zip(self.w, back):
                    for k, a in enumerate(x):
                        row[k] -= rate * b * a
            if epoch % 100 == 0:
                print(epoch, cost)


def main():
    net = Net(3, 8)
    net.learn([([a, b, 1.0], float(a != b)) for a in (0.0, 1.0) for b in (0.0, 1.0)], 2000)
    for n in range(400):
        print(n, net.forward([n / 400, 1 - n / 400, 1.0]))
    net = Net(2, 8)
    samples = []
    for n in range(20):
        samples.append(([n / 10 - 1, 1.0], math.sin(3 * n / 10 - 3)))
        scaled = samples[-1][1] * 0.5
        print(scaled)
    net.learn(samples, 1000)


main()
