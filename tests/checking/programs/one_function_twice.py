"""Votes of three, the slope of the slope: the function works out the sigmoid too, of what it is given."""

import numpy as np

votes = np.array(
    [
        [0, 0, 0],
        [0, 0, 1],
        [0, 1, 0],
        [0, 1, 1],
        [1, 0, 0],
        [1, 0, 1],
        [1, 1, 0],
        [1, 1, 1],
    ]
)
won = np.array([[0, 0, 0, 1, 0, 1, 1, 1]]).T


def logistic(v, slope=False):
    s = 1 / (1 + np.exp(-v))
    return s * (1 - s) if slope else s


np.random.seed(2)
w1 = 2 * np.random.random((3, 4)) - 1
w2 = 2 * np.random.random((4, 1)) - 1
for turn in range(20000):
    a1 = logistic(np.dot(votes, w1))
    a2 = logistic(np.dot(a1, w2))
    miss = won - a2
    d2 = miss * logistic(a2, slope=True)
    d1 = np.dot(d2, w2.T) * logistic(a1, slope=True)
    w2 += np.dot(a1.T, d2)
    w1 += np.dot(votes.T, d1)
print(a2)
