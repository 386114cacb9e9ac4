import numpy as np

np.random.seed(0)


class Linear:
    def __init__(self, n_in, n_out):
        self.W = np.random.uniform(-1, 1, size=(n_out, n_in))
        self.b = np.zeros(n_out)
        self.dW = np.zeros_like(self.W)
        self.db = np.zeros_like(self.b)

    def forward(self, x):
        self.x = x
        return x @ self.W.T + self.b

    def backward(self, dout):
        self.dw = dout.T @ self.x
        self.db = dout.sum(axis=0)
        return dout @ self.W


X = np.random.rand(30, 5)
Y = np.eye(3)[np.random.randint(0, 3, 30)]
one, two = Linear(5, 8), Linear(8, 3)
for epoch in range(100):
    z = one.forward(X)
    h = np.tanh(z)
    logits = two.forward(h)
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    probs = e / e.sum(axis=1, keepdims=True)
    loss = -np.mean(np.sum(Y * np.log(probs), axis=1))
    dh = two.backward((probs - Y) / len(X))
    one.backward(dh * (1 - h**2))
    for layer in (one, two):
        layer.W -= 0.1 * layer.dW
        layer.b -= 0.1 * layer.db
    print(loss)
