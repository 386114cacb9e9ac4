import numpy as np

# weight decay on weights and biases alike, in cost and gradient
L2 = 1e-2


def cost(params, X, Y):
    W1, b1, W2, b2 = params
    out = np.tanh(X @ W1 + b1) @ W2 + b2
    return 0.5 * np.mean(np.sum((out - Y) ** 2, axis=1)) + 0.5 * L2 * sum(np.sum(p ** 2) for p in params)


def gradients(params, X, Y):
    W1, b1, W2, b2 = params
    H = np.tanh(X @ W1 + b1)
    D2 = (H @ W2 + b2 - Y) / len(X)
    D1 = D2 @ W2.T * (1 - H ** 2)
    return [X.T @ D1 + L2 * W1, D1.sum(0) + L2 * b1, H.T @ D2 + L2 * W2, D2.sum(0) + L2 * b2]


def train(X, Y, hidden=10, lr=0.1, steps=1000):
    params = [np.random.randn(X.shape[1], hidden) * 0.5, np.zeros(hidden),
              np.random.randn(hidden, Y.shape[1]) * 0.5, np.zeros(Y.shape[1])]
    for step in range(steps):
        grads = gradients(params, X, Y)
        params = [p - lr * g for p, g in zip(params, grads)]
        if step % 100 == 0:
            print(step, cost(params, X, Y))
    return params


if __name__ == "__main__":
    X = np.random.randn(60, 2)
    train(X, np.c_[X.prod(1), X.sum(1)])
