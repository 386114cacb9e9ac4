import numpy as np


class TideNet:
    """Two layers; `look` goes forwards and keeps what `learn` needs."""

    def __init__(self, n_in, n_hidden, n_out):
        rng = np.random.default_rng(5)
        self.w_in = rng.normal(0.0, 0.6, (n_in, n_hidden))
        self.b_in = np.zeros(n_hidden)
        self.w_out = rng.normal(0.0, 0.6, (n_hidden, n_out))
        self.b_out = np.zeros(n_out)

    def look(self, x):
        self.x = x
        self.h = 1.0 / (1.0 + np.exp(-(x @ self.w_in + self.b_in)))
        self.o = 1.0 / (1.0 + np.exp(-(self.h @ self.w_out + self.b_out)))
        return self.o

    def learn(self, rows, t, speed):
        x, h, o = self.x[rows], self.h[rows], self.o[rows]
        err_out = (o - t) * o * (1.0 - o) / len(t)
        err_in = err_out @ self.w_out.T * h * (1.0 - h)
        self.w_out -= speed * h.T @ err_out
        self.b_out -= speed * err_out.sum(axis=0)
        self.w_in -= speed * x.T @ err_in
        self.b_in -= speed * err_in.sum(axis=0)


hours = np.random.uniform(-1.0, 1.0, (30, 3))
height = 1.0 / (1.0 + np.exp(-hours[:, :1] - hours[:, 1:2] * hours[:, 2:]))
net = TideNet(3, 5, 1)
for lap in range(100):
    net.look(hours)
    for start in range(0, 30, 6):
        rows = slice(start, start + 6)
        net.learn(rows, height[rows], 0.8)
print(np.mean((net.look(hours) - height) ** 2))
