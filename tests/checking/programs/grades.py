# hours of sleep and study -> grade
import numpy as np

X = np.array(([2, 9], [1, 5], [3, 6], [4, 4]), dtype=float)
y = np.array(([92], [86], [89], [70]), dtype=float)
X = X / np.amax(X, axis=0)
y = y / 100


class GradePredictor(object):
    def __init__(self, X, y, lr=0.4):
        self.X, self.y, self.lr = X, y, lr
        self.inputSize = 2
        self.hiddenSize = 3
        self.outputSize = 1
        self.W1 = np.random.randn(self.inputSize, self.hiddenSize)
        self.B1 = np.random.randn(self.hiddenSize)
        self.W2 = np.random.randn(self.hiddenSize, self.outputSize)
        self.B2 = np.random.randn(self.outputSize)

    def sigmoid(self, s, deriv=False):
        if deriv:
            return s * (1 - s)
        return 1 / (1 + np.exp(-s))

    def feedForward(self):
        self.z2 = self.sigmoid(np.dot(self.X, self.W1) + self.B1)
        return self.sigmoid(np.dot(self.z2, self.W2) + self.B2)

    def backward(self, output):
        self.output_error = self.y - output
        self.output_delta = self.output_error * self.sigmoid(output, deriv=True)
        self.z2_error = self.output_delta.dot(self.W2.T)
        self.z2_delta = self.z2_error * self.sigmoid(self.z2, deriv=True)
        self.W1 += self.lr * self.X.T.dot(self.z2_delta)
        self.B1 += self.lr * self.z2_delta.sum(axis=0)
        self.W2 += self.lr * self.z2.T.dot(self.output_delta)
        self.B2 += self.lr * self.output_delta.sum(axis=0)

    def train(self, iterations):
        for i in range(iterations):
            output = self.feedForward()
            self.backward(output)


NN = GradePredictor(X, y)
NN.train(1000)
print("Predicted Output: \n" + str(NN.feedForward()))
print("Loss: " + str(np.mean(np.square(y - NN.feedForward()))))
