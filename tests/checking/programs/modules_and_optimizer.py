import numpy as np


class Module:
    params, grads = (), ()

    def forward(self, x):
        raise NotImplementedError

    def backward(self, g):
        raise NotImplementedError


class Affine(Module):
    def __init__(self, d_in, d_out):
        self.W = np.random.randn(d_in, d_out) * np.sqrt(1 / d_in)
        self.b = np.zeros(d_out)
        self.dW, self.db = None, None

    def forward(self, x):
        self.x = x
        return x.dot(self.W) + self.b

    def backward(self, g):
        self.dW = self.x.T.dot(g)
        self.db = g.sum(axis=0)
        return g.dot(self.W.T)


class ReLU(Module):
    def forward(self, x):
        self.mask = x > 0
        return x * self.mask

    def backward(self, g):
        return g * self.mask


class SoftmaxCrossEntropy:
    def forward(self, logits, labels):
        z = logits - logits.max(axis=1, keepdims=True)
        self.probs = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
        self.labels = labels
        return -np.log(self.probs[np.arange(len(labels)), labels]).mean()

    def backward(self):
        g = self.probs.copy()
        g[np.arange(len(self.labels)), self.labels] -= 1
        return g / len(self.labels)


class SGD:
    def __init__(self, layers, lr):
        self.layers = [layer for layer in layers if isinstance(layer, Affine)]
        self.lr = lr

    def step(self):
        for layer in self.layers:
            layer.W -= self.lr * layer.dW
            layer.b -= self.lr * layer.db


def train_batch(layers, criterion, optimizer, x, labels):
    for layer in layers:
        x = layer.forward(x)
    loss = criterion.forward(x, labels)
    g = criterion.backward()
    for layer in reversed(layers):
        g = layer.backward(g)
    optimizer.step()
    return loss


if __name__ == "__main__":
    X = np.random.randn(300, 2)
    y = (X[:, 0] > 0).astype(int) + 2 * (X[:, 1] > 0).astype(int)
    layers = [Affine(2, 16), ReLU(), Affine(16, 4)]
    criterion = SoftmaxCrossEntropy()
    optimizer = SGD(layers, lr=0.5)
    for epoch in range(20):
        for k in range(0, 300, 30):
            loss = train_batch(layers, criterion, optimizer, X[k:k + 30], y[k:k + 30])
        print(epoch, loss)
