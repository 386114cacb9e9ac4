import numpy as np
from sklearn import datasets
import matplotlib.pyplot as plt

np.random.seed(3)
X, y = datasets.make_moons(150, noise=0.25)

n = len(X)
dim_in, dim_out = 2, 2
eta = 0.01
reg_strength = 0.02


def loss_of(model):
    W1, b1, W2, b2 = model['W1'], model['b1'], model['W2'], model['b2']
    scores = np.tanh(X.dot(W1) + b1).dot(W2) + b2
    e = np.exp(scores)
    p = e / e.sum(axis=1, keepdims=True)
    nll = -np.log(p[np.arange(n), y]).sum()
    nll += reg_strength / 2 * ((W1 ** 2).sum() + (W2 ** 2).sum())
    return nll / n


def fit_model(n_hidden, passes=5000, verbose=True):
    W1 = np.random.randn(dim_in, n_hidden) / np.sqrt(dim_in)
    b1 = np.zeros((1, n_hidden))
    W2 = np.random.randn(n_hidden, dim_out) / np.sqrt(n_hidden)
    b2 = np.zeros((1, dim_out))
    model = {}
    for i in range(passes):
        h = np.tanh(X.dot(W1) + b1)
        s = h.dot(W2) + b2
        e = np.exp(s)
        probs = e / np.sum(e, axis=1, keepdims=True)

        d3 = probs
        d3[np.arange(n), y] -= 1
        dW2 = h.T.dot(d3) + reg_strength * W2
        db2 = d3.sum(axis=0, keepdims=True)
        d2 = d3.dot(W2.T) * (1 - h ** 2)
        dW1 = X.T.dot(d2) + reg_strength * W1
        db1 = d2.sum(axis=0)

        W1 += -eta * dW1
        b1 += -eta * db1
        W2 += -eta * dW2
        b2 += -eta * db2
        model = {'W1': W1, 'b1': b1, 'W2': W2, 'b2': b2}
        if verbose and i % 1000 == 0:
            print("loss after %i: %f" % (i, loss_of(model)))
    return model


if __name__ == '__main__':
    model = fit_model(4)
    plt.scatter(X[:, 0], X[:, 1], c=y)
    plt.title("hidden layer of 4")
    plt.show()
