import numpy as np
import matplotlib.pyplot as plt


class TwoLayerNet:
    def __init__(self, layers=(4, 8, 3), learning_rate=0.05, iterations=500):
        self.layers = layers
        self.learning_rate = learning_rate
        self.iterations = iterations
        self.params = {}
        self.loss = []

    def init_weights(self):
        np.random.seed(1)
        self.params["W1"] = np.random.randn(self.layers[0], self.layers[1]) * 0.5
        self.params["b1"] = np.random.randn(self.layers[1])
        self.params["W2"] = np.random.randn(self.layers[1], self.layers[2]) * 0.5
        self.params["b2"] = np.random.randn(self.layers[2])

    def softmax(self, Z):
        e = np.exp(Z - Z.max(axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True)

    def forward(self):
        Z1 = self.X @ self.params["W1"] + self.params["b1"]
        A1 = np.tanh(Z1)
        probs = self.softmax(A1 @ self.params["W2"] + self.params["b2"])
        loss = -np.mean(np.sum(self.y * np.log(probs), axis=1))
        return A1, probs, loss

    def backward(self, A1, probs):
        n = len(self.X)
        dZ2 = (probs - self.y) / n
        dZ1 = dZ2 @ self.params["W2"].T * (1 - A1 ** 2)
        self.params["W2"] -= self.learning_rate * A1.T @ dZ2
        self.params["b2"] -= self.learning_rate * np.mean(dZ2)
        self.params["W1"] -= self.learning_rate * self.X.T @ dZ1
        self.params["b1"] -= self.learning_rate * np.mean(dZ1)

    def fit(self, X, y):
        self.X, self.y = X, y
        self.init_weights()
        for _ in range(self.iterations):
            A1, probs, loss = self.forward()
            self.backward(A1, probs)
            self.loss.append(loss)

    def plot_loss(self):
        plt.plot(self.loss)
        plt.xlabel("Iteration")
        plt.ylabel("logloss")
        plt.show()


if __name__ == "__main__":
    X = np.random.randn(60, 4)
    y = np.eye(3)[np.argmax(X[:, :3], axis=1)]
    net = TwoLayerNet()
    net.fit(X, y)
    net.plot_loss()
