# port of a toy network to python; np instead of the matrix library
import numpy as np
import json


class ActivationFunction:
    def __init__(self, func, dfunc):
        self.func = func
        self.dfunc = dfunc


sigmoid = ActivationFunction(lambda x: 1 / (1 + np.exp(-x)), lambda y: y * (1 - y))
tanh = ActivationFunction(np.tanh, lambda y: 1 - y * y)


class ToyNetwork:
    def __init__(self, in_nodes, hid_nodes, out_nodes):
        self.weights_ih = np.random.uniform(-1, 1, (hid_nodes, in_nodes))
        self.weights_ho = np.random.uniform(-1, 1, (out_nodes, hid_nodes))
        self.bias_h = np.random.uniform(-1, 1, (hid_nodes, 1))
        self.bias_o = np.random.uniform(-1, 1, (out_nodes, 1))
        self.set_learning_rate()
        self.set_activation_function()

    def set_learning_rate(self, rate=0.1):
        self.learning_rate = rate

    def set_activation_function(self, f=sigmoid):
        self.activation = f

    def train(self, input_array, target_array):
        inputs = np.array(input_array, dtype=float).reshape(-1, 1)
        targets = np.array(target_array, dtype=float).reshape(-1, 1)
        hidden = self.activation.func(self.weights_ih @ inputs + self.bias_h)
        outputs = self.activation.func(self.weights_ho @ hidden + self.bias_o)

        output_errors = targets - outputs
        gradients = self.activation.dfunc(outputs) * output_errors * self.learning_rate
        self.weights_ho += gradients @ hidden.T
        self.bias_o += gradients

        hidden_errors = self.weights_ho.T @ output_errors
        hidden_gradient = self.activation.dfunc(hidden) * hidden_errors * self.learning_rate
        self.weights_ih += hidden_gradient @ inputs.T
        self.bias_h += hidden_gradient

    def save(self, path):
        with open(path, "w") as f:
            json.dump({k: v.tolist() for k, v in vars(self).items() if isinstance(v, np.ndarray)}, f)


if __name__ == "__main__":
    brain = ToyNetwork(2, 4, 1)
    for i in range(10000):
        pair = np.random.randint(0, 2, 2)
        brain.train(pair, [pair.sum() % 2])
    brain.save("brain.json")
