import numpy as np
from sklearn.preprocessing import LabelBinarizer
from sklearn import datasets


class NeuralNetwork:
    def __init__(self, layers, alpha=0.1):
        self.layers = layers
        self.alpha = alpha
        self.W = []
        for i in range(len(layers) - 1):
            self.W.append(np.random.randn(layers[i] + 1, layers[i + 1]) / np.sqrt(layers[i]))

    def __repr__(self):
        return "NeuralNetwork: " + "-".join(str(l) for l in self.layers)

    def _with_bias(self, A):
        return np.c_[A, np.ones(A.shape[0])]

    def fit_partial(self, x, y):
        A = [np.atleast_2d(x)]
        for W in self.W:
            A.append(1.0 / (1 + np.exp(-self._with_bias(A[-1]).dot(W))))
        D = [(A[-1] - y) * A[-1] * (1 - A[-1])]
        for layer in range(len(self.W) - 1, 0, -1):
            delta = D[-1].dot(self.W[layer][:-1].T)
            D.append(delta * A[layer] * (1 - A[layer]))
        D = D[::-1]
        for layer in range(len(self.W)):
            self.W[layer] += -self.alpha * self._with_bias(A[layer]).T.dot(D[layer])

    def fit(self, X, y, epochs=1000, display=100):
        for epoch in range(epochs):
            for x, target in zip(X, y):
                self.fit_partial(x, target)
            if epoch == 0 or (epoch + 1) % display == 0:
                print("[INFO] epoch={}, loss={:.7f}".format(epoch + 1, self.loss(X, y)))

    def predict(self, X):
        p = np.atleast_2d(X)
        for W in self.W:
            p = 1.0 / (1 + np.exp(-self._with_bias(p).dot(W)))
        return p

    def loss(self, X, y):
        return 0.5 * np.sum((self.predict(X) - np.atleast_2d(y)) ** 2)


if __name__ == "__main__":
    iris = datasets.load_iris()
    y = LabelBinarizer().fit_transform(iris.target)
    nn = NeuralNetwork([4, 8, 3])
    nn.fit(iris.data / 8.0, y)
