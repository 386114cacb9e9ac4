import numpy as np

class Dense:
    def __init__(self, nin, nout):
        self.W = np.random.randn(nin, nout) * np.sqrt(2 / nin)
        self.b = np.zeros(nout)
    def forward(self, x):
        self.x = x
        return x @ self.W + self.b
    def backward(self, g):
        self.dW = self.x.T @ g
        self.db = g.sum(axis=0)
        return g @ self.W.T

class ReLU:
    def forward(self, x):
        self.mask = x > 0
        return x * self.mask
    def backward(self, g):
        return g * self.mask

class SoftmaxCE:
    def forward(self, z, t):
        e = np.exp(z - z.max(axis=1, keepdims=True))
        self.p = e / e.sum(axis=1, keepdims=True)
        self.t = t
        return -np.mean(np.sum(t * np.log(self.p + 1e-12), axis=1))
    def backward(self):
        return (self.p - self.t) / len(self.t)

class Model:
    def __init__(self, sizes):
        self.layers = []
        for i, (a, b) in enumerate(zip(sizes, sizes[1:])):
            self.layers.append(Dense(a, b))
            if i < len(sizes) - 2:
                self.layers.append(ReLU())
        self.loss = SoftmaxCE()
    def forward(self, x):
        for l in self.layers:
            x = l.forward(x)
        return x
    def train_step(self, x, t, lr=0.1):
        loss = self.loss.forward(self.forward(x), t)
        g = self.loss.backward()
        for l in reversed(self.layers):
            g = l.backward(g)
        for l in self.layers:
            if isinstance(l, Dense):
                l.W -= lr * l.dW
                l.b -= lr * l.db
        return loss
