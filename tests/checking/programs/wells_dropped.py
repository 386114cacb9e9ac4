import numpy as np


def new_weights(n_in, n_hidden, n_out):
    rng = np.random.default_rng(4)
    return {
        "W1": rng.normal(0, 0.5, (n_hidden, n_in)),
        "b1": np.zeros((n_hidden, 1)),
        "W2": rng.normal(0, 0.5, (n_out, n_hidden)),
        "b2": np.zeros((n_out, 1)),
    }


def forward(X, weights):
    A1 = np.tanh(weights["W1"] @ X + weights["b1"])
    A2 = 1 / (1 + np.exp(-(weights["W2"] @ A1 + weights["b2"])))
    return A2, {"A1": A1, "A2": A2}


def backward(weights, cache, X, Y):
    m = X.shape[1]
    dZ2 = cache["A2"] - Y
    dZ1 = weights["W2"].T @ dZ2 * (1 - cache["A1"] ** 2)
    return {
        "dW1": dZ1 @ X.T / m,
        "db1": dZ1.sum(axis=1, keepdims=True) / m,
        "dW2": dZ2 @ cache["A1"].T / m,
        "db2": dZ2.sum(axis=1, keepdims=True) / m,
    }


def update(weights, grads, learning_rate):
    return {name: weights[name] - learning_rate * grads["d" + name] for name in weights}


def train(X, Y, laps=200):
    weights = new_weights(X.shape[0], 5, Y.shape[0])
    for lap in range(laps):
        A2, cache = forward(X, weights)
        grads = backward(weights, cache, X, Y)
        update(weights, grads, 0.6)
        if lap % 50 == 0:
            print(lap, -np.mean(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)))
    return weights


X = np.random.uniform(-1, 1, (2, 40))
Y = (X[:1] * X[1:] > 0).astype(float)
train(X, Y)
