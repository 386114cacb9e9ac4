# Sorts flowers from the iris file with a little network, one flower after the other.
import random

import numpy as np

table = np.loadtxt("data/iris.data", delimiter=",", dtype=str)
random.seed(3)
order = list(range(len(table)))
random.shuffle(order)
table = table[order]

for row in table:
    if row[4] == "Iris-setosa":
        row[4] = 0
    elif row[4] == "Iris-versicolor":
        row[4] = 1
    else:
        row[4] = 2
table = table.astype(float)

border = int(len(table) * 0.8)
train, test = table[:border], table[border:]

rng = np.random.default_rng(3)
W1 = rng.normal(size=(7, 4)) * 0.5
b1 = np.zeros((7, 1))
W2 = rng.normal(size=(3, 7)) * 0.5
b2 = np.zeros((3, 1))


def squash(z):
    return 1.0 / (1.0 + np.exp(-z))


def answer(flower):
    a1 = squash(W1 @ flower + b1)
    z2 = W2 @ a1 + b2
    e = np.exp(z2 - z2.max())
    return a1, e / e.sum()


def learn(flower, kind, rate):
    global W1, b1, W2, b2
    a1, a2 = answer(flower)
    target = np.zeros((3, 1))
    target[int(kind)] = 1.0
    d2 = a2 - target
    d1 = (W2.T @ d2) * a1 * (1 - a1)
    W2 = W2 - rate * d2 @ a1.T
    b2 = b2 - rate * d2
    W1 = W1 - rate * d1 @ flower.T
    b1 = b1 - rate * d1


for epoch in range(60):
    for row in train:
        learn(row[:4].reshape(4, 1), row[4], 0.05)
    if epoch % 20 == 0:
        hits = [np.argmax(answer(row[:4].reshape(4, 1))[1]) == row[4] for row in test]
        print("epoch", epoch, "right:", np.mean(hits))
