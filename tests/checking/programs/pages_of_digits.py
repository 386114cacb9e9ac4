"""An exercise whose labels are a column of 1 to K, compared with the numbers of the classes."""

import numpy as np


def logistic(z):
    return 1 / (1 + np.exp(-z))


def cost_and_gradient(params, input_size, hidden_size, num_labels, X, y, lam):
    cut = hidden_size * (input_size + 1)
    theta1 = params[:cut].reshape(hidden_size, input_size + 1)
    theta2 = params[cut:].reshape(num_labels, hidden_size + 1)
    m = X.shape[0]
    wanted = y == np.arange(1, num_labels + 1)

    a1 = np.hstack([np.ones((m, 1)), X])
    z2 = a1 @ theta1.T
    a2 = np.hstack([np.ones((m, 1)), logistic(z2)])
    h = logistic(a2 @ theta2.T)

    cost = -np.sum(wanted * np.log(h) + (1 - wanted) * np.log(1 - h)) / m
    cost += lam / (2 * m) * (np.sum(theta1[:, 1:] ** 2) + np.sum(theta2[:, 1:] ** 2))

    d3 = h - wanted
    d2 = (d3 @ theta2)[:, 1:] * logistic(z2) * (1 - logistic(z2))
    grad2 = d3.T @ a2 / m
    grad1 = d2.T @ a1 / m
    grad2[:, 1:] += lam / m * theta2[:, 1:]
    grad1[:, 1:] += lam / m * theta1[:, 1:]
    return cost, np.concatenate([grad1.ravel(), grad2.ravel()])
