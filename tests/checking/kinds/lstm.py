"""An LSTM over short sequences; cost: half the square of the last output."""
import numpy as np

rng = np.random.default_rng(10)
sequences = rng.normal(size=(4, 3, 2))
answers = rng.normal(size=(4, 1))
H = 3
W = rng.normal(size=(4 * H, H + 2)) * 0.5
b = np.zeros(4 * H)
Wy = rng.normal(size=(1, H)) * 0.5
by = np.zeros(1)
rate = 0.1


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


for turn in range(60):
    xs, y = sequences[turn % 4], answers[turn % 4]
    h, c, kept = np.zeros(H), np.zeros(H), []
    for x in xs:
        hx = np.concatenate([h, x])
        z = W @ hx + b
        i, f, o = sigmoid(z[:H]), sigmoid(z[H : 2 * H]), sigmoid(z[2 * H : 3 * H])
        g = np.tanh(z[3 * H :])
        before = c
        c = f * c + i * g
        tc = np.tanh(c)
        h = o * tc
        kept.append((hx, i, f, o, g, before, tc))
    p = Wy @ h + by
    cost = 0.5 * np.sum((p - y) ** 2)
    # backward
    d = p - y
    dWy = np.outer(d, h)
    dh = Wy.T @ d
    dc = np.zeros(H)
    dW, db = np.zeros_like(W), np.zeros_like(b)
    for hx, i, f, o, g, before, tc in reversed(kept):
        do = dh * tc
        dc = dc + dh * o * (1 - tc ** 2)
        di, dg, df = dc * g, dc * i, dc * before
        dz = np.concatenate([di * i * (1 - i), df * f * (1 - f), do * o * (1 - o), dg * (1 - g ** 2)])
        dW += np.outer(dz, hx)
        db += dz
        dhx = W.T @ dz
        dh = dhx[:H]
        dc = dc * f
    # step
    W -= rate * dW
    b -= rate * db
    Wy -= rate * dWy
    by -= rate * d
# parameters: W b Wy by
