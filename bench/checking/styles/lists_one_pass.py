import math


def sigmoid(z):
    if z < 0:
        return math.exp(z) / (1.0 + math.exp(z))
    return 1.0 / (1.0 + math.exp(-z))


def sigmoid_prime(z):
    s = sigmoid(z)
    return s * (1.0 - s)


def matmul(p, q):
    return [[sum(u * v for u, v in zip(row, column)) for column in zip(*q)] for row in p]


def feedforward(weights, biases, x):
    """The outputs for a list of samples."""
    rows = []
    for a in x:
        for w, b in zip(weights, biases):
            a = [sigmoid(sum(v * u for v, u in zip(row, a)) + c) for row, c in zip(w, b)]
        rows.append(a)
    return rows


def update(weights, biases, x, y, eta):
    """One step; every layer learns as soon as the errors have passed it."""
    n = len(x)
    a = [x]
    z = []
    for w, b in zip(weights, biases):
        z.append([[sum(v * u for v, u in zip(row, s)) + c for row, c in zip(w, b)] for s in a[-1]])
        a.append([[sigmoid(v) for v in row] for row in z[-1]])
    delta = [
        [(p - t) * sigmoid_prime(v) / n for p, t, v in zip(*rows)] for rows in zip(a[-1], y, z[-1])
    ]
    for l in reversed(range(len(weights))):
        w = weights[l]
        error = matmul(delta, w)
        for j in range(len(w)):
            biases[l][j] -= eta * sum(ds[j] for ds in delta)
            for i in range(len(w[j])):
                w[j][i] -= eta * sum(ds[j] * s[i] for ds, s in zip(delta, a[l]))
        if l > 0:
            delta = [
                [e * sigmoid_prime(v) for e, v in zip(es, vs)] for es, vs in zip(error, z[l - 1])
            ]
    return weights, biases
