import math
import random


class Neuron:
    def __init__(self, n_inputs):
        self.weights = [random.uniform(-1, 1) for _ in range(n_inputs)]
        self.bias = random.uniform(-1, 1)
        self.inputs = []
        self.output = 0.0
        self.delta = 0.0

    def activate(self, inputs):
        self.inputs = inputs
        total = self.bias
        for w, x in zip(self.weights, inputs):
            total += w * x
        self.output = 1 / (1 + math.exp(-total))
        return self.output

    def adjust(self, rate):
        for i in range(len(self.weights)):
            self.weights[i] -= rate * self.delta * self.inputs[i]
        self.bias -= rate * self.delta


class Network:
    def __init__(self, *sizes):
        self.layers = [[Neuron(a) for _ in range(b)] for a, b in zip(sizes, sizes[1:])]

    def feed(self, values):
        for layer in self.layers:
            values = [neuron.activate(values) for neuron in layer]
        return values

    def learn(self, values, wanted, rate=0.5):
        result = self.feed(values)
        for neuron, o, t in zip(self.layers[-1], result, wanted):
            neuron.delta = (o - t) * o * (1 - o)
        for below, above in zip(reversed(self.layers[:-1]), reversed(self.layers)):
            for k, neuron in enumerate(below):
                back = sum(n.weights[k] * n.delta for n in above)
                neuron.delta = back * neuron.output * (1 - neuron.output)
        for layer in self.layers:
            for neuron in layer:
                neuron.adjust(rate)


if __name__ == "__main__":
    table = [([0, 0], [0]), ([0, 1], [1]), ([1, 0], [1]), ([1, 1], [0])]
    net = Network(2, 3, 1)
    for epoch in range(5000):
        inputs, wanted = random.choice(table)
        net.learn(inputs, wanted)
    for inputs, wanted in table:
        print(inputs, net.feed(inputs), wanted)
