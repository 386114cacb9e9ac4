"""A little framework: layers with forward and backward, a model that chains them."""
import numpy as np


class Linear:
    def __init__(self, n_in, n_out):
        self.W = np.random.uniform(-1, 1, (n_in, n_out))
        self.b = np.zeros((1, n_out))

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, grad, lr):
        self.W -= lr * self.x.T @ grad
        self.b -= lr * grad.sum(axis=0, keepdims=True)
        return grad @ self.W.T


class Sigmoid:
    def forward(self, x):
        self.y = 1 / (1 + np.exp(-x))
        return self.y

    def backward(self, grad, lr):
        return grad * self.y * (1 - self.y)


class Model:
    def __init__(self, *layers):
        self.layers = layers

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def train(self, X, Y, lr=0.1, epochs=100):
        for _ in range(epochs):
            grad = self.forward(X) - Y
            for layer in self.layers[::-1]:
                grad = layer.backward(grad, lr)


if __name__ == "__main__":
    model = Model(Linear(2, 4), Sigmoid(), Linear(4, 1), Sigmoid())
    X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    Y = np.array([[0], [1], [1], [0]])
    model.train(X, Y, lr=1, epochs=5000)
    print(model.forward(X))
