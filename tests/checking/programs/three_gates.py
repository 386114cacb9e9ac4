"""Learns AND, OR and XOR at once with a 2-5-4-3 network. No bias terms at all."""
import numpy as np


def nonlin(v, deriv=False):
    if deriv:
        return v * (1 - v)
    return 1.0 / (1.0 + np.exp(-v))


inputs = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
labels = np.array([[0, 0, 0], [0, 1, 1], [0, 1, 1], [1, 1, 0]], dtype=float)

np.random.seed(3)
alpha = 0.4
w_a = 2 * np.random.random((2, 5)) - 1
w_b = 2 * np.random.random((5, 4)) - 1
w_c = 2 * np.random.random((4, 3)) - 1

for step in range(60001):
    l0 = inputs
    l1 = nonlin(np.dot(l0, w_a))
    l2 = nonlin(np.dot(l1, w_b))
    l3 = nonlin(np.dot(l2, w_c))

    l3_err = labels - l3
    if step % 10000 == 0:
        print("Error after", step, "steps:", np.mean(np.abs(l3_err)))

    l3_delta = l3_err * nonlin(l3, True)
    l2_delta = l3_delta.dot(w_c.T) * nonlin(l2, True)
    l1_delta = l2_delta.dot(w_b.T) * nonlin(l1, True)

    w_c += alpha * l2.T.dot(l3_delta)
    w_b += alpha * l1.T.dot(l2_delta)
    w_a += alpha * l0.T.dot(l1_delta)

print("Output after training:")
print(np.round(l3, 3))
