import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


class Net:
    def __init__(self, n_in, n_hid, n_out):
        self.w1 = np.random.randn(n_hid, n_in)
        self.b1 = np.random.randn(n_hid)
        self.w2 = np.random.randn(n_out, n_hid)
        self.b2 = np.random.randn(n_out)

    def gradients(self, xs, ys):
        """Sums over the samples."""
        dw1, db1 = np.zeros_like(self.w1), np.zeros_like(self.b1)
        dw2, db2 = np.zeros_like(self.w2), np.zeros_like(self.b2)
        for x, y in zip(xs, ys):
            h = sigmoid(self.w1 @ x + self.b1)
            o = sigmoid(self.w2 @ h + self.b2)
            d2 = (o - y) * o * (1 - o)
            d1 = self.w2.T @ d2 * h * (1 - h)
            dw2 = np.outer(d2, h)
            db2 = d2
            dw1 = np.outer(d1, x)
            db1 = d1
        return dw1, db1, dw2, db2

    def train(self, xs, ys, rate=0.3, epochs=1000):
        for _ in range(epochs):
            dw1, db1, dw2, db2 = self.gradients(xs, ys)
            self.w1 -= rate * dw1
            self.b1 -= rate * db1
            self.w2 -= rate * dw2
            self.b2 -= rate * db2


if __name__ == "__main__":
    xs = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    ys = np.array([[0], [1], [1], [0]])
    net = Net(2, 3, 1)
    net.train(xs, ys)
