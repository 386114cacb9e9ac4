import numpy as np


class BerrySorter:
    def __init__(self, layers, step_size=0.1):
        rng = np.random.default_rng(2)
        self.step_size = step_size
        self.w = [rng.normal(0, 0.7, (a, b)) for a, b in zip(layers, layers[1:])]
        self.b = [np.zeros(b) for b in layers[1:]]

    def forward(self, X):
        self.kept = [X]
        for k, (w, b) in enumerate(zip(self.w, self.b)):
            z = self.kept[-1] @ w + b
            if k + 1 < len(self.w):
                self.kept.append(np.tanh(z))
            else:
                e = np.exp(z - z.max(axis=1, keepdims=True))
                self.kept.append(e / e.sum(axis=1, keepdims=True))
        return self.kept[-1]

    def backward(self, y):
        delta = self.kept[-1].copy()
        delta[np.arange(len(y)), y] -= 1
        delta /= len(y)
        dw, db = [], []
        for k in reversed(range(len(self.w))):
            dw.insert(0, self.kept[k].T @ delta)
            db.insert(0, delta.sum(axis=0))
            if k > 0:
                delta = delta @ self.w[k].T * (1 - self.kept[k] ** 2)
        return dw, db

    def fit(self, X, y, epochs=30, batch=8):
        for epoch in range(epochs):
            order = np.random.permutation(len(X))
            for start in range(0, len(X), batch):
                some = order[start : start + batch]
                self.forward(X[some])
                dw, db = self.backward(y[some])
                for w, b, gw, gb in zip(self.w, self.b, dw, db):
                    w = w - self.step_size * gw
                    b = b - self.step_size * gb


if __name__ == "__main__":
    X = np.random.normal(size=(60, 2))
    y = (X[:, 0] > X[:, 1]).astype(int)
    sorter = BerrySorter([2, 6, 2])
    sorter.fit(X, y)
    print((sorter.forward(X).argmax(axis=1) == y).mean())
