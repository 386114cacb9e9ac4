from abc import ABC, abstractmethod

import numpy as np


class Activation(ABC):
    @abstractmethod
    def __call__(self, z): ...

    @abstractmethod
    def derivative(self, z): ...


class Sigmoid(Activation):
    def __call__(self, z):
        return 1 / (1 + np.exp(-z))

    def derivative(self, z):
        s = self(z)
        return s * (1 - s)


class Identity(Activation):
    def __call__(self, z):
        return z

    def derivative(self, z):
        return np.ones_like(z)


class Layer:
    def __init__(self, n_in, n_out, activation):
        self.w = np.random.randn(n_in, n_out) / np.sqrt(n_in)
        self.b = np.zeros((1, n_out))
        self.activation = activation


class BaseModel:
    def __init__(self, lr):
        self.lr = lr
        self.layers = []

    def add(self, *args):
        self.layers.append(Layer(*args))

    def predict(self, x):
        for layer in self.layers:
            x = layer.activation(x @ layer.w + layer.b)
        return x


class Regressor(BaseModel):
    def train_on(self, x, y):
        inputs, zs = [x], []
        for layer in self.layers:
            zs.append(inputs[-1] @ layer.w + layer.b)
            inputs.append(layer.activation(zs[-1]))
        grad = (inputs[-1] - y) / len(x)
        for layer, z, a in zip(reversed(self.layers), reversed(zs), reversed(inputs[:-1])):
            delta = grad * layer.activation.derivative(z)
            grad = delta @ layer.w.T
            layer.w -= self.lr * a.T @ delta
            layer.b -= self.lr * delta.sum(axis=0, keepdims=True)


if __name__ == "__main__":
    model = Regressor(0.1)
    model.add(1, 10, Sigmoid())
    model.add(10, 10, Sigmoid())
    model.add(10, 1, Identity())
    x = np.linspace(-3, 3, 100).reshape(-1, 1)
    for _ in range(2000):
        model.train_on(x, np.sin(x))
    print(np.abs(model.predict(x) - np.sin(x)).mean())
