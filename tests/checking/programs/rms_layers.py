import numpy as np

rng = np.random.default_rng(4)


class Layer:
    def __init__(self, n, m):
        self.weights = rng.normal(0, 0.5, (n, m))
        self.bias = np.zeros((1, m))
        self.cache_w = np.zeros((n, m))
        self.cache_b = np.zeros((1, m))

    def forward(self, x):
        self.x = x
        self.a = 1 / (1 + np.exp(-(x @ self.weights + self.bias)))
        return self.a

    def backward(self, error):
        self.delta = error * self.a * (1 - self.a)
        self.dw = self.x.T @ self.delta
        self.db = self.delta.sum(axis=0, keepdims=True)
        return self.delta @ self.weights.T

    def update(self, rate, rho=0.9, epsilon=1e-8):
        self.cache_w = rho * self.cache_w + (1 - rho) * self.dw**2
        self.cache_b = rho * self.cache_b + (1 - rho) * self.db**2
        self.weights -= rate * self.dw / (np.sqrt(self.cache_w) + epsilon)
        self.bias -= rate * self.db / (np.sqrt(self.cache_b) + epsilon)


x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], float)
y = np.array([[0], [1], [1], [0]], float)
layers = [Layer(2, 4), Layer(4, 1)]
for epoch in range(2000):
    a = x
    for layer in layers:
        a = layer.forward(a)
    error = a - y
    for layer in reversed(layers):
        error = layer.backward(error)
    for layer in layers:
        layer.update(0.05)
print(a.round(2))
