import numpy as np


def logistic(z, slope=False):
    a = 1.0 / (1.0 + np.exp(-z))
    return a * (1.0 - a) if slope else a


def with_ones(rows):
    return np.hstack((np.ones((len(rows), 1)), rows))


class Case:
    def __init__(self, signals, answer):
        self.signals, self.answer = np.array(signals), np.array(answer)
