import numpy as np


class SGD:
    def __init__(self, rate):
        self.rate = rate

    def step(self, pairs):
        for w, dw in pairs:
            w -= self.rate * dw


class SGDMomentum:
    def __init__(self, rate, keep=0.9):
        self.rate, self.keep, self.speeds = rate, keep, None

    def step(self, pairs):
        self.speeds = self.speeds or [np.zeros_like(w) for w, _ in pairs]
        for speed, (w, dw) in zip(self.speeds, pairs):
            speed *= self.keep
            speed -= self.rate * dw
            w += speed


class Adam:
    def __init__(self, rate):
        self.rate, self.t, self.m, self.v = rate, 0, None, None

    def step(self, pairs):
        self.m = self.m or [np.zeros_like(w) for w, _ in pairs]
        self.v = self.v or [np.zeros_like(w) for w, _ in pairs]
        self.t += 1
        for m, v, (w, dw) in zip(self.m, self.v, pairs):
            m[...] = 0.9 * m + 0.1 * dw
            v[...] = 0.999 * v + 0.001 * dw**2
            first, second = m / (1 - 0.9**self.t), v / (1 - 0.999**self.t)
            w -= self.rate * first / (np.sqrt(second) + 1e-8)
