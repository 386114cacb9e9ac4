import numpy as np
import pandas as pd
from matplotlib import pyplot as plt

data = pd.read_csv('../input/digit-recognizer/train.csv')
data = np.array(data)
m, n = data.shape
np.random.shuffle(data)

valid = data[:1000].T
Y_valid, X_valid = valid[0], valid[1:n] / 255.
train = data[1000:].T
Y_train, X_train = train[0], train[1:n] / 255.


def init():
    W1 = np.random.rand(10, 784) - 0.5
    b1 = np.random.rand(10, 1) - 0.5
    W2 = np.random.rand(10, 10) - 0.5
    b2 = np.random.rand(10, 1) - 0.5
    return W1, b1, W2, b2


def relu(Z):
    return np.maximum(Z, 0)


def softmax(Z):
    e = np.exp(Z - Z.max(axis=0))
    return e / e.sum(axis=0)


def forward(W1, b1, W2, b2, X):
    Z1 = W1.dot(X) + b1
    A1 = relu(Z1)
    Z2 = W2.dot(A1) + b2
    return Z1, A1, Z2, softmax(Z2)


def encode(Y):
    encoded = np.zeros((10, Y.size))
    encoded[Y, np.arange(Y.size)] = 1
    return encoded


def backward(Z1, A1, A2, W2, X, Y):
    size = Y.size
    dZ2 = A2 - encode(Y)
    dW2 = dZ2.dot(A1.T) / size
    db2 = dZ2.sum(axis=1, keepdims=True) / size
    dZ1 = W2.T.dot(dZ2) * (Z1 > 0)
    dW1 = dZ1.dot(X.T) / size
    db1 = dZ1.sum(axis=1, keepdims=True) / size
    return dW1, db1, dW2, db2


def descend(X, Y, alpha, iterations):
    W1, b1, W2, b2 = init()
    for i in range(iterations):
        Z1, A1, Z2, A2 = forward(W1, b1, W2, b2, X)
        dW1, db1, dW2, db2 = backward(Z1, A1, A2, W2, X, Y)
        W1 = W1 - alpha * dW1
        b1 = b1 - alpha * db1
        W2 = W2 - alpha * dW2
        b2 = b2 - alpha * db2
        if i % 50 == 0:
            print("iteration", i, "accuracy", np.mean(A2.argmax(0) == Y))
    return W1, b1, W2, b2


W1, b1, W2, b2 = descend(X_train, Y_train, 0.1, 500)
_, _, _, A2 = forward(W1, b1, W2, b2, X_valid)
print("validation accuracy", np.mean(A2.argmax(0) == Y_valid))
plt.gray()
plt.imshow(X_valid[:, 0].reshape(28, 28))
plt.show()
