"""A network of any depth for classes; the labels are a matrix of one row."""

import ast
import sys

import numpy as np

from digits import load_digits


def one_hot(Y, num_classes):
    Y_one_hot = np.zeros((num_classes, Y.shape[1]))
    for i in range(Y.shape[1]):
        Y_one_hot[int(Y[0, i]), i] = 1
    return Y_one_hot


def initialize(net_dims):
    parameters = {}
    for l in range(len(net_dims) - 1):
        scale = np.sqrt(2.0 / net_dims[l])
        parameters["W" + str(l + 1)] = np.random.normal(0, scale, (net_dims[l + 1], net_dims[l]))
        parameters["b" + str(l + 1)] = np.zeros((net_dims[l + 1], 1))
    return parameters


def forward(X, parameters):
    A, caches, L = X, [], len(parameters) // 2
    for l in range(1, L + 1):
        Z = np.dot(parameters["W" + str(l)], A) + parameters["b" + str(l)]
        caches.append((A, Z))
        A = np.maximum(0, Z) if l < L else Z
    return A, caches


def softmax_loss(Z, Y):
    A = np.exp(Z - np.max(Z, axis=0))
    A = A / np.sum(A, axis=0, keepdims=True)
    return A, -np.sum(Y * np.log(A + 1e-8)) / A.shape[1]


def backward(dZ, caches, parameters):
    gradients = {}
    for l in reversed(range(1, len(caches) + 1)):
        A_prev, _ = caches[l - 1]
        gradients["dW" + str(l)] = np.dot(dZ, A_prev.T) / A_prev.shape[1]
        gradients["db" + str(l)] = np.sum(dZ, axis=1, keepdims=True) / A_prev.shape[1]
        if l > 1:
            dZ = np.dot(parameters["W" + str(l)].T, dZ) * (caches[l - 2][1] > 0)
    return gradients


def train_network(X, Y, net_dims, num_iterations=500, learning_rate=0.2, decay_rate=0.01):
    parameters = initialize(net_dims)
    num_classes = 10
    targets = one_hot(Y, num_classes)
    for i in range(num_iterations):
        Z, caches = forward(X, parameters)
        A, cost = softmax_loss(Z, targets)
        gradients = backward(A - targets, caches, parameters)
        alpha = learning_rate / (1 + decay_rate * i)
        for name in parameters:
            parameters[name] = parameters[name] - alpha * gradients["d" + name]
        if i % 10 == 0:
            print("Cost at iteration %i is: %.05f" % (i, cost))
    return parameters


def main():
    net_dims = ast.literal_eval(sys.argv[1])
    images, labels = load_digits(6000)
    train_network(images, labels, [*net_dims, 10])


if __name__ == "__main__":
    main()
