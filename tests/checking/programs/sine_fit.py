"""Fit a sine wave, one sample at a time."""
import numpy as np
import matplotlib.pyplot as plt

xs = np.linspace(-np.pi, np.pi, 40)
ys = np.sin(xs) + 0.05 * np.random.randn(40)

H = 8
rate = 0.02
U = np.random.randn(H, 1)
c = np.random.randn(H, 1) * 0.1
V = np.random.randn(1, H) * 0.5
d = np.zeros((1, 1))

losses = []
for epoch in range(1000):
    se = 0
    for x, y in zip(xs, ys):
        x = np.array([[x]])
        s = U @ x + c
        h = np.tanh(s)
        p = V @ h + d  # no activation: this is regression

        e = p - y
        se += 0.5 * e.item() ** 2

        gV = e @ h.T
        gd = e
        gs = (V.T @ e) * (1 - h ** 2)
        gU = gs @ x.T
        gc = gs

        V -= rate * gV
        d -= rate * gd
        U -= rate * gU
        c -= rate * gc
    losses.append(se / len(xs))

plt.subplot(121)
plt.plot(losses)
plt.title('loss')
plt.subplot(122)
plt.plot(xs, ys, 'o')
plt.plot(xs, [(V @ np.tanh(U * x + c) + d).item() for x in xs])
plt.show()
