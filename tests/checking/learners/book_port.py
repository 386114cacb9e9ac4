# python 3 port, numpy only
import random
import numpy as np


class Network(object):

    def __init__(self, sizes):
        self.num_layers = len(sizes)
        self.sizes = sizes
        self.biases = [np.random.randn(y, 1) for y in sizes[1:]]
        self.weights = [np.random.randn(y, x) for x, y in zip(sizes[:-1], sizes[1:])]

    def feedforward(self, a):
        for b, w in zip(self.biases, self.weights):
            a = sigmoid(w @ a + b)
        return a

    def train(self, data, epochs, batch_size, eta):
        for j in range(epochs):
            random.shuffle(data)
            for k in range(0, len(data), batch_size):
                self.update_mini_batch(data[k:k+batch_size], eta)
            print(f"epoch {j} finished")

    def update_mini_batch(self, mini_batch, eta):
        gb = [np.zeros_like(b) for b in self.biases]
        gw = [np.zeros_like(w) for w in self.weights]
        for x, y in mini_batch:
            dgb, dgw = self.backprop(x, y)
            for k in range(len(gb)):
                gb[k] += dgb[k]
                gw[k] += dgw[k]
        for k in range(len(gb)):
            self.weights[k] -= eta * gw[k] / len(mini_batch)
            self.biases[k] -= eta * gb[k] / len(mini_batch)

    def backprop(self, x, y):
        acts, zs = [x], []
        for b, w in zip(self.biases, self.weights):
            zs.append(w @ acts[-1] + b)
            acts.append(sigmoid(zs[-1]))
        gb, gw = [], []
        d = (acts[-1] - y) * sigmoid_prime(zs[-1])
        for l in range(1, self.num_layers):
            gb.insert(0, d)
            gw.insert(0, d @ acts[-l-1].T)
            if l < self.num_layers - 1:
                d = (self.weights[-l].T @ d) * sigmoid_prime(zs[-l-1])
        return gb, gw


def sigmoid(z):
    return 1.0/(1.0+np.exp(-z))

def sigmoid_prime(z):
    return sigmoid(z)*(1-sigmoid(z))
