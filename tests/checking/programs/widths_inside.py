import numpy as np


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def loss(model, X, y):
    h = np.tanh(X.dot(model["W1"]) + model["b1"])
    p = softmax(h.dot(model["W2"]) + model["b2"])
    return -np.log(p[range(len(X)), y]).sum() / len(X)


def build_model(X, y, nn_hdim, num_passes=20000, print_loss=False):
    input_dim = 2
    output_dim = 3
    epsilon = 0.01
    W1 = np.random.randn(input_dim, nn_hdim) / np.sqrt(input_dim)
    b1 = np.zeros((1, nn_hdim))
    W2 = np.random.randn(nn_hdim, output_dim) / np.sqrt(nn_hdim)
    b2 = np.zeros((1, output_dim))
    for i in range(num_passes):
        h = np.tanh(X.dot(W1) + b1)
        p = softmax(h.dot(W2) + b2)
        d2 = p.copy()
        d2[range(len(X)), y] -= 1
        d2 /= len(X)
        dW2 = h.T.dot(d2)
        db2 = d2.sum(axis=0, keepdims=True)
        d1 = d2.dot(W2.T) * (1 - h**2)
        dW1 = X.T.dot(d1)
        db1 = d1.sum(axis=0)
        W1 += -epsilon * dW1
        b1 += -epsilon * db1
        W2 += -epsilon * dW2
        b2 += -epsilon * db2
        model = {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
        if print_loss and i % 1000 == 0:
            print(i, loss(model, X, y))
    return model
