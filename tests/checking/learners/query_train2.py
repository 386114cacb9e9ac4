import numpy as np


def sigmoid(x):
    return 1.0 / (1.0 + np.exp(-x))


class NeuralNetwork:
    def __init__(self, input_nodes, hidden_nodes, output_nodes, learning_rate):
        self.wih = np.random.normal(0.0, input_nodes**-0.5, (hidden_nodes, input_nodes))
        self.who = np.random.normal(0.0, hidden_nodes**-0.5, (output_nodes, hidden_nodes))
        self.lr = learning_rate

    def query(self, inputs_list):
        inputs = np.array(inputs_list, ndmin=2).T
        hidden = sigmoid(self.wih @ inputs)
        return sigmoid(self.who @ hidden)

    def train(self, inputs_list, targets_list):
        inputs = np.array(inputs_list, ndmin=2).T
        targets = np.array(targets_list, ndmin=2).T
        hidden = sigmoid(self.wih @ inputs)
        final = sigmoid(self.who @ hidden)

        output_delta = (targets - final) * final * (1 - final)
        hidden_delta = (self.who.T @ output_delta) * hidden * (1 - hidden)

        self.who += self.lr * output_delta @ hidden.T
        self.wih += self.lr * hidden_delta @ inputs.T
