"""Neurons that hold their own weights; the network does the rest."""

import math, random


class Neuron:
    def __init__(self, n_inputs):
        self.weights = [random.uniform(-1, 1) for _ in range(n_inputs)]
        self.bias = random.uniform(-1, 1)

    def activate(self, inputs):
        self.inputs = inputs
        self.output = 1 / (
            1 + math.exp(-(sum(w * i for w, i in zip(self.weights, inputs)) + self.bias))
        )
        return self.output


class Layer:
    def __init__(self, n_neurons, n_inputs):
        self.neurons = [Neuron(n_inputs) for _ in range(n_neurons)]

    def forward(self, inputs):
        return [n.activate(inputs) for n in self.neurons]


class NeuralNetwork:
    def __init__(self, sizes):
        self.layers = [Layer(sizes[i + 1], sizes[i]) for i in range(len(sizes) - 1)]

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def train(self, x, target, lr):
        out = self.forward(x)
        for i, layer in reversed(list(enumerate(self.layers))):
            for j, n in enumerate(layer.neurons):
                if i == len(self.layers) - 1:
                    error = n.output - target[j]
                else:
                    error = sum(m.weights[j] * m.delta for m in self.layers[i + 1].neurons)
                n.delta = error * n.output * (1 - n.output)
        for layer in self.layers:
            for n in layer.neurons:
                for k in range(len(n.weights)):
                    n.weights[k] -= lr * n.delta * n.inputs[k]
                n.bias -= lr * n.delta
