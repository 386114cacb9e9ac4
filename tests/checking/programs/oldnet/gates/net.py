import numpy as np

from learning import descend
from parts import logistic, with_ones


class Net:
    """A first row of every matrix is for the biases."""

    def __init__(self, options):
        self.__dict__.update(options)
        sizes = [self.n_inputs] + self.sizes
        self.weights = [np.random.uniform(-0.5, 0.5, (sizes[i] + 1, sizes[i + 1]))
                        for i in xrange(len(sizes) - 1)]

    def forward(self, signals):
        outputs = [signals]
        for layer in self.weights:
            outputs.append(logistic(np.dot(with_ones(outputs[-1]), layer)))
        return outputs

    def gradients(self, signals, answers):
        outputs = self.forward(signals)
        delta = (outputs[-1] - answers) * outputs[-1] * (1 - outputs[-1])
        found = []
        for i in range(len(self.weights))[::-1]:
            found.append(np.dot(with_ones(outputs[i]).T, delta) / float(len(signals)))
            if i > 0:
                delta = np.dot(delta, self.weights[i][1:, :].T) * outputs[i] * (1 - outputs[i])
        return found[::-1]

    def train(self, cases, **settings):
        return descend(self, cases, **settings)
