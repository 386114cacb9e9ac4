import math
import random


class Neuron:
    def __init__(self, n):
        self.weights = [random.uniform(-1, 1) for _ in range(n)]
        self.bias = 0.0

    def activate(self, inputs):
        self.inputs = inputs
        total = sum(w * i for w, i in zip(self.weights, inputs)) + self.bias
        self.out = 1 / (1 + math.exp(-total))
        return self.out


class Net:
    def __init__(self, layout):
        self.layers = [[Neuron(a) for _ in range(b)] for a, b in zip(layout, layout[1:])]

    def predict(self, xs):
        for layer in self.layers:
            xs = [neuron.activate(xs) for neuron in layer]
        return xs

    def learn(self, xs, ys, lr=0.5):
        self.predict(xs)
        for neuron, y in zip(self.layers[-1], ys):
            neuron.delta = (neuron.out - y) * neuron.out * (1 - neuron.out)
        for k in range(len(self.layers) - 2, -1, -1):
            for i, neuron in enumerate(self.layers[k]):
                back = sum(above.weights[i] * above.delta for above in self.layers[k + 1])
                neuron.delta = back * neuron.out * (1 - neuron.out)
        for layer in self.layers:
            for neuron in layer:
                for i in range(len(neuron.weights)):
                    neuron.weights[i] -= lr * neuron.delta * neuron.inputs[i]
                neuron.bias -= lr * neuron.delta


net = Net([2, 3, 1])
for epoch in range(3000):
    for xs, ys in [([0, 0], [0]), ([0, 1], [1]), ([1, 0], [1]), ([1, 1], [0])]:
        net.learn(xs, ys)
print([round(net.predict(x)[0]) for x in ([0, 0], [0, 1], [1, 0], [1, 1])])
