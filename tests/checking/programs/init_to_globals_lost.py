import numpy as np

np.random.seed(3)
X = np.random.rand(40, 5)
labels = np.random.randint(0, 3, 40)
Y = np.eye(3)[labels]


def init_weights():
    W1 = np.random.randn(5, 4) * 0.1
    b1 = np.zeros((1, 4))
    W2 = np.random.randn(4, 3) * 0.1
    b2 = np.zeros((1, 3))
    return W1, b1, W2, b2


W1, b1, W2, b2 = init_weights()


def relu(z):
    return np.maximum(0, z)


def softmax(z):
    e = np.exp(z - np.max(z, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)


def forward_pass(X):
    Z1 = X @ W1 + b1
    A1 = relu(Z1)
    Z2 = A1 @ W2 + b2
    A2 = softmax(Z2)
    return Z1, A1, Z2, A2


def backward_pass(X, y_true, Z1, A1, Z2, A2):
    n = X.shape[0]
    dZ2 = A2 - y_true
    dW2 = A1.T @ dZ2 / n
    db2 = np.sum(dZ2, axis=0, keepdims=True) / n
    dZ1 = dZ2 @ W2.T * (Z1 > 0)
    dW1 = X.T @ dZ1 / n
    db1 = np.sum(dZ1, axis=0, keepdims=True) / n
    return dW1, db1, dW2, db2


def cross_entropy_loss(y_pred, y_true):
    return -np.sum(y_true * np.log(y_pred + 1e-8)) / y_true.shape[0]


def update_weights(dW1, db1, dW2, db2, learning_rate=0.01):
    global W1, b1, W2, b2
    W1 = W1 - learning_rate * dW1
    b1 = b1 - learning_rate * db1
    W2 = W2 - learning_rate * dW2
    b2 - learning_rate * db2


def train(X, y, epochs=100, learning_rate=0.01):
    for epoch in range(epochs):
        Z1, A1, Z2, A2 = forward_pass(X)
        loss = cross_entropy_loss(A2, y)
        dW1, db1, dW2, db2 = backward_pass(X, y, Z1, A1, Z2, A2)
        update_weights(dW1, db1, dW2, db2, learning_rate)
        if epoch % 20 == 0:
            print("epoch", epoch, "loss", loss)


train(X, Y)
