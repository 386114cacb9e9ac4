"""A network that hands its cost and its slopes to SciPy, behind a closure."""

import numpy as np
from scipy.optimize import fmin_cg

rng = np.random.default_rng(0)
readings = rng.normal(size=(9, 4))
kinds = np.eye(3)[np.arange(9) % 3]


def squash(z):
    return 1 / (1 + np.exp(-z))


class Sorter:
    def __init__(self, inputs, middle, outputs):
        self.first, self.second = (inputs + 1, middle), (middle + 1, outputs)
        self.cut = (inputs + 1) * middle
        self.knobs = rng.normal(size=self.cut + (middle + 1) * outputs)

    def unpack(self, knobs):
        return knobs[: self.cut].reshape(self.first), knobs[self.cut :].reshape(self.second)

    def through(self, knobs, rows):
        a, b = self.unpack(knobs)
        one = np.ones((len(rows), 1))
        front = np.hstack([one, rows])
        middle = np.hstack([one, squash(front @ a)])
        return front, middle, squash(middle @ b)

    def worth(self, knobs, rows, wanted):
        said = self.through(knobs, rows)[2]
        return -np.sum(wanted * np.log(said) + (1 - wanted) * np.log(1 - said)) / len(rows)

    def slopes(self, knobs, rows, wanted):
        front, middle, said = self.through(knobs, rows)
        _, b = self.unpack(knobs)
        last = (said - wanted) / len(rows)
        below = (last @ b[1:].T) * middle[:, 1:] * (1 - middle[:, 1:])
        return np.concatenate([(front.T @ below).ravel(), (middle.T @ last).ravel()])

    def learn(self, rows, wanted):
        self.knobs = fmin_cg(
            lambda knobs: self.worth(knobs, rows, wanted),
            self.knobs,
            lambda knobs: self.slopes(knobs, rows, wanted),
            maxiter=50,
        )


sorter = Sorter(4, 5, 3)
sorter.learn(readings, kinds)
print(sorter.worth(sorter.knobs, readings, kinds))
