"""The parity of three bits, with matrices of our own and a step down the mean of all samples."""

import math
import random


class Matrix:
    def __init__(self, data):
        self.data = data

    def __mul__(self, other):
        turned = [list(column) for column in zip(*other.data)]
        return Matrix([[sum(a * b for a, b in zip(row, col)) for col in turned] for row in self.data])

    def __add__(self, other):
        return Matrix([[a + b for a, b in zip(*both)] for both in zip(self.data, other.data)])

    def __sub__(self, other):
        return self + other.times(-1)

    def times(self, factor):
        return Matrix([[factor * a for a in row] for row in self.data])

    def by_elements(self, other):
        return Matrix([[a * b for a, b in zip(*both)] for both in zip(self.data, other.data)])

    def transpose(self):
        return Matrix([list(column) for column in zip(*self.data)])


def sigmoid(z):
    a = Matrix([row[:] for row in z.data])
    for row in a.data:
        for j in range(len(row)):
            row[j] = 1 / (1 + math.exp(-row[j]))
    return a


def slope(a):
    return Matrix([[x * (1 - x) for x in row] for row in a.data])


def column(numbers):
    return Matrix([[x] for x in numbers])


class Network:
    def __init__(self, sizes):
        self.weights = []
        for inputs, outputs in zip(sizes, sizes[1:]):
            rows = [[random.uniform(-1, 1) for _ in range(inputs + 1)] for _ in range(outputs)]
            self.weights.append(Matrix(rows))

    def train(self, dataset, iterations, rate=2):
        for iteration in range(iterations):
            gradients, cost = None, 0
            for inputs, target in dataset:
                activations = [column([*inputs, 1])]
                for w in self.weights:
                    a = sigmoid(w * activations[-1])
                    activations.append(Matrix([*a.data, [1]]))
                difference = Matrix(activations[-1].data[:-1]) - column(target)
                cost += sum(row[0] ** 2 for row in difference.data) / 2 / len(dataset)
                error, steps = difference, []
                for l in reversed(range(len(self.weights))):
                    if l == len(self.weights) - 1:
                        error = error.by_elements(slope(Matrix(activations[l + 1].data[:-1])))
                    steps.insert(0, (error * activations[l].transpose()).times(1 / len(dataset)))
                    error = self.weights[l].transpose() * error
                    error.data.pop()
                gradients = [a + b for a, b in zip(gradients, steps)] if gradients else steps
            self.weights = [w - g.times(rate) for w, g in zip(self.weights, gradients)]
            if iteration % 100 == 0:
                print("cost", cost)


bits = [[i, j, k] for i in (0, 1) for j in (0, 1) for k in (0, 1)]
network = Network([3, 4, 1])
network.train([(three, [sum(three) % 2]) for three in bits], 1000)
