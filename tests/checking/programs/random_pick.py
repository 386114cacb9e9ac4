import numpy as np


def tanh(x):
    return np.tanh(x)


def tanh_deriv(x):
    return 1.0 - x ** 2


def logistic(x):
    return 1 / (1 + np.exp(-x))


def logistic_deriv(x):
    return x * (1 - x)


class NeuralNetwork:
    def __init__(self, layers, activation='tanh'):
        if activation == 'logistic':
            self.activation, self.deriv = logistic, logistic_deriv
        else:
            self.activation, self.deriv = tanh, tanh_deriv
        # every layer but the last gets a bias unit
        self.weights = []
        for i in range(1, len(layers) - 1):
            self.weights.append(2 * np.random.random((layers[i - 1] + 1, layers[i] + 1)) - 1)
        self.weights.append(2 * np.random.random((layers[-2] + 1, layers[-1])) - 1)

    def fit(self, X, y, learning_rate=0.2, epochs=10000):
        X = np.hstack([np.atleast_2d(X), np.ones((len(X), 1))])
        y = np.array(y)
        for k in range(epochs):
            i = np.random.randint(X.shape[0])
            a = [X[i]]
            for w in self.weights:
                a.append(self.activation(np.dot(a[-1], w)))
            deltas = [(y[i] - a[-1]) * self.deriv(a[-1])]
            for l in range(len(a) - 2, 0, -1):
                deltas.append(deltas[-1].dot(self.weights[l].T) * self.deriv(a[l]))
            deltas.reverse()
            for l in range(len(self.weights)):
                self.weights[l] += learning_rate * np.outer(a[l], deltas[l])

    def predict(self, x):
        a = np.append(x, 1)
        for w in self.weights:
            a = self.activation(np.dot(a, w))
        return a


if __name__ == '__main__':
    nn = NeuralNetwork([2, 2, 1])
    X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    nn.fit(X, np.array([0, 1, 1, 0]))
    for x in X:
        print(x, nn.predict(x))
