import numpy as np


def made_points(n=100):
    inputs, labels = [], []
    for point in np.random.uniform(0, 1, (n, 2)):
        inputs.append([point[0], point[1]])
        distance = (point[0] - point[1]) / 1.414
        labels.append(0 if distance > 0 else 1)
    return np.array(inputs), np.array(labels).reshape(n, 1)


class Dense:
    def __init__(self, n, m, lr):
        self.w, self.b, self.lr = np.random.rand(n, m) - 0.5, np.random.rand(1, m) - 0.5, lr

    def forward(self, x):
        self.x = x
        return x @ self.w + self.b

    def backward(self, d):
        back = d @ self.w.T
        self.w -= self.lr * self.x.T @ d
        self.b -= self.lr * d.sum(axis=0)
        return back


class Sigmoid:
    def forward(self, x):
        self.y = 1 / (1 + np.exp(-x))
        return self.y

    def backward(self, d):
        return d * self.y * (1 - self.y)


class Net:
    def __init__(self, n, hidden, lr):
        self.fc1, self.act1 = Dense(n, hidden, lr), Sigmoid()
        self.fc2, self.act2 = Dense(hidden, hidden, lr), Sigmoid()
        self.fc3, self.act3 = Dense(hidden, 1, lr), Sigmoid()

    def forward(self, x):
        x = self.fc1.forward(x)
        x = self.act1.forward(x)
        x = self.fc2.forward(x)
        x = self.act2.forward(x)
        x = self.fc3.forward(x)
        return self.act3.forward(x)

    def backward(self, d):
        d = self.act3.backward(d)
        d = self.fc3.backward(d)
        d = self.act2.backward(d)
        d = self.fc2.backward(d)
        d = self.act1.backward(d)
        return self.fc1.backward(d)


x, y = made_points()
net = Net(2, 8, 0.1)
for epoch in range(20000):
    out = net.forward(x)
    loss = np.mean((out - y) ** 2)
    net.backward(2 * (out - y) / len(y))
    if epoch % 5000 == 0:
        print(epoch, loss)
