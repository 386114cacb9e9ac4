import numpy as np
from tensorflow.keras.datasets import mnist

(x_train, y_train), (x_test, y_test) = mnist.load_data()
x_train = x_train.reshape(-1, 784) / 255.0


def softmax(x):
    e = np.exp(x - np.max(x))
    return e / e.sum(axis=0)


class DigitNet:
    def __init__(self, d=784, h=64, k=10):
        self.w1 = np.random.randn(d, h) * np.sqrt(1 / d)
        self.b1 = np.zeros(h)
        self.w2 = np.random.randn(h, k) * np.sqrt(1 / h)
        self.b2 = np.zeros(k)

    def forward(self, x):
        self.x = x
        self.h = 1 / (1 + np.exp(-(x @ self.w1 + self.b1)))
        self.p = softmax(self.h @ self.w2 + self.b2)
        return self.p

    def backward(self, y, lr):
        t = np.zeros_like(self.p)
        t[np.arange(len(y)), y] = 1
        d2 = (self.p - t) / len(y)
        d1 = d2 @ self.w2.T * self.h * (1 - self.h)
        self.w2 -= lr * self.h.T @ d2
        self.b2 -= lr * d2.sum(axis=0)
        self.w1 -= lr * self.x.T @ d1
        self.b1 -= lr * d1.sum(axis=0)


net = DigitNet()
for i in range(0, len(x_train), 64):
    net.forward(x_train[i:i + 64])
    net.backward(y_train[i:i + 64], 0.5)
