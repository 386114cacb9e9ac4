import random
import numpy as np
import matplotlib.pyplot as plt


def f(x):
    return 1 / (1 + np.exp(-x))


def train(dataset, n_hidden, n_epochs, eta):
    """dataset: list of (input vector, target vector)."""
    n_in = len(dataset[0][0])
    n_out = len(dataset[0][1])
    W = np.random.normal(0, 1, (n_hidden, n_in))
    wb = np.random.normal(0, 1, n_hidden)
    V = np.random.normal(0, 1, (n_out, n_hidden))
    vb = np.random.normal(0, 1, n_out)
    errors = []
    for epoch in range(n_epochs):
        random.shuffle(dataset)
        total = 0
        for x, t in dataset:
            x, t = np.asarray(x), np.asarray(t)
            h = f(W.dot(x) + wb)
            o = f(V.dot(h) + vb)
            total += np.sum((t - o) ** 2) / 2

            delta_o = (t - o) * o * (1 - o)
            delta_h = V.T.dot(delta_o) * h * (1 - h)

            V += eta * np.outer(delta_o, h)
            vb += eta * delta_o
            W += eta * np.outer(delta_h, x)
            wb += eta * delta_h
        errors.append(total)
    return W, wb, V, vb, errors


if __name__ == '__main__':
    data = [([0, 0], [0]), ([0, 1], [1]), ([1, 0], [1]), ([1, 1], [0])]
    *weights, errors = train(data, 4, 3000, 0.5)
    plt.plot(errors)
    plt.savefig('errors.png')
