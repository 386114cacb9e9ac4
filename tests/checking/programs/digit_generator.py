import gzip
import os
import urllib.request

import numpy as np

URL = "http://example.org/mnist/"


def fetch(name):
    if not os.path.exists(name):
        urllib.request.urlretrieve(URL + name, name)
    with gzip.open(name, "rb") as f:
        return np.frombuffer(f.read(), np.uint8)


def batches(images, labels, size):
    order = np.random.permutation(len(images))
    for start in range(0, len(images) - size + 1, size):
        rows = order[start:start + size]
        yield images[rows], labels[rows]


def softmax(z):
    z = z - z.max(axis=1, keepdims=True)
    return np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)


def one_hot(labels, classes=10):
    return (np.arange(classes) == labels[:, None]).astype(float)


def train(images, labels, hidden=64, lr=0.1, epochs=5, size=50):
    W1 = np.random.randn(images.shape[1], hidden) * 0.05
    b1 = np.zeros(hidden)
    W2 = np.random.randn(hidden, 10) * 0.05
    b2 = np.zeros(10)
    for epoch in range(epochs):
        for x, t in batches(images, labels, size):
            z1 = x @ W1 + b1
            a1 = np.maximum(z1, 0)
            p = softmax(a1 @ W2 + b2)
            d2 = (p - one_hot(t)) / size
            d1 = (d2 @ W2.T) * (z1 > 0)
            W2 -= lr * (a1.T @ d2)
            b2 -= lr * d2.sum(axis=0)
            W1 -= lr * (x.T @ d1)
            b1 -= lr * d1.sum(axis=0)
        print("epoch", epoch, "loss", -np.mean(np.log(p[np.arange(size), t])))
    return W1, b1, W2, b2


images = fetch("train-images-idx3-ubyte.gz")[16:].reshape(-1, 784) / 255
labels = fetch("train-labels-idx1-ubyte.gz")[8:]
W1, b1, W2, b2 = train(images, labels)
