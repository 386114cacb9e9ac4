"""Once forwards, once backwards, one step: nothing is repeated."""

import numpy as np

rng = np.random.default_rng(0)
pixels = rng.uniform(size=(5, 6))
wanted = rng.uniform(size=(5, 3))

w_in = rng.normal(size=(6, 4))
b_in = np.zeros(4)
w_out = rng.normal(size=(4, 3))
b_out = np.zeros(3)


def bend(z):
    return 1 / (1 + np.exp(-z))


hidden = bend(pixels @ w_in + b_in)
given = bend(hidden @ w_out + b_out)
loss = np.mean((given - wanted) ** 2)
print("before", loss)

to_given = 2 * (given - wanted) / given.size
to_z_out = to_given * given * (1 - given)
to_hidden = to_z_out @ w_out.T
to_z_in = to_hidden * hidden * (1 - hidden)

rate = 0.5
w_out -= rate * hidden.T @ to_z_out
b_out -= rate * to_z_out.sum(axis=0)
w_in -= rate * pixels.T @ to_z_in
b_in -= rate * to_z_in.sum(axis=0)

hidden = bend(pixels @ w_in + b_in)
given = bend(hidden @ w_out + b_out)
print("after", np.mean((given - wanted) ** 2))
