import numpy as np


class Network:
    def __init__(self, hidden_units=12, alpha=0.01):
        self.hidden_units = hidden_units
        self.alpha = alpha

    def relu(self, z):
        return np.maximum(0, z)

    def relu_grad(self, z):
        return np.ones_like(z)

    def fit(self, X, Y, epochs=200):
        n_features, n_targets = X.shape[1], Y.shape[1]
        rng = np.random.default_rng(7)
        self.W1 = rng.normal(0, np.sqrt(2 / n_features), (n_features, self.hidden_units))
        self.b1 = np.full(self.hidden_units, 0.1)
        self.W2 = rng.normal(0, np.sqrt(2 / self.hidden_units), (self.hidden_units, n_targets))
        self.b2 = np.zeros(n_targets)
        for epoch in range(epochs):
            Z1 = X @ self.W1 + self.b1
            A1 = self.relu(Z1)
            out = A1 @ self.W2 + self.b2

            dout = (out - Y) / X.shape[0]
            dZ1 = (dout @ self.W2.T) * self.relu_grad(Z1)
            self.W2 -= self.alpha * A1.T @ dout
            self.b2 -= self.alpha * dout.sum(axis=0)
            self.W1 -= self.alpha * X.T @ dZ1
            self.b1 -= self.alpha * dZ1.sum(axis=0)
            if epoch % 20 == 0:
                print(epoch, "mse", np.mean((out - Y) ** 2))

    def predict(self, X):
        return self.relu(X @ self.W1 + self.b1) @ self.W2 + self.b2


if __name__ == "__main__":
    X = np.random.uniform(-2, 2, (100, 2))
    Y = np.c_[np.abs(X[:, 0]), X[:, 0] * X[:, 1]]
    net = Network()
    net.fit(X, Y)
    print(net.predict(X[:5]), Y[:5])
