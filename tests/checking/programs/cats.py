import h5py
import numpy as np
import matplotlib.pyplot as plt

train = h5py.File('datasets/train_catvnoncat.h5', 'r')
train_x = np.array(train['train_set_x'][:]).reshape(209, -1).T / 255.
train_y = np.array(train['train_set_y'][:]).reshape(1, -1)


def two_layer_model(X, Y, n_h, learning_rate=0.0075, num_iterations=2500):
    n_x, m = X.shape
    n_y = Y.shape[0]
    W1 = np.random.randn(n_h, n_x) * 0.1
    b1 = np.zeros((n_h, 1))
    W2 = np.random.randn(n_y, n_h) * 0.1
    b2 = np.zeros((n_y, 1))
    costs = []
    for i in range(num_iterations):
        # forward: LINEAR -> RELU -> LINEAR -> SIGMOID
        Z1 = np.dot(W1, X) + b1
        A1 = np.maximum(0, Z1)
        Z2 = np.dot(W2, A1) + b2
        A2 = 1 / (1 + np.exp(-Z2))
        costs.append(-np.sum(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)) / m)

        # backward
        dZ2 = A2 - Y
        dW2 = np.dot(dZ2, A1.T) / m
        db2 = np.sum(dZ2, axis=1, keepdims=True) / m
        dA1 = np.dot(W2.T, dZ2)
        dZ1 = np.array(dA1, copy=True)
        dZ1[dA1 <= 0] = 0
        dW1 = np.dot(dZ1, X.T) / m
        db1 = np.sum(dZ1, axis=1, keepdims=True) / m

        W1 -= learning_rate * dW1
        b1 -= learning_rate * db1
        W2 -= learning_rate * dW2
        b2 -= learning_rate * db2
    return W1, b1, W2, b2, costs


*parameters, costs = two_layer_model(train_x, train_y, 7)
plt.plot(np.squeeze(costs))
plt.ylabel('cost')
plt.show()
