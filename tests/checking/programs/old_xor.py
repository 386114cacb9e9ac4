import numpy as np

# written for python 2.7
def sigmoid(x):
    return 1.0 / (1.0 + np.exp(-x))

X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
Y = np.array([[0], [1], [1], [0]])

np.random.seed(13)
W0 = np.random.randn(2, 3)
bias0 = np.random.randn(3)
W1 = np.random.randn(3, 1)
bias1 = np.random.randn(1)
eta = 0.9

for epoch in xrange(10000):
    hidden = sigmoid(np.dot(X, W0) + bias0)
    output = sigmoid(np.dot(hidden, W1) + bias1)
    delta1 = (output - Y) * output * (1 - output)
    delta0 = np.dot(delta1, W1.T) * hidden * (1 - hidden)
    W1 -= eta * np.dot(hidden.T, delta1)
    bias1 -= eta * delta1.sum(axis=0)
    W0 -= eta * np.dot(X.T, delta0)
    bias0 -= eta * delta0.sum(axis=0)
    if epoch % 1000 == 0:
        print "epoch", epoch, "error", np.sum((Y - output) ** 2) / 2

print output
