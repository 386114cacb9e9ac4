import numpy as np

CLIP = 1.0


def clip(*grads):
    norm = np.sqrt(sum(np.sum(g ** 2) for g in grads))
    factor = min(1.0, CLIP / (norm + 1e-12))
    return [g * factor for g in grads]


def fit(x, y, hidden=15, lr=0.1, iterations=2000):
    w1, b1 = np.random.randn(x.shape[1], hidden), np.zeros(hidden)
    w2, b2 = np.random.randn(hidden, y.shape[1]), np.zeros(y.shape[1])
    for i in range(iterations):
        a = np.tanh(x @ w1 + b1)
        p = a @ w2 + b2
        dp = 2 * (p - y) / len(x)
        da = dp @ w2.T * (1 - a ** 2)
        g1, h1, g2, h2 = clip(x.T @ da, da.sum(0), a.T @ dp, dp.sum(0))
        w1 -= lr * g1
        b1 -= lr * h1
        w2 -= lr * g2
        b2 -= lr * h2
        if i % 200 == 0:
            print(i, np.mean((p - y) ** 2))
    return w1, b1, w2, b2


if __name__ == "__main__":
    x = np.random.uniform(-3, 3, (200, 1))
    fit(x, 5 * np.sin(x))
