import json

import numpy as np


class Brain:
    """A toy network: Brain(inputs, outputs, hidden widths ...)."""

    def __init__(self, inputs, outputs, *hidden):
        self.hidden = list(hidden)
        widths = [inputs] + self.hidden
        self.weights = [np.random.rand(widths[i + 1], widths[i]) - 0.5 for i in range(len(hidden))]
        self.biases = [np.random.rand(n, 1) - 0.5 for n in self.hidden]
        self.weights_out = np.random.rand(outputs, self.hidden[-1]) - 0.5
        self.bias_out = np.random.rand(outputs, 1) - 0.5
        self.rate = 0.1
        self.slope = np.vectorize(self.dsigmoid)

    def sigmoid(self, m):
        return 1 / (1 + np.exp(-m))

    def dsigmoid(self, m):
        return m * (1 - m)

    def guess(self, values):
        signal = np.array(values, ndmin=2).T
        signal = self.sigmoid(self.weights[0] @ signal + self.biases[0])
        for i in range(1, len(self.hidden)):
            signal = self.weights[i] @ signal
            signal = signal + self.biases[i]
            signal = self.sigmoid(signal)
        return self.sigmoid(self.weights_out @ signal + self.bias_out)

    def train(self, inputs, labels):
        signals = [inputs]
        for i in range(len(self.hidden)):
            signals.append(self.sigmoid(self.weights[i] @ signals[-1] + self.biases[i]))
        answer = self.sigmoid(self.weights_out @ signals[-1] + self.bias_out)

        error = labels - answer
        gradient = self.slope(answer) * error
        self.weights_out += self.rate * gradient @ signals[-1].T
        self.bias_out += self.rate * gradient
        error = self.weights_out.T @ error

        for i in range(len(self.hidden) - 1, -1, -1):
            gradient = self.slope(signals[i + 1]) * error
            self.weights[i] += self.rate * gradient @ signals[i].T
            self.biases[i] += self.rate * gradient
            error = self.weights[i].T @ error

    def load(self, path):
        with open(path) as file:
            kept = json.load(file)
        self.weights = [np.array(w, ndmin=2) for w in kept["weights"]]
        self.biases = [np.array(b, ndmin=2) for b in kept["biases"]]


if __name__ == "__main__":
    brain = Brain(2, 1, 30, 30)

    # for _ in range(50000):
    #     one = random.choice(samples)
    #     brain.train(one["input"], one["label"])

    brain.load("brain.json")
    print(brain.guess([1, 1]))
    print(brain.guess([0, 1]))
