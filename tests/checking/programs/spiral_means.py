"""Three arms of a spiral: the mean of the cost, and of its gradients."""

import numpy as np

np.random.seed(4)
points = np.random.randn(45, 2)
arms = np.random.randint(0, 3, 45)
weights_in = np.random.randn(2, 9) * 0.2
bias_in = np.zeros((1, 9))
weights_out = np.random.randn(9, 3) * 0.2
bias_out = np.zeros((1, 3))
rate, reg = 0.5, 0.02

for turn in range(120):
    hidden = np.maximum(0, points @ weights_in + bias_in)
    scores = hidden @ weights_out + bias_out
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    chances = powers / powers.sum(axis=1, keepdims=True)
    squares = np.sum(weights_in**2) + np.sum(weights_out**2)
    loss = np.mean(-np.log(chances[np.arange(45), arms])) + 0.5 * reg * squares
    if turn % 20 == 0:
        print(turn, loss)
    error = chances.copy()
    error[np.arange(45), arms] -= 1
    error /= 45
    slope_out = hidden.T @ error + reg * weights_out
    below = error @ weights_out.T
    below[hidden <= 0] = 0
    slope_in = points.T @ below + reg * weights_in
    weights_out -= rate * slope_out
    bias_out -= rate * error.sum(axis=0, keepdims=True)
    weights_in -= rate * slope_in
    bias_in -= rate * below.sum(axis=0, keepdims=True)
