import numpy as np

class Layer:
    def __init__(self, shape, activation):
        self.n_in, self.n_out = shape
        self.W = np.random.randn(self.n_in, self.n_out) * 0.1
        self.b = np.zeros((1, self.n_out))
        self.activation = activation

    def forward(self, x):
        self.x = x
        z = x.dot(self.W) + self.b
        self.a = 1 / (1 + np.exp(-z)) if self.activation == 'sigmoid' else np.tanh(z)
        return self.a

    def backward(self, grad, lr):
        if self.activation == 'sigmoid':
            dz = grad * self.a * (1 - self.a)
        else:
            dz = grad * (1 - self.a ** 2)
        dx = dz.dot(self.W.T)
        self.W -= lr * self.x.T.dot(dz)
        self.b -= lr * dz.sum(axis=0, keepdims=True)
        return dx

class Net:
    def __init__(self):
        self.layers = []

    def add_layer(self, shape, activation='sigmoid'):
        self.layers.append(Layer(shape, activation))

    def predict(self, x):
        for l in self.layers:
            x = l.forward(x)
        return x

    def fit(self, x, y, epochs=100, lr=0.1):
        for _ in range(epochs):
            out = self.predict(x)
            grad = out - y
            for l in reversed(self.layers):
                grad = l.backward(grad, lr)
