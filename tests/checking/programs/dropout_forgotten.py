import numpy as np

np.random.seed(9)
p_keep = 0.7


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def dropout_layer(a):
    m = np.random.binomial(1, p_keep, size=a.shape) / p_keep
    return a * m, m


def train(X, T, units=10, lr=0.5, epochs=500):
    W1 = np.random.normal(0, 0.5, (X.shape[1], units))
    b1 = np.zeros(units)
    W2 = np.random.normal(0, 0.5, (units, T.shape[1]))
    b2 = np.zeros(T.shape[1])
    for epoch in range(epochs):
        h = sigmoid(X @ W1 + b1)
        h_dropped, m = dropout_layer(h)
        o = sigmoid(h_dropped @ W2 + b2)

        delta_o = (o - T) * o * (1 - o) / len(X)
        delta_h = (delta_o @ W2.T) * h * (1 - h)
        W2 -= lr * h_dropped.T @ delta_o
        b2 -= lr * delta_o.sum(axis=0)
        W1 -= lr * X.T @ delta_h
        b1 -= lr * delta_h.sum(axis=0)
        if epoch % 100 == 0:
            print("epoch", epoch, "error", np.mean((o - T) ** 2))
    return W1, b1, W2, b2


if __name__ == "__main__":
    X = np.random.randn(50, 3)
    T = np.c_[X.sum(1) > 0, X.prod(1) > 0].astype(float)
    train(X, T)
