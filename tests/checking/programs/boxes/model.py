import numpy as np

from lib.activations import sigmoid, dsigmoid


class Model:
    def __init__(self, input_nodes, hidden_nodes, output_nodes):
        self.weights_ih = np.random.uniform(-1, 1, (hidden_nodes, input_nodes))
        self.weights_ho = np.random.uniform(-1, 1, (output_nodes, hidden_nodes))
        self.bias_h = np.random.uniform(-1, 1, (hidden_nodes, 1))
        self.bias_o = np.random.uniform(-1, 1, (output_nodes, 1))
        self.learning_rate = 0.1

    def predict(self, input_array):
        inputs = np.array(input_array, dtype=float).reshape(-1, 1)
        hidden = sigmoid(self.weights_ih @ inputs + self.bias_h)
        return sigmoid(self.weights_ho @ hidden + self.bias_o).ravel()

    def train(self, input_array, target_array):
        inputs = np.array(input_array, dtype=float).reshape(-1, 1)
        targets = np.array(target_array, dtype=float).reshape(-1, 1)
        hidden = sigmoid(self.weights_ih @ inputs + self.bias_h)
        outputs = sigmoid(self.weights_ho @ hidden + self.bias_o)

        output_gradient = (targets - outputs) * dsigmoid(outputs)
        hidden_gradient = (self.weights_ho.T @ output_gradient) * dsigmoid(hidden)

        self.weights_ho += self.learning_rate * output_gradient @ hidden.T
        self.bias_o += self.learning_rate * output_gradient
        self.weights_ih += self.learning_rate * hidden_gradient @ inputs.T
        self.bias_h += self.learning_rate * hidden_gradient
