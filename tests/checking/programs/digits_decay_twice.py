"""Digits with one long vector of weights: the term of L2 is twice what its cost says."""
import numpy as np


def logistic(t):
    return 1.0 / (1.0 + np.exp(-t))


def digit_cost(nn_params, input_layer_size, hidden_layer_size, num_labels, X, y, lam):
    cut = hidden_layer_size * (input_layer_size + 1)
    T1 = np.reshape(nn_params[:cut], (hidden_layer_size, input_layer_size + 1))
    T2 = np.reshape(nn_params[cut:], (num_labels, hidden_layer_size + 1))
    m = X.shape[0]
    wanted = np.zeros((m, num_labels))
    for i in range(m):
        wanted[i, y[i] - 1] = 1

    a1 = np.c_[np.ones(m), X]
    a2 = np.c_[np.ones(m), logistic(a1.dot(T1.T))]
    a3 = logistic(a2.dot(T2.T))
    J = -np.sum(wanted * np.log(a3) + (1 - wanted) * np.log(1 - a3)) / m
    J += lam * (np.sum(T1[:, 1:] ** 2) + np.sum(T2[:, 1:] ** 2)) / (2 * m)

    d3 = a3 - wanted
    d2 = d3.dot(T2)[:, 1:] * a2[:, 1:] * (1 - a2[:, 1:])
    G1, G2 = d2.T.dot(a1) / m, d3.T.dot(a2) / m
    G1[:, 1:] += 2 * lam / m * T1[:, 1:]
    G2[:, 1:] += 2 * lam / m * T2[:, 1:]
    return J, np.r_[G1.ravel(), G2.ravel()]
