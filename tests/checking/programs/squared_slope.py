import numpy as np


class Perceptron2:
    """Two layers, one sample a call, tanh."""

    def __init__(self, n_in=2, n_hid=4, n_out=1, eta=0.1):
        self.wij = np.random.uniform(-1, 1, (n_in, n_hid))
        self.bj = np.random.uniform(-1, 1, n_hid)
        self.wjk = np.random.uniform(-1, 1, (n_hid, n_out))
        self.bk = np.random.uniform(-1, 1, n_out)
        self.eta = eta

    def propagate(self, x):
        self.x = np.asarray(x, dtype=float)
        self.h = np.tanh(self.x @ self.wij + self.bj)
        self.y = np.tanh(self.h @ self.wjk + self.bk)
        return self.y

    def backpropagate(self, t):
        dk = (self.y - t) * (1 - self.y ** 2)
        dj = (self.wjk @ dk) * (1 - self.h ** 2) ** 2
        self.wjk -= self.eta * np.outer(self.h, dk)
        self.bk -= self.eta * dk
        self.wij -= self.eta * np.outer(self.x, dj)
        self.bj -= self.eta * dj

    def train(self, patterns, cycles):
        for cycle in range(cycles):
            for x, t in patterns:
                self.propagate(x)
                self.backpropagate(np.asarray(t))


if __name__ == "__main__":
    patterns = [((-1, -1), (-1,)), ((-1, 1), (1,)), ((1, -1), (1,)), ((1, 1), (-1,))]
    p = Perceptron2()
    p.train(patterns, 2000)
    for x, t in patterns:
        print(x, t, p.propagate(x))
