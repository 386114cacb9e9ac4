"""Neurons in layers: one call for the outputs, one for the deltas, one for the weights."""

import math
import random


class Neuron:
    def __init__(self, n_inputs):
        self.bias = random.random()
        self.weights = [random.random() for _ in range(n_inputs)]

    def getOutput(self, inputs):
        total = self.bias + sum(w * a for w, a in zip(self.weights, inputs))
        self.output = 1 / (1 + math.exp(-total))
        return self.output


class Layer:
    def __init__(self, n_inputs, n_neurons):
        self.neurons = [Neuron(n_inputs) for _ in range(n_neurons)]

    def getOutput(self, inputs):
        return [neuron.getOutput(inputs) for neuron in self.neurons]


class Network:
    def __init__(self, n_inputs, n_hiddens, n_outputs, n_hidden_layers=1, learning_rate=0.2):
        self.learning_rate = learning_rate
        self.layers = [Layer(n_inputs, n_hiddens)]
        for _ in range(n_hidden_layers - 1):
            self.layers.append(Layer(n_hiddens, n_hiddens))
        self.layers.append(Layer(n_hiddens, n_outputs))

    def predict(self, inputs):
        for layer in self.layers:
            inputs = layer.getOutput(inputs)
        return inputs

    def back_propagate(self, target):
        for neuron, wanted in zip(self.layers[-1].neurons, target):
            neuron.delta = 2 * (neuron.output - wanted) * neuron.output * (1 - neuron.output)
        for layer, above in zip(self.layers[-2::-1], self.layers[:0:-1]):
            for j, neuron in enumerate(layer.neurons):
                error = sum(other.delta * other.weights[j] for other in above.neurons)
                neuron.delta = error * neuron.output * (1 - neuron.output)

    def update_weights(self, inputs):
        for layer in self.layers:
            for neuron in layer.neurons:
                for j, a in enumerate(inputs):
                    neuron.weights[j] -= self.learning_rate * neuron.delta * a
                neuron.bias -= self.learning_rate * neuron.delta
            inputs = [neuron.output for neuron in layer.neurons]

    def train(self, table, rounds):
        for _ in range(rounds):
            for *inputs, target in table:
                self.predict(inputs)
                self.back_propagate(target)
                self.update_weights(inputs)
