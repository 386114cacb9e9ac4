import numpy as np
class Layer:
    def __init__(self):
        self.input = None
class Dense(Layer):
    def __init__(self, input_size, output_size):
        self.weights = np.random.randn(output_size, input_size)
        self.bias = np.random.randn(output_size, 1)
    def forward(self, input):
        self.input = input
        return np.dot(self.weights, self.input) + self.bias
    def backward(self, output_gradient, learning_rate):
        weights_gradient = np.dot(output_gradient, self.input.T)
        input_gradient = np.dot(self.weights.T, output_gradient)
        self.weights -= learning_rate * weights_gradient
        self.bias -= learning_rate * output_gradient
        return np.dot(self.weights.T, output_gradient)
class Activation(Layer):
    def __init__(self, f, fp):
        self.f, self.fp = f, fp
    def forward(self, input):
        self.input = input
        return self.f(input)
    def backward(self, output_gradient, learning_rate):
        return output_gradient * self.fp(self.input)
class Tanh(Activation):
    def __init__(self):
        super().__init__(np.tanh, lambda x: 1 - np.tanh(x)**2)
def mse(y_true, y_pred): return np.mean((y_true - y_pred)**2)
def mse_prime(y_true, y_pred): return 2*(y_pred - y_true)/np.size(y_true)
