import numpy as np

class DataLoader:
    def __init__(self, x, y, batch_size=16, shuffle=True):
        self.x = x
        self.y = y
        self.batch_size = batch_size
        self.shuffle = shuffle

    def __iter__(self):
        idx = np.arange(len(self.x))
        if self.shuffle:
            np.random.shuffle(idx)
        for i in range(0, len(self.x), self.batch_size):
            j = idx[i:i + self.batch_size]
            yield self.x[j], self.y[j]

class MLP:
    def __init__(self, n_in, n_hidden, n_out):
        self.W1 = np.random.randn(n_in, n_hidden) * np.sqrt(2 / n_in)
        self.b1 = np.zeros(n_hidden)
        self.W2 = np.random.randn(n_hidden, n_out) * np.sqrt(2 / n_hidden)
        self.b2 = np.zeros(n_out)

    def forward(self, x):
        self.x = x
        self.z1 = x @ self.W1 + self.b1
        self.h = np.maximum(self.z1, 0)
        self.z2 = self.h @ self.W2 + self.b2
        e = np.exp(self.z2 - self.z2.max(axis=1, keepdims=True))
        self.p = e / e.sum(axis=1, keepdims=True)
        return self.p

    def backward(self, y):
        n = len(y)
        d = self.p.copy()
        d[np.arange(n), y] -= 1
        d /= n
        self.dW2 = self.h.T @ d
        self.db2 = d.sum(axis=0)
        dh = d @ self.W2.T
        dh[self.z1 <= 0] = 0
        self.dW1 = self.x.T @ dh
        self.db1 = dh.sum(axis=0)

    def step(self, lr):
        self.W1 -= lr * self.dW1
        self.b1 -= lr * self.db1
        self.W2 -= lr * self.dW2
        self.b2 -= lr * self.db2

class Trainer:
    def __init__(self, model, train_loader, lr):
        self.model = model
        self.train_loader = train_loader
        self.lr = lr

    def run_epoch(self):
        losses = []
        for x, y in self.train_loader:
            p = self.model.forward(x)
            losses.append(-np.log(p[np.arange(len(y)), y]).mean())
            self.model.backward(y)
            self.model.step(self.lr)
        return np.mean(losses)
np.random.seed(0)
points = np.random.randn(64, 4)
trainer = Trainer(MLP(4, 8, 2), DataLoader(points, (points[:, 0] > 0).astype(int)), 0.1)
for epoch in range(5):
    print(epoch, trainer.run_epoch())
