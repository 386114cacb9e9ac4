"""A network without a class: everything lives in a closure."""
import numpy as np


def make_network(n_in, n_hidden, n_out, rate=0.1):
    w1 = np.random.randn(n_hidden, n_in) / np.sqrt(n_in)
    b1 = np.zeros(n_hidden)
    w2 = np.random.randn(n_out, n_hidden) / np.sqrt(n_hidden)
    b2 = np.zeros(n_out)

    def predict(x):
        return w2 @ np.tanh(w1 @ x + b1) + b2

    def learn(x, t):
        nonlocal w1, b1, w2, b2
        h = np.tanh(w1 @ x + b1)
        y = w2 @ h + b2
        dy = y - t
        dh = (w2.T @ dy) * (1 - h * h)
        w2 = w2 - rate * np.outer(dy, h)
        b2 = b2 - rate * dy
        w1 = w1 - rate * np.outer(dh, x)
        b1 = b1 - rate * dh
        return 0.5 * dy @ dy

    return predict, learn


if __name__ == "__main__":
    predict, learn = make_network(2, 8, 1, 0.05)
    for step in range(5000):
        x = np.random.uniform(-1, 1, 2)
        error = learn(x, np.array([x[0] * x[1]]))
    print(error, predict(np.array([0.5, 0.5])))
