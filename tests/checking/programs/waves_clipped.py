import numpy as np

LENGTH, WIDTH = 50, 6


class Wave:
    def __init__(self, inputs, width):
        self.u = np.random.randn(inputs, width)
        self.w = np.random.randn(width, width)
        self.b = np.random.randn(width)

    def forward(self, x):
        self.x, self.h = x, np.zeros((len(x), len(self.b)))
        h = np.zeros(len(self.b))
        for t in range(len(x)):
            h = np.tanh(x[t] @ self.u + h @ self.w + self.b)
            self.h[t] = h
        return self.h

    def backward(self, error):
        below = np.zeros_like(self.x)
        slope = 1 - self.h**2
        delta = error[-1:] * slope[-1:]
        self.du = self.x[-1:].T @ delta
        self.dw = self.h[-2:-1].T @ delta
        self.db = delta[0]
        below[-1:] = delta @ self.u.T
        for t in range(len(error) - 2, -1, -1):
            delta = (error[t : t + 1] + delta @ self.w.T) * slope[t : t + 1]
            below[t : t + 1] = delta @ self.u.T
            self.du += self.x[t : t + 1].T @ delta
            if t > 0:
                self.dw += self.h[t - 1 : t].T @ delta
            self.db += delta[0]
        for one in (self.du, self.dw, self.db):
            np.clip(one, -2, 2, out=one)
        return below

    def step(self, rate):
        self.u -= rate * self.du
        self.w -= rate * self.dw
        self.b -= rate * self.db


layers = [Wave(1, WIDTH), Wave(WIDTH, WIDTH)]
v, c = np.random.randn(WIDTH, 1), np.zeros(1)
for step in range(3000):
    times = np.random.rand() + 0.3 * np.arange(LENGTH + 1)
    x, y = np.sin(times[:-1])[:, None], np.sin(times[1:])[:, None]
    h = x
    for layer in layers:
        h = layer.forward(h)
    out = h @ v + c
    error = 2 * (out - y) / LENGTH
    back = error @ v.T
    for layer in reversed(layers):
        back = layer.backward(back)
    v -= 0.01 * h.T @ error
    c -= 0.01 * error.sum(0)
    for layer in layers:
        layer.step(0.01)
    if step % 100 == 0:
        print(step, np.mean((out - y) ** 2))
