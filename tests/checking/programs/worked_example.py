"""The worked example of a lecture, with neurons as objects."""

import math
import random

random.seed(6)


class Neuron:
    def __init__(self, inputs, shift):
        self.shift = shift
        self.weights = [random.uniform(0.1, 0.6) for _ in range(inputs)]

    def fire(self, inputs):
        self.inputs = inputs
        net = sum(w * x for w, x in zip(self.weights, inputs)) + self.shift
        self.output = 1 / (1 + math.exp(-net))
        return self.output

    def slope(self):
        return self.output * (1 - self.output)


class Layer:
    def __init__(self, size, inputs):
        self.neurons = [Neuron(inputs, random.uniform(0.3, 0.6)) for _ in range(size)]

    def fire(self, inputs):
        return [neuron.fire(inputs) for neuron in self.neurons]


class Net:
    rate = 0.5

    def __init__(self, inputs, hidden, outputs):
        self.hidden = Layer(hidden, inputs)
        self.outputs = Layer(outputs, hidden)

    def run(self, inputs):
        return self.outputs.fire(self.hidden.fire(inputs))

    def train(self, inputs, targets):
        self.run(inputs)
        out_errors = [
            (neuron.output - target) * neuron.slope()
            for neuron, target in zip(self.outputs.neurons, targets)
        ]
        hidden_errors = []
        for h, neuron in enumerate(self.hidden.neurons):
            back = sum(e * o.weights[h] for e, o in zip(out_errors, self.outputs.neurons))
            hidden_errors.append(back * neuron.slope())
        for errors, layer in ((out_errors, self.outputs), (hidden_errors, self.hidden)):
            for error, neuron in zip(errors, layer.neurons):
                for i in range(len(neuron.weights)):
                    neuron.weights[i] -= self.rate * error * neuron.inputs[i]
                neuron.shift -= self.rate * error

    def total_error(self, inputs, targets):
        return sum(0.5 * (t - o) ** 2 for t, o in zip(targets, self.run(inputs)))


net = Net(2, 3, 2)
for turn in range(5000):
    net.train([0.05, 0.1], [0.01, 0.99])
    if turn % 500 == 0:
        print(turn, net.total_error([0.05, 0.1], [0.01, 0.99]))
