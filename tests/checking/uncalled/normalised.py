import numpy as np
from abc import ABC, abstractmethod

class Layer(ABC):
    trainable = False
    @abstractmethod
    def forward(self, x, train=True): ...
    @abstractmethod
    def backward(self, dout): ...

class Dense(Layer):
    trainable = True
    def __init__(self, n_in, n_out):
        self.params = {"W": np.random.randn(n_in, n_out) * np.sqrt(2 / n_in), "b": np.zeros(n_out)}
        self.grads = {}
    def forward(self, x, train=True):
        self.x = x
        return x @ self.params["W"] + self.params["b"]
    def backward(self, dout):
        self.grads["W"] = self.x.T @ dout
        self.grads["b"] = dout.sum(axis=0)
        return dout @ self.params["W"].T

class BatchNorm(Layer):
    trainable = True
    def __init__(self, n, momentum=0.9, eps=1e-5):
        self.params = {"gamma": np.ones(n), "beta": np.zeros(n)}
        self.grads = {}
        self.running_mean, self.running_var = np.zeros(n), np.ones(n)
        self.momentum, self.eps = momentum, eps
    def forward(self, x, train=True):
        if train:
            mu, var = x.mean(axis=0), x.var(axis=0)
            self.running_mean = self.momentum * self.running_mean + (1 - self.momentum) * mu
            self.running_var = self.momentum * self.running_var + (1 - self.momentum) * var
        else:
            mu, var = self.running_mean, self.running_var
        self.std = np.sqrt(var + self.eps)
        self.xhat = (x - mu) / self.std
        return self.params["gamma"] * self.xhat + self.params["beta"]
    def backward(self, dout):
        n = dout.shape[0]
        self.grads["gamma"] = (dout * self.xhat).sum(axis=0)
        self.grads["beta"] = dout.sum(axis=0)
        dxhat = dout * self.params["gamma"]
        return (n * dxhat - dxhat.sum(axis=0) - self.xhat * (dxhat * self.xhat).sum(axis=0)) / (n * self.std)

class ReLU(Layer):
    def forward(self, x, train=True):
        self.mask = x > 0
        return np.where(self.mask, x, 0)
    def backward(self, dout):
        return dout * self.mask

class Dropout(Layer):
    def __init__(self, p=0.5):
        self.p = p
    def forward(self, x, train=True):
        if not train:
            return x
        self.mask = (np.random.rand(*x.shape) > self.p) / (1 - self.p)
        return x * self.mask
    def backward(self, dout):
        return dout * self.mask

class SoftmaxCrossEntropy:
    def forward(self, x, y):
        x = x - x.max(axis=1, keepdims=True)
        self.p = np.exp(x) / np.exp(x).sum(axis=1, keepdims=True)
        self.y = y
        return -np.log(self.p[np.arange(len(y)), y] + 1e-12).mean()
    def backward(self):
        d = self.p.copy()
        d[np.arange(len(self.y)), self.y] -= 1
        return d / len(self.y)

class Adam:
    def __init__(self, lr=1e-3, b1=0.9, b2=0.999, eps=1e-8):
        self.lr, self.b1, self.b2, self.eps = lr, b1, b2, eps
        self.m, self.v, self.t = {}, {}, 0
    def step(self, layers):
        self.t += 1
        for i, layer in enumerate(layers):
            if not layer.trainable:
                continue
            for k in layer.params:
                g = layer.grads[k]
                key = (i, k)
                self.m[key] = self.b1 * self.m.get(key, 0) + (1 - self.b1) * g
                self.v[key] = self.b2 * self.v.get(key, 0) + (1 - self.b2) * g ** 2
                mh = self.m[key] / (1 - self.b1 ** self.t)
                vh = self.v[key] / (1 - self.b2 ** self.t)
                layer.params[k] -= self.lr * mh / (np.sqrt(vh) + self.eps)

class Model:
    def __init__(self, layers, loss, optimizer):
        self.layers, self.loss, self.optimizer = layers, loss, optimizer
    def fit(self, X, y, epochs=10, batch_size=32):
        for epoch in range(epochs):
            order = np.random.permutation(len(X))
            total = 0
            for k in range(0, len(X), batch_size):
                idx = order[k:k + batch_size]
                out = X[idx]
                for layer in self.layers:
                    out = layer.forward(out, train=True)
                total += self.loss.forward(out, y[idx]) * len(idx)
                d = self.loss.backward()
                for layer in reversed(self.layers):
                    d = layer.backward(d)
                self.optimizer.step(self.layers)
            print(f"epoch {epoch + 1}: {total / len(X):.4f}")
