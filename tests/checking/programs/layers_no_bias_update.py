import numpy as np
from keras.datasets import mnist
from keras.utils import np_utils


class FullyConnected:
    def __init__(self, inputs, outputs):
        self.weights = np.random.rand(inputs, outputs) - 0.5
        self.bias = np.random.rand(1, outputs) - 0.5

    def forward_propagation(self, data):
        self.data = data
        self.output = np.dot(data, self.weights) + self.bias
        return self.output

    def backward_propagation(self, error, rate):
        input_error = np.dot(error, self.weights.T)
        self.weights -= rate * np.dot(self.data.T, error)
        return input_error


class Activation:
    def __init__(self, function, prime):
        self.function = function
        self.prime = prime

    def forward_propagation(self, data):
        self.data = data
        return self.function(data)

    def backward_propagation(self, error, rate):
        return self.prime(self.data) * error


def tanh(x):
    return np.tanh(x)


def tanh_prime(x):
    return 1 - np.tanh(x) ** 2


class Net:
    def __init__(self):
        self.layers = []

    def add(self, layer):
        self.layers.append(layer)

    def predict(self, x):
        for layer in self.layers:
            x = layer.forward_propagation(x)
        return x

    def fit(self, x_train, y_train, epochs, rate):
        for i in range(epochs):
            for x, y in zip(x_train, y_train):
                output = self.predict(x)
                error = 2 * (output - y) / y.size
                for layer in reversed(self.layers):
                    error = layer.backward_propagation(error, rate)
            print('epoch %d/%d' % (i + 1, epochs))


(x_train, y_train), (x_test, y_test) = mnist.load_data()
x_train = x_train.reshape(x_train.shape[0], 1, 28 * 28).astype('float32') / 255
y_train = np_utils.to_categorical(y_train)

net = Net()
net.add(FullyConnected(28 * 28, 100))
net.add(Activation(tanh, tanh_prime))
net.add(FullyConnected(100, 10))
net.add(Activation(tanh, tanh_prime))
net.fit(x_train[:1000], y_train[:1000], epochs=35, rate=0.1)
