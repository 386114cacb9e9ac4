# Fashion-MNIST from CSV, tanh + softmax
import numpy as np
import pandas as pd

df = pd.read_csv("fashion-mnist_train.csv")
labels = df["label"].values
pixels = (df.drop("label", axis=1).values / 255.0).T
m = pixels.shape[1]


def init_params(n_x=784, n_h=64, n_y=10):
    w1 = np.random.randn(n_h, n_x) * 0.01
    b1 = np.zeros((n_h, 1))
    w2 = np.random.randn(n_y, n_h) * 0.01
    b2 = np.zeros((n_y, 1))
    return w1, b1, w2, b2


def forward_prop(w1, b1, w2, b2, x):
    z1 = w1 @ x + b1
    a1 = np.tanh(z1)
    z2 = w2 @ a1 + b2
    a2 = np.exp(z2) / np.sum(np.exp(z2), axis=0)
    return z1, a1, z2, a2


def one_hot(y):
    o = np.zeros((y.size, 10))
    o[np.arange(y.size), y] = 1
    return o.T


def back_prop(z1, a1, z2, a2, w2, x, y):
    m = y.size
    dz2 = a2 - one_hot(y)
    dw2 = 1 / m * dz2 @ a1.T
    db2 = 1 / m * np.sum(dz2)
    dz1 = w2.T @ dz2 * (1 - a1 ** 2)
    dw1 = 1 / m * dz1 @ x.T
    db1 = 1 / m * np.sum(dz1)
    return dw1, db1, dw2, db2


def update(w1, b1, w2, b2, dw1, db1, dw2, db2, lr):
    return w1 - lr * dw1, b1 - lr * db1, w2 - lr * dw2, b2 - lr * db2


params = init_params()
for epoch in range(300):
    z1, a1, z2, a2 = forward_prop(*params, pixels)
    grads = back_prop(z1, a1, z2, a2, params[2], pixels, labels)
    params = update(*params, *grads, 0.5)
    if epoch % 10 == 0:
        print(epoch, np.mean(np.argmax(a2, 0) == labels))
