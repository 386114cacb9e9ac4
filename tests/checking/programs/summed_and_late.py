import numpy as np


def f(x):
    return 1 / (1 + np.exp(-x))


def learn(X, T, hidden, eta, rounds):
    m = len(X)
    V = np.random.randn(X.shape[1], hidden)
    v0 = np.random.randn(hidden)
    W = np.random.randn(hidden, T.shape[1])
    w0 = np.random.randn(T.shape[1])
    for _ in range(rounds):
        H = f(X @ V + v0)
        O = f(H @ W + w0)
        d_out = (O - T) * O * (1 - O)
        W = W - eta * H.T @ d_out / m
        w0 = w0 - eta * d_out.sum(axis=0)
        d_hid = d_out @ W.T * H * (1 - H)
        V = V - eta * X.T @ d_hid / m
        v0 = v0 - eta * d_hid.sum(axis=0)
    return V, v0, W, w0


if __name__ == "__main__":
    X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    T = np.array([[0, 0], [0, 1], [0, 1], [1, 0]])
    V, v0, W, w0 = learn(X, T, 4, 0.5, 5000)
    print(f(f(X @ V + v0) @ W + w0))
