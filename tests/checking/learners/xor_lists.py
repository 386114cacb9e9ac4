import math
import random


def sigmoid(x):
    return 1.0 / (1.0 + math.exp(-max(-500.0, min(500.0, x))))


def sigmoid_derivative(x):
    return sigmoid(x) * (1.0 - sigmoid(x))


def feedforward(weights, biases, inputs):
    activations = inputs
    for layer_w, layer_b in zip(weights, biases):
        out = []
        for neuron in range(len(layer_w)):
            total = layer_b[neuron]
            for i in range(len(activations)):
                total += layer_w[neuron][i] * activations[i]
            out.append(sigmoid(total))
        activations = out
    return activations


def backprop(weights, biases, inputs, targets):
    layers = [inputs]
    for layer_w, layer_b in zip(weights, biases):
        layers.append(feedforward([layer_w], [layer_b], layers[-1]))

    dw, db = [], []
    errors = [o - t for o, t in zip(layers[-1], targets)]
    for l in reversed(range(len(weights))):
        outputs = layers[l + 1]
        deltas = [errors[i] * sigmoid_derivative(outputs[i]) for i in range(len(outputs))]
        dw.insert(0, [[d * a for a in layers[l]] for d in deltas])
        db.insert(0, deltas)
        errors = [
            sum(weights[l][i][j] * deltas[i] for i in range(len(deltas))) for j in range(len(layers[l]))
        ]
    return dw, db


if __name__ == "__main__":
    random.seed(1)
    w = [[[random.uniform(-1, 1) for _ in range(2)] for _ in range(3)], [[random.uniform(-1, 1) for _ in range(3)]]]
    b = [[0.0] * 3, [0.0]]
    for epoch in range(5000):
        for x, y in [([0, 0], [0]), ([0, 1], [1]), ([1, 0], [1]), ([1, 1], [0])]:
            gw, gb = backprop(w, b, x, y)
            for l in range(2):
                for i in range(len(w[l])):
                    b[l][i] -= 0.5 * gb[l][i]
                    for j in range(len(w[l][i])):
                        w[l][i][j] -= 0.5 * gw[l][i][j]
    for x in ([0, 0], [0, 1], [1, 0], [1, 1]):
        print(x, feedforward(w, b, x))
