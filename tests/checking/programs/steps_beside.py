import numpy as np


class MLP:
    """ReLU layers and a sigmoid; backward keeps the gradients and takes a step."""

    def __init__(self, lr=0.05, hidden=[4]):
        self.lr = lr
        self.dims = [2, *hidden, 1]
        self.w, self.b = [], []
        for n, m in zip(self.dims, self.dims[1:]):
            self.w.append(np.random.randn(m, n) * np.sqrt(2 / n))
            self.b.append(np.zeros((m, 1)))
        self.dw, self.db = {}, {}

    def forward(self, x):
        self.a, self.z = [x], []
        for i in range(len(self.w)):
            z = np.dot(self.w[i], self.a[-1]) + self.b[i]
            last = i == len(self.w) - 1
            self.z.append(z)
            self.a.append(1 / (1 + np.exp(-z)) if last else np.maximum(z, 0))
        return self.a[-1]

    def mse(self, pred, truth):
        return np.mean(np.square(truth - pred))

    def backward(self, pred, truth):
        d = (pred - truth) * pred * (1 - pred)
        for i in reversed(range(len(self.w))):
            self.dw[str(i)] = np.dot(d, self.a[i].T)
            self.db[str(i)] = np.sum(d, axis=1, keepdims=True)
            if i:
                d = np.dot(self.w[i].T, d) * (self.z[i - 1] > 0)
        for i in range(len(self.w)):
            self.w[i] = self.w[i] - self.lr * self.dw[str(i)]
            self.b[i] = self.b[i] - self.lr * self.db[str(i)]

    def fit(self, x, y, epochs):
        for epoch in range(epochs):
            pred = self.forward(x)
            if epoch % 50 == 0:
                right = (pred.reshape((y.shape[0],)) > 0.5) == (y.reshape((y.shape[0],)) > 0.5)
                print(epoch, self.mse(pred, y), right.mean())
            self.backward(pred, y)
