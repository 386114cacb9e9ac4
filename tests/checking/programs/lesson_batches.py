"""Digits from TensorFlow's old lesson, batch by batch, with NumPy alone."""

import numpy as np
from tensorflow.examples.tutorials.mnist import input_data

digits = input_data.read_data_sets("MNIST_data", one_hot=True)
w = {1: np.random.randn(784, 20) * 0.05, 2: np.random.randn(20, 10) * 0.3}
b = {1: np.zeros(20), 2: np.zeros(10)}

for step in range(1000):
    images, labels = digits.train.next_batch(16)
    h = np.tanh(images @ w[1] + b[1])
    z = h @ w[2] + b[2]
    p = np.exp(z - z.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    loss = -np.mean(np.sum(labels * np.log(p + 1e-12), axis=1))
    d2 = (p - labels) / len(images)
    d1 = d2 @ w[2].T * (1 - h**2)
    w[2] -= 0.1 * h.T @ d2
    b[2] -= 0.1 * d2.sum(axis=0)
    w[1] -= 0.1 * images.T @ d1
    b[1] -= 0.1 * d1.sum(axis=0)
print(loss)
