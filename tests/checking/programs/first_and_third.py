import numpy as np


class Switch:
    """Yes where the first and the third input are; a sample a step, and no biases."""

    def __init__(self, sizes, rate):
        pairs = zip(sizes[1:], sizes[:-1])
        self.weights = [np.matrix(np.random.rand(n, m)) for n, m in pairs]
        self.rate = rate

    def squash(self, x):
        return np.divide(1.0, (1 + np.exp(-x)))

    def squash_slope(self, a):
        return np.multiply(a, np.subtract(1.0, a))

    def forward(self, inputs):
        self.values = [np.matrix(inputs).T]
        for w in self.weights:
            self.values.append(self.squash(np.dot(w, self.values[-1])))
        return self.values[-1]

    def learn(self, inputs, targets):
        error = np.subtract(np.matrix(targets).T, self.forward(inputs))
        for l in range(len(self.weights) - 1, -1, -1):
            sent_back = np.dot(self.weights[l].T, error)
            delta = np.multiply(self.squash_slope(self.values[l + 1]), error)
            self.weights[l] = self.weights[l] + self.rate * np.dot(delta, self.values[l].T)
            error = sent_back


samples = [[a, b, c] for a in (0, 1) for b in (0, 1) for c in (0, 1)]
net = Switch([3, 5, 1], 1)
for turn in range(5000):
    one = samples[np.random.randint(len(samples))]
    net.learn(one, [one[0] * one[2]])
for one in samples:
    print(one, net.forward(one))
