import numpy as np

class Linear:
    def __init__(self, n_in, n_out):
        self.W = np.random.randn(n_in, n_out) * 0.5
        self.b = np.zeros(n_out)
        self.dW = np.zeros_like(self.W); self.db = np.zeros_like(self.b)

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, grad):
        self.dW += self.x.T @ grad
        self.db += grad.sum(axis=0)
        return grad @ self.W.T

    def zero_grad(self):
        self.dW[:] = 0; self.db[:] = 0

class Sigmoid:
    def forward(self, x):
        self.a = 1 / (1 + np.exp(-x))
        return self.a

    def backward(self, grad):
        return grad * self.a * (1 - self.a)

class MSE:
    def forward(self, pred, y):
        self.d = pred - y
        return 0.5 * (self.d ** 2).sum(axis=1).mean()

    def backward(self):
        return self.d / len(self.d)

np.random.seed(0)
X = np.array([[0, 0], [0, 1], [1, 0], [1, 1.]])
Y = np.array([[0], [1], [1], [0.]])
layers = [Linear(2, 4), Sigmoid(), Linear(4, 1), Sigmoid()]
loss = MSE()
for epoch in range(5000):
    out = X
    for layer in layers:
        out = layer.forward(out)
    cost = loss.forward(out, Y)
    [l.zero_grad() for l in layers if hasattr(l, "W")]
    grad = loss.backward()
    for layer in reversed(layers):
        grad = layer.backward(grad)
    for layer in layers:
        if hasattr(layer, "W"):
            layer.W += 0.5 * layer.dW
            layer.b -= 0.5 * layer.db
    if epoch % 500 == 0:
        print(epoch, cost)
