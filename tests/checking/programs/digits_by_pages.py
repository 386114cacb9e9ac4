# Digits from the files that the course hands out, in mini-batches.
import numpy as np

images = np.load("course/train_images.npy").reshape(-1, 28 * 28) / 255.0
labels = np.load("course/train_labels.npy")
test_images = np.load("course/test_images.npy").reshape(-1, 28 * 28) / 255.0
test_labels = np.load("course/test_labels.npy")


class Dense:
    def __init__(self, n_in, n_out):
        self.W = np.random.uniform(-0.1, 0.1, (n_in, n_out))
        self.b = np.zeros(n_out)

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, slope):
        self.dW = self.x.T @ slope
        self.db = slope.sum(axis=0)
        return slope @ self.W.T

    def update(self, rate):
        self.W -= rate * self.dW
        self.b -= rate * self.db


class Relu:
    def forward(self, z):
        self.on = z > 0
        return z * self.on

    def backward(self, slope):
        return slope * self.on


def shares(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


first, bend, last = Dense(784, 24), Relu(), Dense(24, 10)

for epoch in range(3):
    for start in range(0, len(images), 12):
        x, y = images[start : start + 12], labels[start : start + 12]
        p = shares(last.forward(bend.forward(first.forward(x))))
        loss = -np.log(p[np.arange(len(y)), y]).mean()
        slope = p.copy()
        slope[np.arange(len(y)), y] -= 1.0
        slope /= len(y)
        first.backward(bend.backward(last.backward(slope)))
        last.update(0.3)
        first.update(0.3)
    p = shares(last.forward(bend.forward(first.forward(test_images))))
    print(epoch, loss, np.mean(p.argmax(axis=1) == test_labels))
