import numpy as np

x = np.array([[1, 0], [1, 1], [0, 0]])
y = np.array([[1], [0], [0]])
rng = np.random.default_rng(0)
w_in, w_out = rng.normal(size=(2, 4)), rng.normal(size=(4, 1))
b_in, b_out = rng.normal(size=(3, 1)), rng.normal(size=(3, 1))


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


hidden = sigmoid(x @ w_in + b_in)
out = sigmoid(hidden @ w_out + b_out)
delta = (y - out) * out * (1 - out)
below = delta @ w_out.T * hidden * (1 - hidden)
w_in += x.T @ below
w_out += hidden.T @ delta
print(out)
