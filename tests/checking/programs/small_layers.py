import numpy as np


class Layer:
    def __init__(self, n_inputs, n_units):
        self.n_units = n_units
        self.weights = np.random.randn(n_inputs, n_units) * 0.5
        self.biases = np.zeros(n_units)

    def forward(self, inputs):
        self.inputs = inputs
        self.z = inputs @ self.weights + self.biases
        self.a = np.tanh(self.z)
        return self.a

    def backward(self, upstream):
        delta = upstream * (1 - self.z ** 2)
        self.grad_w = self.inputs.T @ delta
        self.grad_b = delta.sum(axis=0)
        return delta @ self.weights.T


class Network:
    def __init__(self, sizes):
        self.layers = []
        for n_inputs, n_units in zip(sizes, sizes[1:]):
            self.layers.append(Layer(n_inputs, n_units))

    def predict(self, X):
        for layer in self.layers:
            X = layer.forward(X)
        return X

    def train(self, X, Y, lr=0.05, epochs=500):
        for epoch in range(epochs):
            out = self.predict(X)
            upstream = (out - Y) / len(X)
            for layer in reversed(self.layers):
                upstream = layer.backward(upstream)
            for layer in self.layers:
                layer.weights -= lr * layer.grad_w
                layer.biases -= lr * layer.grad_b


if __name__ == "__main__":
    X = np.random.uniform(-1, 1, (60, 2))
    Y = np.stack([np.sin(X[:, 0]), X[:, 0] * X[:, 1]], axis=1)
    net = Network([2, 10, 2])
    net.train(X, Y)
    print(np.mean((net.predict(X) - Y) ** 2))
