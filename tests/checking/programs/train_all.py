import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def train(X, y, n_hidden=5, lr=0.5, epochs=5000):
    """Trains a network with one hidden layer and returns its weights."""
    np.random.seed(0)
    n_in = X.shape[1]
    n_out = y.shape[1]
    w1 = np.random.randn(n_in, n_hidden)
    b1 = np.zeros((1, n_hidden))
    w2 = np.random.randn(n_hidden, n_out)
    b2 = np.zeros((1, n_out))

    for epoch in range(epochs):
        a1 = sigmoid(np.dot(X, w1) + b1)
        a2 = sigmoid(np.dot(a1, w2) + b2)

        delta2 = (a2 - y) * a2 * (1 - a2)
        delta1 = np.dot(delta2, w2.T) * a1 * (1 - a1)

        w2 -= lr * np.dot(a1.T, delta2)
        b2 -= lr * np.sum(delta2, axis=0, keepdims=True)
        w1 -= lr * np.dot(X.T, delta1)
        b1 -= lr * np.sum(delta1, axis=0, keepdims=True)

        if epoch % 1000 == 0:
            print("Epoch %d, error %.4f" % (epoch, np.mean(np.square(y - a2))))
    return w1, b1, w2, b2


def predict(X, w1, b1, w2, b2):
    return sigmoid(np.dot(sigmoid(np.dot(X, w1) + b1), w2) + b2)


if __name__ == "__main__":
    X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    y = np.array([[0], [1], [1], [0]])
    params = train(X, y)
    print(predict(X, *params))
