import numpy as np

class Activation:
    def __init__(self, name):
        self.name = name
    def f(self, z):
        if self.name == "relu":
            return np.maximum(0, z)
        elif self.name == "sigmoid":
            return 1.0 / (1.0 + np.exp(-z))
        elif self.name == "softmax":
            e = np.exp(z - np.max(z, axis=1, keepdims=True))
            return e / np.sum(e, axis=1, keepdims=True)
        raise ValueError("unknown activation")
    def df(self, z):
        if self.name == "relu":
            return (z > 0).astype(float)
        s = self.f(z)
        return s * (1 - s)

class Dense:
    def __init__(self, units, activation="relu", input_dim=None):
        self.units = units
        self.activation = Activation(activation)
        self.input_dim = input_dim
        self.W = None
        self.b = None
    def build(self, n_in):
        self.W = np.random.randn(n_in, self.units) * np.sqrt(2.0 / n_in)
        self.b = np.zeros((1, self.units))
    def forward(self, X):
        self.X = X
        self.Z = X @ self.W + self.b
        self.A = self.activation.f(self.Z)
        return self.A

class Sequential:
    def __init__(self):
        self.layers = []
        self.loss_history = []
    def add(self, layer):
        if len(self.layers) == 0:
            assert layer.input_dim is not None
            layer.build(layer.input_dim)
        else:
            layer.build(self.layers[-1].units)
        self.layers.append(layer)
    def compile(self, loss="categorical_crossentropy", lr=0.01):
        self.loss = loss
        self.lr = lr
    def forward(self, X):
        out = X
        for layer in self.layers:
            out = layer.forward(out)
        return out
    def backward(self, y):
        m = y.shape[0]
        last = self.layers[-1]
        dZ = (last.A - y) / m
        for i in range(len(self.layers) - 1, -1, -1):
            layer = self.layers[i]
            layer.dW = layer.X.T @ dZ
            layer.db = np.sum(dZ, axis=0, keepdims=True)
            if i > 0:
                dA = dZ @ layer.W.T
                dZ = dA * self.layers[i-1].activation.df(self.layers[i-1].Z)
        for layer in self.layers:
            layer.W -= self.lr * layer.dW
            layer.b -= self.lr * layer.db
    def fit(self, X, y, epochs=10, batch_size=32, verbose=1):
        for epoch in range(epochs):
            idx = np.random.permutation(len(X))
            for s in range(0, len(X), batch_size):
                b = idx[s:s+batch_size]
                self.forward(X[b])
                self.backward(y[b])
            p = self.forward(X)
            loss = -np.mean(np.sum(y * np.log(p + 1e-9), axis=1))
            self.loss_history.append(loss)
            if verbose:
                print(f"epoch {epoch} loss {loss:.4f}")
