import numpy as np


def relu(z):
    return np.maximum(z, 0)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


DERIVATIVES = {"relu": lambda a: (a > 0).astype(float), "sigmoid": lambda a: a * (1 - a), "tanh": lambda a: 1 - a ** 2}
FUNCTIONS = {"relu": relu, "sigmoid": sigmoid, "tanh": np.tanh}


class Layer:
    def __init__(self, n_in, n_out, kind):
        self.W = np.random.randn(n_in, n_out) * 0.6
        self.b = np.random.randn(n_out) * 0.3
        self.kind = kind


class Net:
    def __init__(self, n_in, n_hidden, n_out):
        self.layers = [Layer(n_in, n_hidden, "tanh"), Layer(n_hidden, n_out, "sigmoid")]

    def forward(self, X):
        outputs = [X]
        for layer in self.layers:
            outputs.append(FUNCTIONS[layer.kind](outputs[-1] @ layer.W + layer.b))
        return outputs

    def train(self, X, Y, lr=0.2, epochs=500):
        for _ in range(epochs):
            outputs = self.forward(X)
            error = (outputs[-1] - Y) / len(X)
            delta = error * DERIVATIVES[self.layers[-1].kind](outputs[-1])
            for i in reversed(range(len(self.layers))):
                layer = self.layers[i]
                dW, db = outputs[i].T @ delta, delta.sum(axis=0)
                if i > 0:
                    delta = delta @ layer.W.T * DERIVATIVES[layer.kind](outputs[i])
                layer.W -= lr * dW
                layer.b -= lr * db


if __name__ == "__main__":
    X = np.random.randn(80, 3)
    Y = np.c_[X.sum(1) > 0, X[:, 0] > X[:, 1]].astype(float)
    net = Net(3, 6, 2)
    net.train(X, Y)
    print(np.mean((net.forward(X)[-1] > 0.5) == Y))
