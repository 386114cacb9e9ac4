import numpy as np

# activation of LeCun's "Efficient BackProp": 1.7159 tanh(2/3 x)
A, S = 1.7159, 2.0 / 3.0


def act(x):
    return A * np.tanh(S * x)


def act_deriv(y):
    """of y = act(x)"""
    return S / A * (A - y) * (A + y)


class Net:
    def __init__(self, layers):
        self.W = [np.random.randn(i, o) / np.sqrt(i) for i, o in zip(layers[:-1], layers[1:])]
        self.b = [np.zeros(o) for o in layers[1:]]

    def forward(self, x):
        ys = [x]
        for W, b in zip(self.W, self.b):
            ys.append(act(ys[-1] @ W + b))
        return ys

    def train(self, X, T, lr=0.01, epochs=100):
        for epoch in range(epochs):
            ys = self.forward(X)
            delta = (ys[-1] - T) * act_deriv(ys[-1])
            for l in range(len(self.W) - 1, -1, -1):
                below = (delta @ self.W[l].T) * act_deriv(ys[l])
                self.W[l] -= lr * ys[l].T @ delta
                self.b[l] -= lr * delta.sum(axis=0)
                delta = below
        return 0.5 * np.sum((ys[-1] - T) ** 2)


if __name__ == "__main__":
    X = np.array([[-1, -1], [-1, 1], [1, -1], [1, 1]])
    T = np.array([[-1], [1], [1], [-1]])
    print(Net([2, 5, 1]).train(X, T, 0.05, 2000))
