import numpy as np


class Dense:
    def __init__(self, n_in, n_out):
        self.weights = np.random.randn(n_in, n_out) * np.sqrt(1.0 / n_in)
        self.bias = np.zeros(n_out)

    def forward(self, x):
        self.x = x
        return x @ self.weights + self.bias

    def backward(self, grad):
        self.dweights = self.x.T @ grad
        self.dbias = grad.sum(axis=0)
        return grad @ self.weights.T


class Sigmoid:
    def forward(self, x):
        self.out = 1.0 / (1.0 + np.exp(-x))
        return self.out

    def backward(self, grad):
        return grad * self.out * (1.0 - self.out)


class MSE:
    def forward(self, pred, target):
        self.diff = pred - target
        return 0.5 * np.sum(self.diff**2) / len(pred)

    def backward(self):
        return self.diff / len(self.diff)


class Sequential:
    def __init__(self, sizes):
        self.layers = []
        for n_in, n_out in zip(sizes[:-1], sizes[1:]):
            self.layers += [Dense(n_in, n_out), Sigmoid()]
        self.loss = MSE()

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, x, y):
        self.loss.forward(self.forward(x), y)
        grad = self.loss.backward()
        for layer in reversed(self.layers):
            grad = layer.backward(grad)

    def step(self, lr):
        for layer in self.layers:
            if isinstance(layer, Dense):
                layer.weights -= lr * layer.dweights
                layer.bias -= lr * layer.dbias
