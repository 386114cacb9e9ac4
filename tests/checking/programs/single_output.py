import numpy as np


class BinaryClassifier:
    def __init__(self, n_features, n_hidden=6, seed=None):
        rng = np.random.RandomState(seed)
        self.W1 = rng.randn(n_hidden, n_features) * 0.3
        self.b1 = np.zeros((n_hidden, 1))
        self.W2 = rng.randn(1, n_hidden) * 0.3
        self.b2 = np.zeros((1, 1))

    def forward(self, X):
        assert X.shape[0] == self.W1.shape[1]
        self.cache = {}
        self.cache["X"] = X
        self.cache["A1"] = np.tanh(self.W1 @ X + self.b1)
        A2 = 1 / (1 + np.exp(-(self.W2 @ self.cache["A1"] + self.b2)))
        assert A2.shape == (1, X.shape[1])
        return A2

    def backward(self, A2, Y):
        """forward has to come before."""
        assert Y.shape[0] == 1
        m = Y.shape[1]
        dZ2 = A2 - Y
        dZ1 = (self.W2.T @ dZ2) * (1 - self.cache["A1"] ** 2)
        self.grads = {"W2": dZ2 @ self.cache["A1"].T / m, "b2": dZ2.sum(axis=1, keepdims=True) / m,
                      "W1": dZ1 @ self.cache["X"].T / m, "b1": dZ1.sum(axis=1, keepdims=True) / m}

    def update(self, rate):
        self.W1 -= rate * self.grads["W1"]
        self.b1 -= rate * self.grads["b1"]
        self.W2 -= rate * self.grads["W2"]
        self.b2 -= rate * self.grads["b2"]

    def fit(self, X, Y, rate=1.0, epochs=1000):
        for epoch in range(epochs):
            A2 = self.forward(X)
            self.backward(A2, Y)
            self.update(rate)


if __name__ == "__main__":
    from sklearn.datasets import make_moons
    X, y = make_moons(300, noise=0.2)
    clf = BinaryClassifier(2, seed=0)
    clf.fit(X.T, y.reshape(1, -1))
    print(np.mean((clf.forward(X.T) > 0.5) == y))
