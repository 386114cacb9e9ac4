import numpy as np


class Sorter:
    def __init__(self, opts):
        self.opts = opts
        self.v = np.random.randn(opts.n_inputs, opts.n_hidden) * 0.3
        self.c = np.zeros(opts.n_hidden)
        self.u = np.random.randn(opts.n_hidden, opts.n_classes) * 0.3
        self.d = np.zeros(opts.n_classes)

    def guess(self, x):
        self.h = np.tanh(x @ self.v + self.c)
        z = self.h @ self.u + self.d
        e = np.exp(z - z.max(axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True)

    def fit(self, x, y):
        for lap in range(self.opts.epochs):
            for i in range(0, len(x), self.opts.batch_size):
                part, wanted = x[i : i + self.opts.batch_size], y[i : i + self.opts.batch_size]
                late = (self.guess(part) - wanted) / len(part)
                early = late @ self.u.T
                self.u -= self.opts.lr * self.h.T @ late
                self.d -= self.opts.lr * late.sum(axis=0)
                self.v -= self.opts.lr * part.T @ early
                self.c -= self.opts.lr * early.sum(axis=0)
