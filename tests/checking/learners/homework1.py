import numpy as np


def relu(x):
    return np.maximum(0, x)


def softmax(x):
    shifted = x - np.max(x, axis=1, keepdims=True)
    e = np.exp(shifted)
    return e / np.sum(e, axis=1, keepdims=True)


def forward(X, W1, b1, W2, b2):
    hidden = relu(X.dot(W1) + b1)
    probs = softmax(hidden.dot(W2) + b2)
    return hidden, probs


def cross_entropy_loss(probs, y):
    N = y.shape[0]
    return -np.sum(y * np.log(probs + 1e-8)) / N


def backprop(X, y, W1, b1, W2, b2):
    N = X.shape[0]
    hidden, probs = forward(X, W1, b1, W2, b2)
    dscores = (probs - y) / N
    dW2 = hidden.T.dot(dscores)
    db2 = np.sum(dscores, axis=0)
    dhidden = dscores.dot(W2.T)
    dhidden[hidden <= 0] = 0
    dW1 = X.T.dot(dhidden)
    db1 = np.sum(dhidden, axis=0)
    return dW1, db1, dW2, db2
