"""Red wines by their chemistry: scikit-learn's old way to say that rows are not sparse."""

import numpy as np
from sklearn.datasets import load_wine
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import OneHotEncoder, StandardScaler

wines = load_wine()
chemistry = StandardScaler().fit_transform(wines.data)
kinds = OneHotEncoder(sparse=False).fit_transform(wines.target.reshape(-1, 1))
train_x, test_x, train_y, test_y = train_test_split(chemistry, kinds, test_size=0.25)

np.random.seed(0)
hidden = np.random.rand(train_x.shape[1], 6)
hidden_b = np.zeros((1, 6))
out = np.random.rand(6, train_y.shape[1])
out_b = np.zeros((1, train_y.shape[1]))
pace = 0.05


def sigmoid(v):
    return 1 / (1 + np.exp(-v))


for lap in range(3000):
    h = sigmoid(np.dot(train_x, hidden) + hidden_b)
    o = sigmoid(np.dot(h, out) + out_b)
    loss = np.mean(np.square(train_y - o))
    o_delta = (train_y - o) * o * (1 - o)
    h_delta = np.dot(o_delta, out.T) * h * (1 - h)
    out += np.dot(h.T, o_delta) * pace
    out_b += np.sum(o_delta, axis=0, keepdims=True) * pace
    hidden += np.dot(train_x.T, h_delta) * pace
    hidden_b += np.sum(h_delta, axis=0, keepdims=True) * pace
    if lap % 500 == 0:
        print(lap, loss)
