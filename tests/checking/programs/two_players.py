"""A generator and a discriminator, both of one hidden layer, learn a Gaussian."""
import numpy as np

np.random.seed(0)
LR, BATCH, H = 0.01, 32, 8


def sigmoid(v):
    return 1 / (1 + np.exp(-v))


Gw1, Gb1, Gw2, Gb2 = np.random.randn(1, H), np.zeros(H), np.random.randn(H, 1), np.zeros(1)
Dw1, Db1, Dw2, Db2 = np.random.randn(1, H), np.zeros(H), np.random.randn(H, 1), np.zeros(1)


def generate(z):
    h = np.tanh(z @ Gw1 + Gb1)
    return h, h @ Gw2 + Gb2


def judge(x):
    h = np.tanh(x @ Dw1 + Db1)
    return h, sigmoid(h @ Dw2 + Db2)


for step in range(3000):
    # discriminator
    real = 4 + 0.5 * np.random.randn(BATCH, 1)
    z = np.random.randn(BATCH, 1)
    fake = generate(z)[1]
    x = np.vstack([real, fake])
    t = np.vstack([np.ones((BATCH, 1)), np.zeros((BATCH, 1))])
    h, p = judge(x)
    d2 = (p - t) / len(x)
    d1 = d2 @ Dw2.T * (1 - h ** 2)
    Dw2 -= LR * h.T @ d2
    Db2 -= LR * d2.sum(0)
    Dw1 -= LR * x.T @ d1
    Db1 -= LR * d1.sum(0)

    # generator
    gh, fake = generate(z)
    h, p = judge(fake)
    d2 = (p - 1) / BATCH
    dx = (d2 @ Dw2.T * (1 - h ** 2)) @ Dw1.T
    g1 = dx @ Gw2.T * (1 - gh ** 2)
    Gw2 -= LR * gh.T @ dx
    Gb2 -= LR * dx.sum(0)
    Gw1 -= LR * z.T @ g1
    Gb1 -= LR * g1.sum(0)
    if step % 500 == 0:
        print(step, fake.mean(), fake.std())
