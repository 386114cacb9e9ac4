import numpy as np

class Net:
    def __init__(self, n_in=2, n_hidden=4, n_out=1, lr=0.3):
        self.w1 = np.random.randn(n_in, n_hidden); self.b1 = np.zeros(n_hidden)
        self.w2 = np.random.randn(n_hidden, n_out); self.b2 = np.zeros(n_out)
        self.lr = lr

    def forward(self, X):
        self.hidden = np.tanh(X @ self.w1 + self.b1)
        self.out = 1.0 / (1.0 + np.exp(-(self.hidden @ self.w2 + self.b2)))
        return self.out

    def backward(self, X, T):
        d2 = (self.out - T) * self.out * (1.0 - self.out) / len(X)
        d1 = d2 @ self.w2.T * (1.0 - self.hidden ** 2)
        self.w2 -= self.lr * self.hidden.T @ d2
        self.b2 -= self.lr * d2.sum(axis=0)
        self.w1 -= self.lr * X.T @ d1
        self.b1 -= self.lr * d1.sum(axis=0)

X = np.array([[0.1, 0.9], [0.8, 0.2], [0.7, 0.6]])
T = np.array([[0.9], [0.3], [0.5]])
net = Net()
net.forward(X)
for i in range(1000):
    net.backward(X, T)
