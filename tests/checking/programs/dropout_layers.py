import numpy as np


class Dense:
    def __init__(self, n_in, n_out):
        self.w = np.random.randn(n_in, n_out) * 0.3
        self.b = np.zeros(n_out)

    def forward(self, x, train=True):
        self.x = x
        return x @ self.w + self.b

    def backward(self, grad):
        self.gw = self.x.T @ grad
        self.gb = grad.sum(axis=0)
        return grad @ self.w.T


class Tanh:
    def forward(self, x, train=True):
        self.y = np.tanh(x)
        return self.y

    def backward(self, grad):
        return grad * (1 - self.y ** 2)


class Dropout:
    def __init__(self, rate=0.25):
        self.rate = rate

    def forward(self, x, train=True):
        if not train:
            return x
        self.mask = (np.random.random(x.shape) > self.rate) / (1 - self.rate)
        return x * self.mask

    def backward(self, grad):
        return grad * (self.mask > 0)


class Sequential:
    def __init__(self, layers):
        self.layers = layers

    def __call__(self, x, train=False):
        for layer in self.layers:
            x = layer.forward(x, train)
        return x

    def train_on_batch(self, x, y, lr):
        out = self(x, train=True)
        grad = 2 * (out - y) / out.shape[0]
        for layer in reversed(self.layers):
            grad = layer.backward(grad)
        for layer in self.layers:
            if isinstance(layer, Dense):
                layer.w -= lr * layer.gw
                layer.b -= lr * layer.gb
        return np.mean((out - y) ** 2)


if __name__ == "__main__":
    x = np.random.rand(100, 2)
    y = x.sum(axis=1, keepdims=True) ** 2
    model = Sequential([Dense(2, 20), Tanh(), Dropout(), Dense(20, 1)])
    for step in range(500):
        loss = model.train_on_batch(x, y, 0.05)
    print(loss)
