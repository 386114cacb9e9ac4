import numpy as np

def sigmoid(z):
    return 1/(1+np.exp(-z))

class Network:
    def __init__(self, sizes):
        self.weights = [np.random.randn(b, a) for a, b in zip(sizes, sizes[1:])]
        self.biases = [np.random.randn(b, 1) for b in sizes[1:]]

    def feedforward(self, x):
        for w, b in zip(self.weights, self.biases):
            x = sigmoid(np.dot(w, x) + b)
        return x

    def cost(self, x, y):
        return 0.5*np.sum((self.feedforward(x) - y)**2)

    def backprop(self, x, y):
        a = [x]
        for w, b in zip(self.weights, self.biases):
            a.append(sigmoid(np.dot(w, a[-1]) + b))
        dw = [0]*len(self.weights)
        db = [np.zeros_like(b) for b in self.biases]
        delta = a[-1] - y
        for l in reversed(range(len(self.weights))):
            dw[l] = np.dot(delta, a[l].T)
            delta = np.dot(self.weights[l].T, delta)*a[l]*(1 - a[l])
        return dw, db
