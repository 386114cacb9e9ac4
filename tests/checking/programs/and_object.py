import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def dsigmoid(x):
    return sigmoid(x) * (1 - sigmoid(x))


class Net:
    def __init__(self, inputs, targets, hidden=5):
        np.random.seed(4)
        self.inputs = inputs
        self.targets = targets
        self.w1 = np.random.randn(inputs.shape[1], hidden)
        self.w2 = np.random.randn(hidden, targets.shape[1])

    def feedforward(self):
        self.hidden = sigmoid(self.inputs @ self.w1)
        self.out = sigmoid(self.hidden @ self.w2)
        return self.out

    def backprop(self, lr=1.0):
        delta_out = (self.targets - self.out) * dsigmoid(self.out)
        delta_hid = (delta_out @ self.w2.T) * dsigmoid(self.hidden)
        self.w2 += lr * self.hidden.T @ delta_out
        self.w1 += lr * self.inputs.T @ delta_hid

    def train(self, iterations):
        for i in range(iterations):
            self.feedforward()
            self.backprop()
            if i % 200 == 0:
                print("loss", np.mean((self.targets - self.out) ** 2))


data = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
labels = np.array([[0, 1], [0, 1], [0, 1], [1, 0]])
net = Net(data, labels)
net.train(2000)
print(net.feedforward())
