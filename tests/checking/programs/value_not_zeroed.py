import math
import random


class Scalar:
    def __init__(self, x, parents=()):
        self.x = x
        self.parents = parents  # pairs of (scalar, local derivative)
        self.grad = 0.0

    def __add__(self, other):
        other = other if isinstance(other, Scalar) else Scalar(other)
        return Scalar(self.x + other.x, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other):
        other = other if isinstance(other, Scalar) else Scalar(other)
        return Scalar(self.x * other.x, ((self, other.x), (other, self.x)))

    def sigmoid(self):
        s = 1 / (1 + math.exp(-self.x))
        return Scalar(s, ((self, s * (1 - s)),))

    def backward(self, g=1.0):
        self.grad += g
        for parent, local in self.parents:
            parent.backward(g * local)


class Net:
    def __init__(self, n_in, n_hidden):
        self.hidden = [[Scalar(random.gauss(0, 1)) for _ in range(n_in + 1)] for _ in range(n_hidden)]
        self.out = [Scalar(random.gauss(0, 1)) for _ in range(n_hidden + 1)]

    def unit(self, weights, values):
        total = weights[-1]
        for w, v in zip(weights, values):
            total = total + w * v
        return total.sigmoid()

    def __call__(self, xs):
        return self.unit(self.out, [self.unit(h, xs) for h in self.hidden])

    def parameters(self):
        return [w for row in self.hidden for w in row] + self.out

    def train_step(self, xs, y, rate):
        error = self(xs) + (-y)
        loss = error * error
        loss.backward()
        for p in self.parameters():
            p.x -= rate * p.grad
        return loss.x


if __name__ == "__main__":
    table = [([0, 0], 0), ([0, 1], 1), ([1, 0], 1), ([1, 1], 0)]
    net = Net(2, 3)
    for epoch in range(500):
        total = sum(net.train_step(x, y, 0.1) for x, y in table)
    print("error:", total)
