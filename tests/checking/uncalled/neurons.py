import random, math
class Neuron:
    def __init__(self, n_inputs):
        self.weights = [random.random() for _ in range(n_inputs)]
        self.bias = random.random()
        self.output = 0
        self.delta = 0
        self.inputs = []
    def activate(self, inputs):
        self.inputs = inputs
        s = self.bias
        for w, x in zip(self.weights, inputs):
            s += w * x
        self.output = 1 / (1 + math.exp(-s))
        return self.output
    def derivative(self):
        return self.output * (1 - self.output)

class Layer:
    def __init__(self, n_neurons, n_inputs):
        self.neurons = [Neuron(n_inputs) for _ in range(n_neurons)]
    def forward(self, inputs):
        return [n.activate(inputs) for n in self.neurons]

class Network:
    def __init__(self, topology, learning_rate=0.5):
        self.lr = learning_rate
        self.layers = []
        for i in range(1, len(topology)):
            self.layers.append(Layer(topology[i], topology[i-1]))
    def feed_forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x
    def back_propagate(self, expected):
        for i in reversed(range(len(self.layers))):
            layer = self.layers[i]
            if i == len(self.layers) - 1:
                for j, n in enumerate(layer.neurons):
                    n.delta = (expected[j] - n.output) * n.derivative()
            else:
                nxt = self.layers[i+1]
                for j, n in enumerate(layer.neurons):
                    e = sum(m.weights[j] * m.delta for m in nxt.neurons)
                    n.delta = e * n.derivative()
    def update_weights(self):
        for layer in self.layers:
            for n in layer.neurons:
                for j in range(len(n.weights)):
                    n.weights[j] += self.lr * n.delta * n.inputs[j]
                n.bias += self.lr * n.delta
