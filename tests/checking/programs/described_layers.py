import numpy as np

SHAPE = [
    {"from": 64, "to": 20, "f": "sigmoid"},
    {"from": 20, "to": 12, "f": "sigmoid"},
    {"from": 12, "to": 5, "f": "softmax"},
]


class Described:
    def __init__(self, shape, rate):
        self.rate, self.count, self.f = rate, len(shape), {}
        self.weights, self.biases, self.dw, self.db, self.a = {}, {}, {}, {}, {}
        for i, part in enumerate(shape, 1):
            self.weights[i] = 0.1 * np.random.randn(part["from"], part["to"])
            self.biases[i] = np.zeros((part["to"], 1))
            self.f[i] = getattr(self, part["f"])

    def sigmoid(self, z):
        return 1.0 / (1.0 + np.exp(-z))

    def softmax(self, z):
        e = np.exp(z - z.max(axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True)

    def propagate(self, X):
        self.a[0] = X
        for i in range(1, self.count + 1):
            self.a[i] = self.f[i](self.a[i - 1] @ self.weights[i] + self.biases[i].T)
        return self.a[self.count]

    def back_propagate(self, Y, Y_hat):
        delta = Y_hat - Y
        for i in range(self.count, 0, -1):
            self.dw[i] = self.a[i - 1].T @ delta / len(Y)
            self.db[i] = delta.mean(axis=0).reshape(-1, 1)
            if i > 1:
                delta = delta @ self.weights[i].T * self.a[i - 1] * (1.0 - self.a[i - 1])

    def update(self):
        for i in self.weights:
            self.weights[i] -= self.rate * self.dw[i]
            self.biases[i] -= self.rate * self.db[i]

    def learn(self, X, Y, epochs, batch_size):
        for _ in range(epochs):
            for b in range(len(X) // batch_size):
                rows = slice(b * batch_size, (b + 1) * batch_size)
                self.back_propagate(Y[rows], self.propagate(X[rows]))
                self.update()


if __name__ == "__main__":
    data = np.load("samples.npy")
    X, Y = data[:, :64], np.eye(5)[data[:, 64].astype(int) % 5]
    net = Described(SHAPE, rate=0.5)
    net.learn(X, Y, epochs=20, batch_size=10000)
    print("right:", np.mean(net.propagate(X).argmax(axis=1) == Y.argmax(axis=1)))
