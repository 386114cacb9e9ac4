import numpy as np


class FCLayer:
    def __init__(self, n_in, n_out):
        self.weights = np.random.uniform(-0.5, 0.5, (n_in, n_out))
        self.bias = np.random.uniform(-0.5, 0.5, n_out)

    def forward(self, batch):
        self.batch = batch
        self.out = 1 / (1 + np.exp(-(batch @ self.weights + self.bias)))
        return self.out

    def backward(self, error, lr):
        delta = error * self.out * (1 - self.out)
        below = delta @ self.weights.T
        self.weights -= lr * self.batch.T @ delta
        self.bias -= lr * delta[0]
        return below


class Net:
    def __init__(self):
        self.layers = []

    def add(self, layer):
        self.layers.append(layer)
        return self

    def train(self, X, Y, epochs, lr):
        for _ in range(epochs):
            out = X
            for layer in self.layers:
                out = layer.forward(out)
            error = out - Y
            for layer in self.layers[::-1]:
                error = layer.backward(error, lr)


if __name__ == "__main__":
    X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    net = Net().add(FCLayer(2, 3)).add(FCLayer(3, 1))
    net.train(X, np.array([[0], [1], [1], [0]]), 5000, 0.5)
