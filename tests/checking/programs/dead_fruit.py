"""Which fruit it is, of weight, colour and firmness: gradients are summed sample by sample. With so
few ReLUs, those of the first layer are all dead for several samples, whose outputs are the same."""

import numpy as np

np.random.seed(3)
fruit = np.random.randn(300, 3)
kinds = np.random.randint(0, 3, 300)
wanted = np.zeros((300, 3))
wanted[np.arange(300), kinds] = 1


def relu(x):
    return np.maximum(0, x)


def softmax(x):
    e = np.exp(x - np.max(x, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)


w1, b1 = np.random.randn(3, 4) * 0.3, np.zeros((1, 4))
w2, b2 = np.random.randn(4, 6) * 0.3, np.zeros((1, 6))
w3, b3 = np.random.randn(6, 3) * 0.3, np.zeros((1, 3))
rate, size = 0.1, 10

for epoch in range(4):
    order = np.arange(len(fruit))
    np.random.shuffle(order)
    for start in range(0, len(fruit), size):
        some = order[start : start + size]
        x_batch, y_batch = fruit[some], wanted[some]
        sum_w1, sum_b1 = np.zeros_like(w1), np.zeros_like(b1)
        sum_w2, sum_b2 = np.zeros_like(w2), np.zeros_like(b2)
        sum_w3, sum_b3 = np.zeros_like(w3), np.zeros_like(b3)
        for i in range(len(x_batch)):
            h1 = relu(np.dot(x_batch[i], w1) + b1)
            h2 = relu(np.dot(h1, w2) + b2)
            guess = softmax(np.dot(h2, w3) + b3)
            d3 = guess - y_batch[i]
            d2 = d3.dot(w3.T) * (h2 > 0)
            d1 = d2.dot(w2.T) * (h1 > 0)
            sum_w3 += h2.reshape(-1, 1).dot(d3)
            sum_w2 += h1.reshape(-1, 1).dot(d2)
            sum_w1 += x_batch[i].reshape(-1, 1).dot(d1)
            sum_b3 += d3
            sum_b2 += d2
            sum_b1 += d1
        w3 -= rate * sum_w3 / size
        w2 -= rate * sum_w2 / size
        w1 -= rate * sum_w1 / size
        b3 -= rate * sum_b3 / size
        b2 -= rate * sum_b2 / size
        b1 -= rate * sum_b1 / size
