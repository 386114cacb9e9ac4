"""A class that trains on one list, and bends one number at a time."""

import math

import numpy as np


def sigmoid(z):
    return 1 / (1 + math.exp(-z))


def slope_of_output(a):
    return a * (1 - a)


class Brain:
    def __init__(self, input_num, hidden_num, output_num, activation_func=(sigmoid, slope_of_output), lr=0.1):
        self.weights_ih = np.random.uniform(-1, 1, (hidden_num, input_num))
        self.weights_ho = np.random.uniform(-1, 1, (output_num, hidden_num))
        self.bias_h = np.random.uniform(-1, 1, (hidden_num, 1))
        self.bias_o = np.random.uniform(-1, 1, (output_num, 1))
        self.lr = lr
        self.bend, self.slope = map(np.vectorize, activation_func)

    def column(self, values):
        return np.array(values).reshape((len(values), 1)) if type(values) is list else values

    def predict(self, inputs):
        hidden = self.bend(np.dot(self.weights_ih, self.column(inputs)) + self.bias_h)
        return self.bend(np.dot(self.weights_ho, hidden) + self.bias_o)

    def train(self, inputs, targets):
        inputs = self.column(inputs)
        hidden = self.bend(np.dot(self.weights_ih, inputs) + self.bias_h)
        output = self.bend(np.dot(self.weights_ho, hidden) + self.bias_o)

        wanted = np.array(targets).reshape(len(targets), 1)
        delta_o = (wanted - output) * self.slope(output)
        delta_h = np.dot(self.weights_ho.T, wanted - output) * self.slope(hidden)

        self.weights_ho = self.weights_ho + self.lr * np.dot(delta_o, hidden.T)
        self.bias_o = self.bias_o + self.lr * delta_o
        self.weights_ih = self.weights_ih + self.lr * np.dot(delta_h, inputs.T)
        self.bias_h = self.bias_h + self.lr * delta_h
