import numpy as np
import scipy.special


class NeuralNetwork:
    """Three layers; learns letters."""

    def __init__(self, n_input, n_hidden, n_output, rate):
        self.rate = rate
        self.w_in = np.random.normal(0, n_input ** -0.5, (n_hidden, n_input))
        self.w_out = np.random.normal(0, n_hidden ** -0.5, (n_output, n_hidden))

    def act(self, x):
        return 1 / (1 + np.exp(-x))

    def train(self, inputs_list, targets_list):
        inputs = np.array(inputs_list, ndmin=2).T
        targets = np.array(targets_list, ndmin=2).T
        hidden = self.act(self.w_in @ inputs)
        final = self.act(self.w_out @ hidden)

        output_errors = targets - final
        hidden_errors = self.w_out.T @ output_errors
        self.w_out += self.rate * (output_errors * final * (1 - final)) @ hidden.T
        self.w_in += self.rate * (hidden_errors * hidden * (1 - hidden)) @ inputs.T

    def query(self, inputs_list):
        inputs = np.array(inputs_list, ndmin=2).T
        return self.act(self.w_out @ self.act(self.w_in @ inputs))


if __name__ == '__main__':
    net = NeuralNetwork(16, 30, 26, 0.1)
    for line in open('letters.data'):
        letter, *values = line.strip().split(',')
        targets = np.full(26, 0.01)
        targets[ord(letter) - 65] = 0.99
        net.train(np.array(values, float) / 15, targets)
