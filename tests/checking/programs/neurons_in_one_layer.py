"""Neurons as objects, in a class that may have any number of layers; the file asks for one."""
import numpy as np


class Neuron:
    def __init__(self, n_inputs):
        self.weights = [np.random.uniform(-1, 1) for _ in range(n_inputs)]
        self.bias = np.random.uniform(-1, 1)
        self.output = self.delta = 0.0

    def fire(self, inputs):
        total = self.bias + sum(w * x for w, x in zip(self.weights, inputs))
        self.output = 1 / (1 + np.exp(-total))
        return self.output


class Network:
    def __init__(self, widths):
        self.layers = [[Neuron(a) for _ in range(b)] for a, b in zip(widths, widths[1:])]

    def forward(self, inputs):
        for layer in self.layers:
            inputs = [neuron.fire(inputs) for neuron in layer]
        return inputs

    def backward(self, targets):
        for i in reversed(range(len(self.layers))):
            layer = self.layers[i]
            if i == len(self.layers) - 1:
                errors = []
                for j in range(len(layer)):
                    error = targets[j] - layer[j].output
                    errors.append(error)
            else:
                errors = []
                for j in range(len(layer)):
                    total = sum(n.weights[j] * n.delta for n in self.layers[i + 1])
                    errors.append(total)
            for neuron, error in zip(layer, errors):
                neuron.delta = error * neuron.output * (1 - neuron.output)

    def update(self, inputs, rate):
        for layer in self.layers:
            for neuron in layer:
                for j in range(len(inputs)):
                    neuron.weights[j] += rate * neuron.delta * inputs[j]
                neuron.bias += rate * neuron.delta
            inputs = [neuron.output for neuron in layer]

    def train(self, samples, targets, rate, epochs):
        for epoch in range(epochs):
            loss = 0.0
            for inputs, wanted in zip(samples, targets):
                outputs = self.forward(inputs)
                loss += sum((w - o) ** 2 for w, o in zip(wanted, outputs))
                self.backward(wanted)
                self.update(inputs, rate)
            print(epoch, loss)


np.random.seed(1)
both = Network([2, 1])
both.train([[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [0], [0], [1]], 0.5, 20)
