"""Settings in a dictionary; only whole batches of 400 digits are trained with."""
import numpy as np
from tensorflow.keras.datasets import mnist

SETTINGS = {"hidden": 24, "minibatch": 400, "eta": 0.5, "epochs": 3}


class Classifier:
    def __init__(self, n_in, n_hidden, n_out):
        self.w1 = np.random.randn(n_in, n_hidden) * 0.05
        self.b1 = np.zeros(n_hidden)
        self.w2 = np.random.randn(n_hidden, n_out) * 0.05
        self.b2 = np.zeros(n_out)

    def forward(self, x):
        self.x = x
        self.h = np.tanh(x @ self.w1 + self.b1)
        z = self.h @ self.w2 + self.b2
        e = np.exp(z - z.max(axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True)

    def backward(self, p, y, eta):
        delta = (p - y) / len(y)
        below = delta @ self.w2.T
        self.w2 -= eta * self.h.T @ delta
        self.b2 -= eta * delta.sum(axis=0)
        self.w1 -= eta * self.x.T @ below
        self.b1 -= eta * below.sum(axis=0)


def fit(net, x, y, settings):
    iterations = len(x) // settings["minibatch"]
    for epoch in range(settings["epochs"]):
        order = np.random.permutation(len(x))
        for i in range(iterations):
            rows = order[i * settings["minibatch"] : (i + 1) * settings["minibatch"]]
            p = net.forward(x[rows])
            net.backward(p, y[rows], settings["eta"])
        print(epoch, -np.mean(np.sum(y * np.log(net.forward(x)), axis=1)))


(images, labels), _ = mnist.load_data()
x = images.reshape(-1, 784).astype("float64") / 255.0
y = np.eye(10)[labels]
fit(Classifier(784, SETTINGS["hidden"], 10), x, y, SETTINGS)
