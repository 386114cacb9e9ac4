import numpy as np


class NeuralNetwork:
    """Two layers, trained by gradient descent with momentum.

    train(X, y) returns the list of errors.
    """

    def __init__(self, n_features, n_hidden, n_outputs, alpha=0.05, beta=0.9):
        self.alpha, self.beta = alpha, beta
        self.theta1 = np.random.normal(0, 0.1, (n_features, n_hidden))
        self.theta2 = np.random.normal(0, 0.1, (n_hidden, n_outputs))
        self.bias1 = np.zeros(n_hidden)
        self.bias2 = np.zeros(n_outputs)
        self.velocity = {name: 0 for name in ("theta1", "theta2", "bias1", "bias2")}

    def predict(self, X):
        self.hidden = np.tanh(X.dot(self.theta1) + self.bias1)
        return self.hidden.dot(self.theta2) + self.bias2

    def gradients(self, X, y):
        residual = self.predict(X) - y
        back = residual.dot(self.theta2.T) * (1 - self.hidden ** 2)
        n = len(X)
        return {"theta2": self.hidden.T.dot(residual) / n, "bias2": residual.mean(axis=0),
                "theta1": X.T.dot(back) / n, "bias1": back.mean(axis=0)}

    def train(self, X, y, epochs=1000):
        errors = []
        for _ in range(epochs):
            for name, gradient in self.gradients(X, y).items():
                self.velocity[name] = self.beta * self.velocity[name] + self.alpha * gradient
                setattr(self, name, getattr(self, name) - self.velocity[name])
            errors.append(np.mean((self.predict(X) - y) ** 2))
        return errors


if __name__ == "__main__":
    X = np.genfromtxt("concrete.csv", delimiter=",", skip_header=1)
    X, y = X[:, :-1], X[:, -1:]
    net = NeuralNetwork(X.shape[1], 12, 1)
    print(net.train((X - X.mean(0)) / X.std(0), y / y.max())[-1])
