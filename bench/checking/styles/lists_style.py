import math


def sigmoid(z):
    if z < 0:
        return math.exp(z) / (1.0 + math.exp(z))
    return 1.0 / (1.0 + math.exp(-z))


def sigmoid_prime(z):
    s = sigmoid(z)
    return s * (1.0 - s)


def transpose(m):
    return [list(column) for column in zip(*m)]


def matmul(p, q):
    columns = transpose(q)
    return [[sum(u * v for u, v in zip(row, column)) for column in columns] for row in p]


def apply(f, m):
    return [[f(v) for v in row] for row in m]


def combine(f, p, q):
    return [[f(u, v) for u, v in zip(r, s)] for r, s in zip(p, q)]


def minus(p, q):
    return combine(lambda u, v: u - v, p, q)


def times(p, q):
    return combine(lambda u, v: u * v, p, q)


def scale(m, factor):
    return [[v * factor for v in row] for row in m]


def forward(weights, biases, x):
    """The weighted inputs and the activations of every layer, one row for each sample."""
    z = []
    a = [x]
    last = len(weights) - 1
    for l in range(last + 1):
        inputs = matmul(a[l], transpose(weights[l]))
        sums = [[v + bias for v, bias in zip(row, biases[l])] for row in inputs]
        z.append(sums)
        a.append(apply(sigmoid, sums))
    return z, a


def feedforward(weights, biases, x):
    return forward(weights, biases, x)[1][len(weights)]


def cost(weights, biases, x, y):
    errors = minus(feedforward(weights, biases, x), y)
    total = sum(v * v for row in errors for v in row) / 2
    return total / len(x)


def backprop(weights, biases, x, y):
    n = len(x)
    last = len(weights) - 1
    z, a = forward(weights, biases, x)
    delta = [[] for layer in weights]
    error = minus(a[last + 1], y)
    delta[last] = times(error, apply(sigmoid_prime, z[last]))
    for l in reversed(range(last)):
        error = matmul(delta[l + 1], weights[l + 1])
        delta[l] = times(error, apply(sigmoid_prime, z[l]))
    dw = []
    db = []
    for l in range(last + 1):
        dw.append(scale(matmul(transpose(delta[l]), a[l]), 1 / n))
        db.append([sum(column) / n for column in transpose(delta[l])])
    return dw, db


def update(weights, biases, x, y, eta):
    """The weights and biases after one step."""
    dw, db = backprop(weights, biases, x, y)
    for l in range(len(weights)):
        weights[l] = minus(weights[l], scale(dw[l], eta))
        biases[l] = [b - eta * g for b, g in zip(biases[l], db[l])]
    return weights, biases
