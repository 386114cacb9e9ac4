import numpy as np
from mnist import MNIST

data = MNIST("./data")
images, labels = data.load_training()
images = np.array(images, dtype=np.float64) / 255.0
labels = np.array(labels)
y_train = np.eye(10)[labels]


def standardize(x):
    return (x - x.mean(axis=0, keepdims=True)) / (x.std(axis=0, keepdims=True) + 1e-8)


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


class Net:
    def __init__(self, n_in, n_hidden, n_out):
        self.W1 = np.random.randn(n_in, n_hidden) * np.sqrt(1 / n_in)
        self.b1 = np.zeros((1, n_hidden))
        self.W2 = np.random.randn(n_hidden, n_out) * np.sqrt(1 / n_hidden)
        self.b2 = np.zeros((1, n_out))

    def forward(self, X):
        X = standardize(X)
        self.H = np.tanh(X @ self.W1 + self.b1)
        self.P = softmax(self.H @ self.W2 + self.b2)
        return self.P

    def backward(self, X, Y, rate):
        X = standardize(X)
        D2 = (self.P - Y) / len(Y)
        D1 = (D2 @ self.W2.T) * (1 - self.H**2)
        self.W2 -= rate * self.H.T @ D2
        self.b2 -= rate * np.sum(D2)
        self.W1 -= rate * X.T @ D1
        self.b1 -= rate * np.sum(D1)


net = Net(784, 30, 10)
for epoch in range(300):
    guess = net.forward(images)
    net.backward(images, y_train, 0.3)
    if epoch % 50 == 0:
        print(epoch, np.mean(guess.argmax(axis=1) == labels))
