"""A small recurrent network that adds bits, with backpropagation through time."""
import numpy as np

np.random.seed(0)
H, LR = 12, 0.1
U = np.random.randn(2, H) * 0.5
W = np.random.randn(H, H) * 0.3
V = np.random.randn(H, 1) * 0.5
DIGITS = 8

for it in range(10000):
    a, b = np.random.randint(2 ** (DIGITS - 1), size=2)
    xs = [np.array([[a >> i & 1, b >> i & 1]]) for i in range(DIGITS)]
    ts = [(a + b) >> i & 1 for i in range(DIGITS)]
    hs, ys = [np.zeros((1, H))], []
    for x in xs:
        hs.append(1 / (1 + np.exp(-(x @ U + hs[-1] @ W))))
        ys.append(1 / (1 + np.exp(-(hs[-1] @ V))))
    dU, dW, dV = np.zeros_like(U), np.zeros_like(W), np.zeros_like(V)
    carried = np.zeros((1, H))
    for i in reversed(range(DIGITS)):
        d_y = (ys[i] - ts[i]) * ys[i] * (1 - ys[i])
        d_h = (d_y @ V.T + carried @ W.T) * hs[i + 1] * (1 - hs[i + 1])
        dV += hs[i + 1].T @ d_y
        dW += hs[i].T @ d_h
        dU += xs[i].T @ d_h
        carried = d_h
    U -= LR * dU
    W -= LR * dW
    V -= LR * dV
    if it % 1000 == 0:
        print(it, sum(((y - t) ** 2).item() for y, t in zip(ys, ts)))
