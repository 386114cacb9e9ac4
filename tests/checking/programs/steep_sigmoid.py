import math
import random

BETA = 2.0  # steepness


def transfer(s):
    return 1.0 / (1.0 + math.exp(-BETA * s))


def transfer_derivative(out):
    return BETA * out * (1.0 - out)


class Net:
    def __init__(self, sizes):
        self.w = [[[random.uniform(-1, 1) for _ in range(a)] for _ in range(b)] for a, b in zip(sizes, sizes[1:])]
        self.bias = [[random.uniform(-1, 1) for _ in range(b)] for b in sizes[1:]]

    def forward(self, x):
        outs = [list(x)]
        for matrix, biases in zip(self.w, self.bias):
            outs.append([transfer(sum(wi * xi for wi, xi in zip(row, outs[-1])) + b)
                         for row, b in zip(matrix, biases)])
        return outs

    def train(self, x, t, eta):
        outs = self.forward(x)
        deltas = [(o - ti) * transfer_derivative(o) for o, ti in zip(outs[-1], t)]
        for l in reversed(range(len(self.w))):
            if l > 0:
                lower = [sum(self.w[l][j][i] * deltas[j] for j in range(len(deltas))) * transfer_derivative(outs[l][i])
                         for i in range(len(outs[l]))]
            for j, d in enumerate(deltas):
                for i, o in enumerate(outs[l]):
                    self.w[l][j][i] -= eta * d * o
                self.bias[l][j] -= eta * d
            if l > 0:
                deltas = lower


if __name__ == "__main__":
    net = Net([2, 3, 1])
    for _ in range(4000):
        a, b = random.choice([0, 1]), random.choice([0, 1])
        net.train((a, b), (a ^ b,), 0.4)
    print([net.forward((a, b))[-1] for a in (0, 1) for b in (0, 1)])
