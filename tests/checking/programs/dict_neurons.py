from math import exp
from random import random, seed

# a network is a list of layers, a layer a list of neurons, a neuron a dict


def initialize_network(n_inputs, n_hidden, n_outputs):
    network = list()
    network.append([{'weights': [random() for _ in range(n_inputs + 1)]} for _ in range(n_hidden)])
    network.append([{'weights': [random() for _ in range(n_hidden + 1)]} for _ in range(n_outputs)])
    return network


def activate(weights, inputs):
    total = weights[-1]  # bias
    for w, value in zip(weights[:-1], inputs):
        total += w * value
    return total


def forward_propagate(network, row):
    inputs = row
    for layer in network:
        new_inputs = []
        for neuron in layer:
            neuron['output'] = 1.0 / (1.0 + exp(-activate(neuron['weights'], inputs)))
            new_inputs.append(neuron['output'])
        inputs = new_inputs
    return inputs


def backward_propagate_error(network, expected):
    for i in reversed(range(len(network))):
        layer = network[i]
        for j, neuron in enumerate(layer):
            if i == len(network) - 1:
                error = neuron['output'] - expected[j]
            else:
                error = sum(above['weights'][j] * above['delta'] for above in network[i + 1])
            neuron['delta'] = error * neuron['output'] * (1.0 - neuron['output'])


def update_weights(network, row, l_rate):
    for i in range(len(network)):
        inputs = row if i == 0 else [neuron['output'] for neuron in network[i - 1]]
        for neuron in network[i]:
            for j in range(len(inputs)):
                neuron['weights'][j] -= l_rate * neuron['delta'] * inputs[j]
            neuron['weights'][-1] -= l_rate * neuron['delta']


def train_network(network, dataset, l_rate, n_epoch, n_outputs):
    for epoch in range(n_epoch):
        sum_error = 0
        for row in dataset:
            features, label = row[:-1], row[-1]
            outputs = forward_propagate(network, features)
            expected = [0] * n_outputs
            expected[label] = 1
            sum_error += sum((e - o) ** 2 for e, o in zip(expected, outputs))
            backward_propagate_error(network, expected)
            update_weights(network, features, l_rate)
        print('>epoch=%d, error=%.3f' % (epoch, sum_error))


seed(1)
dataset = [[2.8, 2.5, 0], [1.5, 2.4, 0], [3.4, 4.4, 0], [1.4, 1.9, 0],
           [7.6, 2.8, 1], [5.3, 2.1, 1], [6.9, 1.8, 1], [8.7, -0.2, 1]]
network = initialize_network(2, 3, 2)
train_network(network, dataset, 0.5, 30, 2)
