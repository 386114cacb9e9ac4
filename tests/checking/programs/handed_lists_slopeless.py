import math
import random

random.seed(6)


class Sorter:
    def __init__(self, n_inputs, n_hidden, n_outputs):
        self.n_inputs, self.n_hidden, self.n_outputs = n_inputs, n_hidden, n_outputs

    def forward(self, x, w1, b1, w2, b2):
        h = [0.0] * self.n_hidden
        for j in range(self.n_hidden):
            s = b1[j]
            for i in range(self.n_inputs):
                s += w1[i][j] * x[i]
            h[j] = 1 / (1 + math.exp(-s))
        s = [0.0] * self.n_outputs
        for k in range(self.n_outputs):
            s[k] = b2[k]
            for j in range(self.n_hidden):
                s[k] += w2[j][k] * h[j]
        e = [math.exp(one) for one in s]
        return h, [one / sum(e) for one in e]

    def backward(self, x, y, h, p, w2):
        dy = [p[k] - y[k] for k in range(self.n_outputs)]
        dw2 = [[0.0] * self.n_outputs for _ in range(self.n_hidden)]
        dh = [0.0] * self.n_hidden
        for k in range(self.n_outputs):
            for j in range(self.n_hidden):
                dw2[j][k] = dy[k] * h[j]
                dh[j] += dy[k] * w2[j][k]
        dw1 = [[0.0] * self.n_hidden for _ in range(self.n_inputs)]
        db1 = [0.0] * self.n_hidden
        for j in range(self.n_hidden):
            db1[j] = dh[j]
            for i in range(self.n_inputs):
                dw1[i][j] = db1[j] * x[i]
        return dw1, db1, dw2, dy

    def update(self, dw1, db1, dw2, db2, w1, b1, w2, b2, lr):
        for k in range(self.n_outputs):
            for j in range(self.n_hidden):
                w2[j][k] = w2[j][k] - lr * dw2[j][k]
            b2[k] = b2[k] - lr * db2[k]
        for j in range(self.n_hidden):
            for i in range(self.n_inputs):
                w1[i][j] = w1[i][j] - lr * dw1[i][j]
            b1[j] = b1[j] - lr * db1[j]
        return w1, b1, w2, b2

    def train(self, x, y, w1, b1, w2, b2, lr, n_epochs):
        for _ in range(n_epochs):
            total = 0.0
            for i in range(len(x)):
                h, p = self.forward(x[i], w1, b1, w2, b2)
                total -= sum(y[i][k] * math.log(p[k]) for k in range(self.n_outputs))
                steps = self.backward(x[i], y[i], h, p, w2)
                w1, b1, w2, b2 = self.update(*steps, w1, b1, w2, b2, lr)
            print(total / len(x))


points = [[random.uniform(-1, 1), random.uniform(-1, 1)] for _ in range(40)]
kinds = [1 if px * py > 0 else 0 for px, py in points]
labels = [[0, 1] if kind == 0 else [1, 0] for kind in kinds]
w1 = [[random.gauss(0, 1) for _ in range(3)] for _ in range(2)]
w2 = [[random.gauss(0, 1) for _ in range(2)] for _ in range(3)]
b1, b2 = [0.0, 0.0, 0.0], [0.0, 0.0]
Sorter(2, 3, 2).train(points, labels, w1, b1, w2, b2, 0.05, 10)
