"""Mini-batch SGD in a single function; the data set is two interleaved half circles."""
import numpy as np


def half_circles(n, noise, rng):
    t = rng.uniform(0, np.pi, n)
    upper = np.c_[np.cos(t), np.sin(t)]
    lower = np.c_[1 - np.cos(t), 0.5 - np.sin(t)]
    X = np.r_[upper, lower] + noise * rng.standard_normal((2 * n, 2))
    return X, np.r_[np.zeros(n), np.ones(n)].reshape(-1, 1)


def relu(x):
    return np.maximum(x, 0)


def sgd(X, Y, width=16, batch_size=20, lr=0.1, epochs=100, seed=0):
    rng = np.random.default_rng(seed)
    W = [rng.standard_normal((X.shape[1], width)) * np.sqrt(2 / X.shape[1]),
         rng.standard_normal((width, 1)) * np.sqrt(2 / width)]
    B = [np.zeros(width), np.zeros(1)]
    for epoch in range(epochs):
        perm = rng.permutation(X.shape[0])
        X_shuffled, Y_shuffled = X[perm], Y[perm]
        for i in range(0, X.shape[0], batch_size):
            x = X_shuffled[i:i + batch_size]
            y = Y_shuffled[i:i + batch_size]
            z1 = x @ W[0] + B[0]
            a1 = relu(z1)
            p = 1 / (1 + np.exp(-(a1 @ W[1] + B[1])))

            dz2 = (p - y) / len(x)
            dz1 = (dz2 @ W[1].T) * np.where(z1 > 0, 1.0, 0.0)
            grads_w = [x.T @ dz1, a1.T @ dz2]
            grads_b = [dz1.sum(axis=0), dz2.sum(axis=0)]
            for l in range(2):
                W[l] = W[l] - lr * grads_w[l]
                B[l] = B[l] - lr * grads_b[l]
    return W, B


def main():
    X, Y = half_circles(100, 0.1, np.random.default_rng(1))
    W, B = sgd(X, Y)
    p = 1 / (1 + np.exp(-(relu(X @ W[0] + B[0]) @ W[1] + B[1])))
    print("train accuracy: {:.1%}".format(np.mean((p > 0.5) == Y)))


if __name__ == "__main__":
    main()
