import numpy as np


class TwoLayers:
    def __init__(self, sizes):
        n, h, k = sizes
        self.p = {
            "W1": np.random.randn(h, n) * 0.3, "b1": np.zeros((h, 1)),
            "W2": np.random.randn(k, h) * 0.3, "b2": np.zeros((k, 1)),
        }

    def forward(self, x):
        self.x = x
        self.a1 = np.tanh(self.p["W1"] @ x.T + self.p["b1"])
        scores = self.p["W2"] @ self.a1 + self.p["b2"]
        e = np.exp(scores - scores.max(axis=0))
        return e / e.sum(axis=0)

    def backward(self, y, out):
        d2 = (out - y.T) / len(y)
        d1 = self.p["W2"].T @ d2 * (1.0 - self.a1)
        return {"W2": d2 @ self.a1.T, "b2": d2.sum(axis=1, keepdims=True),
                "W1": d1 @ self.x, "b1": d1.sum(axis=1, keepdims=True)}

    def accuracy(self, x, y):
        return np.mean(self.forward(x).argmax(axis=0) == y.argmax(axis=1))

    def fit(self, x_train, y_train, x_test, y_test, passes=10, size=32, l_rate=0.2):
        for i in range(passes):
            order = np.random.permutation(len(x_train))
            for start in range(0, len(x_train), size):
                chosen = order[start:start + size]
                g = self.backward(y_train[chosen], self.forward(x_train[chosen]))
                for key in self.p:
                    self.p[key] = self.p[key] - l_rate * g[key]
            print(i, self.accuracy(x_train, y_train), self.accuracy(x_test, y_test))


def main():
    rows = np.loadtxt("digits.txt")[:60000]
    order = np.random.permutation(60000)
    x, y = rows[order, 1:] / 255.0, np.eye(10)[rows[order, 0].astype(int)]
    TwoLayers([784, 50, 10]).fit(x[:50000], y[:50000], x[50000:], y[50000:])


if __name__ == "__main__":
    main()
