# Gradients for an optimiser from somewhere else: the slope of tanh lacks a square
import numpy as np


def unpack(w, n, h, k):
    end = (n + 1) * h
    return w[:end].reshape(n + 1, h), w[end:].reshape(h + 1, k)


def gradient(w, n_inputs, n_hidden, n_outputs, X, targets):
    A, B = unpack(w, n_inputs, n_hidden, n_outputs)
    GA, GB = np.zeros(A.shape), np.zeros(B.shape)
    for x, t in zip(X, targets):
        x = np.append(x, 1.0)
        mid = np.append(np.tanh(x.dot(A)), 1.0)
        out = 1.0 / (1.0 + np.exp(-mid.dot(B)))
        e = (out - t) * out * (1 - out)
        back = B.dot(e) * (1 - mid)
        GB += np.outer(mid, e)
        GA += np.outer(x, back[:-1])
    return np.concatenate((GA.flatten(), GB.flatten()))
