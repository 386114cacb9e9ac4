import gzip
import os

import numpy as np

FOLDER = "data"


def load(images, labels):
    for name in (images, labels):
        path = os.path.join(FOLDER, name)
        if not os.path.exists(path):
            raise FileNotFoundError(f"{path} is missing: run download.py first")
    with gzip.open(os.path.join(FOLDER, images), "rb") as file:
        x = np.frombuffer(file.read(), np.uint8, offset=16).reshape(-1, 784) / 255.0
    with gzip.open(os.path.join(FOLDER, labels), "rb") as file:
        y = np.eye(10)[np.frombuffer(file.read(), np.uint8, offset=8)]
    return x, y


class Network:
    def __init__(self, *nodes: int) -> None:
        pairs = list(zip(nodes[:-1], nodes[1:]))
        self.__w = [np.random.randn(i, o) * np.sqrt(2 / i) for i, o in pairs]
        self.__b = [np.zeros(o) for _, o in pairs]

    def __forward(self, x):
        self.__a = [x]
        for w, b in zip(self.__w[:-1], self.__b[:-1]):
            self.__a.append(np.maximum(0, self.__a[-1] @ w + b))
        z = self.__a[-1] @ self.__w[-1] + self.__b[-1]
        e = np.exp(z - z.max(axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True)

    def __backward(self, delta, learning_rate):
        for l in reversed(range(len(self.__w))):
            dw, db = self.__a[l].T @ delta, delta.sum(axis=0)
            delta = (delta @ self.__w[l].T) * (self.__a[l] > 0)
            self.__w[l] -= learning_rate * dw
            self.__b[l] -= learning_rate * db

    def train(self, data, learning_rate, epochs, batch_size=32):
        x, y = data
        history = {"cost": []}
        for epoch in range(epochs):
            order = np.random.permutation(len(x))
            for k in range(len(x) // batch_size):
                part = order[k * batch_size : (k + 1) * batch_size]
                out = self.__forward(x[part])
                cost = -np.mean(np.sum(y[part] * np.log(out + 1e-12), axis=1))
                self.__backward((out - y[part]) / batch_size, learning_rate)
                history["cost"].append(cost)
            print(f"epoch {epoch}: cost {history["cost"][-1]:.4f}")
        return history


data = load("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz")
network = Network(784, 32, 10)
network.train(data, 0.1, 10, batch_size=128)
