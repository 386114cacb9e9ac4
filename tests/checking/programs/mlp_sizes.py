import numpy as np


class MLP(object):
    def __init__(self, n_inputs, n_hidden, n_outputs):
        np.random.seed(12)
        self.W1 = np.random.randn(n_inputs, n_hidden)
        self.b1 = np.random.randn(1, n_hidden)
        self.W2 = np.random.randn(n_hidden, n_outputs)
        self.b2 = np.random.randn(1, n_outputs)

    def sigmoid(self, x):
        return 1.0 / (1.0 + np.exp(-x))

    def sigmoid_prime(self, x):
        s = self.sigmoid(x)
        return s * (1 - s)

    def forward(self, X):
        self.z1 = np.dot(X, self.W1) + self.b1
        self.a1 = self.sigmoid(self.z1)
        self.z2 = np.dot(self.a1, self.W2) + self.b2
        return self.sigmoid(self.z2)

    def fit(self, X, y, epochs=1000, learning_rate=0.1):
        for epoch in range(epochs):
            y_hat = self.forward(X)
            delta = (y_hat - y) * self.sigmoid_prime(self.z2)
            hidden_delta = np.dot(delta, self.W2.T) * self.sigmoid_prime(self.z1)
            self.W2 -= learning_rate * np.dot(self.a1.T, delta)
            self.b2 -= learning_rate * np.sum(delta, axis=0, keepdims=True)
            self.W1 -= learning_rate * np.dot(X.T, hidden_delta)
            self.b1 -= learning_rate * np.sum(hidden_delta, axis=0, keepdims=True)
            if epoch % 100 == 0:
                print("Loss:", np.mean((y - y_hat) ** 2))


X = np.array([[0, 0, 1], [1, 1, 1], [1, 0, 1], [0, 1, 1]])
y = np.array([[0, 1], [0, 1], [1, 0], [1, 0]])
mlp = MLP(3, 4, 2)
mlp.fit(X, y, epochs=2000, learning_rate=0.5)
print(mlp.forward(X))
