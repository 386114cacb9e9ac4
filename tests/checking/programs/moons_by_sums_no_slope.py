import numpy as np


def sigma(z):
    return np.tanh(z)


def sigma_prime(z):
    return 1 - np.tanh(z) ** 2


def make_moons(n):
    rng = np.random.RandomState(4)
    half = n // 2
    t = np.pi * rng.rand(n)
    upper = np.c_[np.cos(t[:half]), np.sin(t[:half])]
    lower = np.c_[1 - np.cos(t[half:]), 0.5 - np.sin(t[half:])]
    return np.r_[upper, lower] + 0.1 * rng.randn(n, 2), np.r_[np.zeros(half, int), np.ones(half, int)]


def init(n_in, n_hidden, n_out):
    return {
        "W1": np.random.randn(n_in, n_hidden) / np.sqrt(n_in),
        "b1": np.zeros((1, n_hidden)),
        "W2": np.random.randn(n_hidden, n_out) / np.sqrt(n_hidden),
        "b2": np.zeros((1, n_out)),
    }


def feed_forward(model, X):
    z1 = X.dot(model["W1"]) + model["b1"]
    a1 = sigma(z1)
    z2 = a1.dot(model["W2"]) + model["b2"]
    e = np.exp(z2 - z2.max(axis=1, keepdims=True))
    return z1, a1, z2, e / e.sum(axis=1, keepdims=True)


def calculate_loss(model, X, y):
    output = feed_forward(model, X)[3]
    return -np.log(output[np.arange(len(X)), y]).sum() / len(X)


def backprop(X, y, model, z1, a1, z2, output):
    d2 = output.copy()
    d2[np.arange(len(X)), y] -= 1
    d1 = d2.dot(model["W2"].T)
    dW2, db2 = a1.T.dot(d2), d2.sum(axis=0, keepdims=True)
    dW1, db1 = X.T.dot(d1), d1.sum(axis=0, keepdims=True)
    return dW1, dW2, db1, db2


def train(model, X, y, steps=2000, rate=0.01):
    for i in range(steps):
        z1, a1, z2, output = feed_forward(model, X)
        dW1, dW2, db1, db2 = backprop(X, y, model, z1, a1, z2, output)
        model["W1"] -= rate * dW1
        model["b1"] -= rate * db1
        model["W2"] -= rate * dW2
        model["b2"] -= rate * db2
        if i % 500 == 0:
            print("loss after %d steps: %.4f" % (i, calculate_loss(model, X, y)))
    return model


if __name__ == "__main__":
    X, y = make_moons(200)
    train(init(2, 8, 2), X, y)
