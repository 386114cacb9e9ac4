import numpy as np

x = np.random.uniform(-1, 1, (50, 2))
true_w, true_b = np.array([[4.0], [1.0]]), np.array([0.5])
y = (x**2) @ true_w + x @ true_w + true_b


class Dense:
    def __init__(self, inputs, outputs):
        self.w, self.b = np.random.randn(inputs, outputs), np.zeros(outputs)

    def __call__(self, x):
        self.x = x
        return x @ self.w + self.b

    def backward(self, delta):
        self.dw, self.db = self.x.T @ delta, delta.sum(axis=0)
        return delta @ self.w.T

    def update(self, rate):
        self.w, self.b = self.w - rate * self.dw, self.b - rate * self.db


first, last = Dense(2, 8), Dense(8, 1)
for epoch in range(40):
    z = first(x)
    out = last(np.maximum(z, 0))
    print(epoch, np.mean((out - y) ** 2))
    back = last.backward(2 * (out - y) / len(x))
    first.backward(back * (z > 0))
    first.update(0.05)
    last.update(0.05)
