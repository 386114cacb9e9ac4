import numpy as np


class Dense:
    def __init__(self, n_in, n_out, kind):
        self.kind = kind
        self.w = np.random.randn(n_in, n_out)
        self.b = np.zeros((1, n_out))

    def forward(self, x):
        z = np.dot(x, self.w) + self.b
        return np.maximum(0, z) if self.kind == "relu" else 1 / (1 + np.exp(-z))

    def slope(self, a):
        return (a > 0) * 1.0 if self.kind == "relu" else a * (1 - a)


def load(part):
    x = np.loadtxt("plankton/" + part + "_data.txt")
    labels = np.loadtxt("plankton/" + part + "_labels.txt")
    return x, labels


def feed(x):
    found = [x]
    for layer in layers:
        found.append(layer.forward(found[-1]))
    return found


def loss(out, labels):
    picked = out[np.arange(len(labels)), labels.argmax(axis=1)]
    return -np.mean(np.log(picked))


def gradients(labels, found):
    dws, dbs = [], []
    delta = (found[-1] - labels) / len(labels)
    for i in reversed(range(len(layers))):
        dws.insert(0, np.dot(found[i].T, delta))
        dbs.insert(0, np.sum(delta, axis=0, keepdims=True))
        if i > 0:
            delta = np.dot(delta, layers[i].w.T) * layers[i - 1].slope(found[i])
    return dws, dbs


layers = [
    Dense(n_in=90, n_out=40, kind="relu"),
    Dense(n_in=40, n_out=24, kind="relu"),
    Dense(n_in=24, n_out=7, kind="sigmoid"),
]
lr = 0.05
for epoch in range(60):
    x, labels = load("train")
    found = feed(x)
    dws, dbs = gradients(labels, found)
    for layer, dw, db in zip(layers, dws, dbs):
        layer.w -= lr * dw
        layer.b -= lr * db
    print(epoch, loss(found[-1], labels))

x, labels = load("test")
print("correct", np.mean(feed(x)[-1].argmax(axis=1) == labels.argmax(axis=1)))
