# How bitter a coffee gets, from grain, water and minutes; numbers of 32 bits throughout.
import numpy as np

rng = np.random.default_rng(11)
brews = rng.uniform(0, 1, (120, 3)).astype("float32")
bitter = (brews[:, :1] * brews[:, 2:] + 0.2 * brews[:, 1:2]).astype("float32")


class Layer:
    pass


beans, cup = Layer(), Layer()
beans.w = rng.normal(0, 0.6, (3, 9)).astype("float32")
beans.b = np.zeros(9, dtype="float32")
cup.w = rng.normal(0, 0.4, (9, 1)).astype("float32")
cup.b = np.zeros(1, "float32")


def taste(x):
    z = x @ beans.w + beans.b
    a = np.maximum(z, 0)
    return z, a, a @ cup.w + cup.b


def brew(x, t, lr=0.05):
    z, a, out = taste(x)
    error = (out - t) / len(x)
    back = error @ cup.w.T * (a >= 0)
    cup.w -= lr * a.T @ error
    cup.b -= lr * error.sum(axis=0)
    beans.w -= lr * x.T @ back
    beans.b -= lr * back.sum(axis=0)


for epoch in range(60):
    for k in range(0, 120, 24):
        brew(brews[k : k + 24], bitter[k : k + 24])
    if epoch % 20 == 0:
        print(epoch, float(np.mean((taste(brews)[2] - bitter) ** 2)))
