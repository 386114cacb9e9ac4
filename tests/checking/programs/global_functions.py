import numpy as np

np.random.seed(0)
X = np.random.rand(40, 2) * 2 - 1
Y = np.c_[np.sin(X[:, 0]), np.cos(X[:, 1]), X[:, 0] * X[:, 1]]

W1 = np.random.randn(2, 10) * 0.5
b1 = np.zeros((1, 10))
W2 = np.random.randn(10, 3) * 0.5
b2 = np.zeros((1, 3))
A0 = A1 = A2 = None


def forward(X):
    global A0, A1, A2
    A0 = X
    A1 = np.tanh(A0 @ W1 + b1)
    A2 = A1 @ W2 + b2


def backward(Y):
    D2 = (A2 - Y) / len(Y)
    D1 = D2 @ W2.T * (1 - A1 ** 2)
    return A0.T @ D1, D1.sum(axis=0, keepdims=True), A1.T @ D2, D2.sum(axis=0, keepdims=True)


def update(grads, lr):
    global W1, b1, W2, b2
    W1 -= lr * grads[0]
    b1 -= lr * grads[1]
    W2 -= lr * grads[2]
    b2 -= lr * grads[3]


def loss(Y):
    return np.mean(np.sum((A2 - Y) ** 2, axis=1)) / 2


for epoch in range(3000):
    forward(X)
    update(backward(Y), 0.1)
    if epoch % 500 == 0:
        print("epoch:", epoch, "loss:", loss(Y))
