import numpy as np


def leaky_relu(z):
    return np.where(z > 0, z, 0.01 * z)


def leaky_relu_prime(z):
    d = np.zeros_like(z)
    d[z > 0] = 1
    return d


class Net:
    def __init__(self, sizes):
        self.weights = [np.random.randn(n, m) for m, n in zip(sizes[:-1], sizes[1:])]
        self.biases = [np.zeros((n, 1)) for n in sizes[1:]]

    def feedforward(self, x):
        for i, (w, b) in enumerate(zip(self.weights, self.biases)):
            x = w @ x + b
            if i < len(self.weights) - 1:
                x = leaky_relu(x)
        return x

    def backprop(self, x, y):
        zs, acts = [], [x]
        for i, (w, b) in enumerate(zip(self.weights, self.biases)):
            zs.append(w @ acts[-1] + b)
            acts.append(leaky_relu(zs[-1]) if i < len(self.weights) - 1 else zs[-1])
        delta = acts[-1] - y
        grads_w, grads_b = [delta @ acts[-2].T], [delta]
        for i in range(len(self.weights) - 2, -1, -1):
            delta = self.weights[i + 1].T @ delta * leaky_relu_prime(zs[i])
            grads_w.insert(0, delta @ acts[i].T)
            grads_b.insert(0, delta)
        return grads_w, grads_b
