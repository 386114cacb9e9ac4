"""Networks of layer objects, written as people write them."""

# One sample at a time as a column, the gradient applied on the way back.
COLUMNS = """
import numpy as np

class Layer:
    def __init__(self):
        self.input = None
        self.output = None

    def forward(self, input):
        pass

    def backward(self, output_gradient, learning_rate):
        pass

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
        return input_gradient

class Activation(Layer):
    def __init__(self, activation, activation_prime):
        self.activation = activation
        self.activation_prime = activation_prime

    def forward(self, input):
        self.input = input
        return self.activation(self.input)

    def backward(self, output_gradient, learning_rate):
        return np.multiply(output_gradient, self.activation_prime(self.input))

class Tanh(Activation):
    def __init__(self):
        tanh = lambda x: np.tanh(x)
        tanh_prime = lambda x: 1 - np.tanh(x) ** 2
        super().__init__(tanh, tanh_prime)

class Sigmoid(Activation):
    def __init__(self):
        def sigmoid(x):
            return 1 / (1 + np.exp(-x))
        def sigmoid_prime(x):
            s = sigmoid(x)
            return s * (1 - s)
        super().__init__(sigmoid, sigmoid_prime)

def mse(y_true, y_pred):
    return np.mean(np.power(y_true - y_pred, 2))

def mse_prime(y_true, y_pred):
    return 2 * (y_pred - y_true) / np.size(y_true)
"""

# The same idea with a row a sample, functions given to one activation layer, and a network class.
ROWS_FIT = """
import numpy as np

def tanh(x): return np.tanh(x)
def tanh_prime(x): return 1 - np.tanh(x)**2
def sigmoid(x): return 1/(1+np.exp(-x))
def sigmoid_prime(x): return sigmoid(x)*(1-sigmoid(x))

class FCLayer:
    def __init__(self, input_size, output_size):
        self.weights = np.random.rand(input_size, output_size) - 0.5
        self.bias = np.random.rand(1, output_size) - 0.5

    def forward_propagation(self, input_data):
        self.input = input_data
        self.output = self.input @ self.weights + self.bias
        return self.output

    def backward_propagation(self, output_error, learning_rate):
        input_error = output_error @ self.weights.T
        weights_error = self.input.T @ output_error
        self.weights -= learning_rate * weights_error
        self.bias -= learning_rate * output_error
        return input_error

class ActivationLayer:
    def __init__(self, activation, activation_prime):
        self.activation = activation
        self.activation_prime = activation_prime

    def forward_propagation(self, input_data):
        self.input = input_data
        return self.activation(input_data)

    def backward_propagation(self, output_error, learning_rate):
        return self.activation_prime(self.input) * output_error

def mse(y_true, y_pred): return np.mean((y_true-y_pred)**2)
def mse_prime(y_true, y_pred): return 2*(y_pred-y_true)/y_true.size

class Network:
    def __init__(self):
        self.layers = []
        self.loss = None
        self.loss_prime = None

    def add(self, layer):
        self.layers.append(layer)

    def use(self, loss, loss_prime):
        self.loss = loss
        self.loss_prime = loss_prime

    def predict(self, input_data):
        result = []
        for sample in input_data:
            out = sample
            for layer in self.layers:
                out = layer.forward_propagation(out)
            result.append(out)
        return result

    def fit(self, x_train, y_train, epochs, learning_rate):
        for epoch in range(epochs):
            err = 0
            for x, y in zip(x_train, y_train):
                out = x
                for layer in self.layers:
                    out = layer.forward_propagation(out)
                err += self.loss(y, out)
                error = self.loss_prime(y, out)
                for layer in reversed(self.layers):
                    error = layer.backward_propagation(error, learning_rate)
            print('epoch %d/%d error=%f' % (epoch + 1, epochs, err / len(x_train)))
"""

# Gradients in attributes, nothing returned: forward leaves `output`, backward leaves `dinputs`.
ATTRIBUTES = """
import numpy as np

class Layer_Dense:
    def __init__(self, n_inputs, n_neurons):
        self.weights = 0.01 * np.random.randn(n_inputs, n_neurons)
        self.biases = np.zeros((1, n_neurons))

    def forward(self, inputs):
        self.inputs = inputs
        self.output = np.dot(inputs, self.weights) + self.biases

    def backward(self, dvalues):
        self.dweights = np.dot(self.inputs.T, dvalues)
        self.dbiases = np.sum(dvalues, axis=0, keepdims=True)
        self.dinputs = np.dot(dvalues, self.weights.T)

class Activation_ReLU:
    def forward(self, inputs):
        self.inputs = inputs
        self.output = np.maximum(0, inputs)

    def backward(self, dvalues):
        self.dinputs = dvalues.copy()
        self.dinputs[self.inputs <= 0] = 0

class Activation_Softmax:
    def forward(self, inputs):
        exp_values = np.exp(inputs - np.max(inputs, axis=1, keepdims=True))
        self.output = exp_values / np.sum(exp_values, axis=1, keepdims=True)

    def backward(self, dvalues):
        self.dinputs = np.empty_like(dvalues)
        for i, (single_output, single_dvalues) in enumerate(zip(self.output, dvalues)):
            single_output = single_output.reshape(-1, 1)
            jacobian = np.diagflat(single_output) - np.dot(single_output, single_output.T)
            self.dinputs[i] = np.dot(jacobian, single_dvalues)

class Loss:
    def calculate(self, output, y):
        return np.mean(self.forward(output, y))

class Loss_CategoricalCrossentropy(Loss):
    def forward(self, y_pred, y_true):
        clipped = np.clip(y_pred, 1e-7, 1 - 1e-7)
        if len(y_true.shape) == 1:
            confidences = clipped[range(len(y_pred)), y_true]
        else:
            confidences = np.sum(clipped * y_true, axis=1)
        return -np.log(confidences)

    def backward(self, dvalues, y_true):
        samples = len(dvalues)
        self.dinputs = -y_true / dvalues / samples

class Activation_Softmax_Loss_CategoricalCrossentropy():
    def __init__(self):
        self.activation = Activation_Softmax()
        self.loss = Loss_CategoricalCrossentropy()

    def forward(self, inputs, y_true):
        self.activation.forward(inputs)
        self.output = self.activation.output
        return self.loss.calculate(self.output, y_true)

    def backward(self, dvalues, y_true):
        samples = len(dvalues)
        if len(y_true.shape) == 2:
            y_true = np.argmax(y_true, axis=1)
        self.dinputs = dvalues.copy()
        self.dinputs[range(samples), y_true] -= 1
        self.dinputs = self.dinputs / samples

class Optimizer_SGD:
    def __init__(self, learning_rate=1.0):
        self.learning_rate = learning_rate

    def update_params(self, layer):
        layer.weights += -self.learning_rate * layer.dweights
        layer.biases += -self.learning_rate * layer.dbiases
"""

# A list of layers for the constructor, gradients in attributes, the loss with softmax inside.
SEQUENTIAL = """
import numpy as np

class Linear:
    def __init__(self, in_features, out_features):
        self.W = np.random.randn(in_features, out_features) * np.sqrt(2 / in_features)
        self.b = np.zeros(out_features)

    def __call__(self, x):
        return self.forward(x)

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, dout):
        self.dW = self.x.T @ dout
        self.db = dout.sum(axis=0)
        return dout @ self.W.T

    def step(self, lr):
        self.W -= lr * self.dW
        self.b -= lr * self.db

class ReLU:
    def forward(self, x):
        self.mask = x > 0
        return x * self.mask

    def backward(self, dout):
        return dout * self.mask

class Sequential:
    def __init__(self, layers):
        self.layers = layers

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, dout):
        for layer in reversed(self.layers):
            dout = layer.backward(dout)
        return dout

    def step(self, lr):
        for layer in self.layers:
            if hasattr(layer, "step"):
                layer.step(lr)

class SoftmaxCrossEntropy:
    def forward(self, logits, y):
        shifted = logits - logits.max(axis=1, keepdims=True)
        self.p = np.exp(shifted) / np.exp(shifted).sum(axis=1, keepdims=True)
        self.y = y
        return -np.mean(np.sum(y * np.log(self.p + 1e-12), axis=1))

    def backward(self):
        return (self.p - self.y) / len(self.y)
"""

# The activation by its name inside the layer; no loss at all.
NAMED = """
import numpy as np

class Layer:
    def __init__(self, n_in, n_out, activation="sigmoid"):
        self.w = np.random.randn(n_out, n_in)
        self.b = np.zeros((n_out, 1))
        self.activation = activation

    def _f(self, z):
        if self.activation == "sigmoid":
            return 1 / (1 + np.exp(-z))
        if self.activation == "tanh":
            return np.tanh(z)
        return np.maximum(z, 0)

    def _df(self, z):
        if self.activation == "sigmoid":
            s = self._f(z)
            return s * (1 - s)
        if self.activation == "tanh":
            return 1 - np.tanh(z) ** 2
        return (z > 0).astype(float)

    def forward(self, a_prev):
        self.a_prev = a_prev
        self.z = self.w @ a_prev + self.b
        return self._f(self.z)

    def backward(self, da):
        m = da.shape[1]
        dz = da * self._df(self.z)
        self.dw = dz @ self.a_prev.T / m
        self.db = dz.sum(axis=1, keepdims=True) / m
        return self.w.T @ dz

    def update(self, lr):
        self.w -= lr * self.dw
        self.b -= lr * self.db
"""

# The network builds its layers from their sizes and is handed the targets.
SIZES = """
import numpy as np

class Dense:
    def __init__(self, n_in, n_out, activation):
        self.W = np.random.randn(n_in, n_out)
        self.b = np.zeros((1, n_out))
        self.activation = activation

    def forward(self, X):
        self.X = X
        self.Z = X.dot(self.W) + self.b
        self.A = np.tanh(self.Z) if self.activation == "tanh" else 1 / (1 + np.exp(-self.Z))
        return self.A

    def backward(self, dA):
        prime = 1 - self.A**2 if self.activation == "tanh" else self.A * (1 - self.A)
        self.dZ = dA * prime
        m = self.X.shape[0]
        self.grad_W = self.X.T.dot(self.dZ) / m
        self.grad_b = np.sum(self.dZ, axis=0, keepdims=True) / m
        return self.dZ.dot(self.W.T)

class MLP:
    def __init__(self, layer_sizes, activation="tanh", lr=0.1):
        self.layers = [Dense(a, b, activation) for a, b in zip(layer_sizes[:-1], layer_sizes[1:])]
        self.lr = lr

    def forward(self, X):
        for layer in self.layers:
            X = layer.forward(X)
        return X

    def backward(self, y):
        grad = self.layers[-1].A - y
        for layer in self.layers[::-1]:
            grad = layer.backward(grad)

    def update(self):
        for layer in self.layers:
            layer.W -= self.lr * layer.grad_W
            layer.b -= self.lr * layer.grad_b
"""

# One sample at a time, flat vectors, gradients added up until an update divides and clears them.
ADDING = """
import numpy as np

def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))

class FullyConnected:
    def __init__(self, n_in, n_out):
        self.weights = np.random.randn(n_out, n_in)
        self.biases = np.random.randn(n_out)
        self.grad_w = np.zeros_like(self.weights)
        self.grad_b = np.zeros_like(self.biases)

    def forward(self, x):
        self.x = x
        return np.dot(self.weights, x) + self.biases

    def backward(self, grad):
        self.grad_w += np.outer(grad, self.x)
        self.grad_b += grad
        return self.weights.T @ grad

    def update(self, eta, batch_size):
        self.weights -= eta * self.grad_w / batch_size
        self.biases -= eta * self.grad_b / batch_size
        self.grad_w = np.zeros_like(self.weights)
        self.grad_b = np.zeros_like(self.biases)

class Sigmoid:
    def forward(self, x):
        self.out = sigmoid(x)
        return self.out

    def backward(self, grad):
        return grad * self.out * (1 - self.out)

class MSE:
    def forward(self, prediction, target):
        self.diff = prediction - target
        return 0.5 * np.sum(self.diff ** 2)

    def backward(self):
        return self.diff
"""

# Lists, no NumPy.
LISTS = """
import math, random

class Layer:
    def __init__(self, n_in, n_out):
        self.w = [[random.uniform(-1, 1) for _ in range(n_in)] for _ in range(n_out)]
        self.b = [0.0] * n_out

    def forward(self, x):
        self.x = x
        self.a = []
        for row, bias in zip(self.w, self.b):
            z = sum(wi * xi for wi, xi in zip(row, x)) + bias
            self.a.append(1 / (1 + math.exp(-z)))
        return self.a

    def backward(self, grad):
        self.delta = [g * a * (1 - a) for g, a in zip(grad, self.a)]
        self.dw = [[d * xi for xi in self.x] for d in self.delta]
        self.db = self.delta[:]
        return [sum(self.w[j][i] * self.delta[j] for j in range(len(self.w)))
                for i in range(len(self.x))]
"""

# Layers that are handed their arrays, and a network that keeps them in a dict.
ARRAYS = """
import numpy as np
from collections import OrderedDict

class Affine:
    def __init__(self, W, b):
        self.W = W
        self.b = b
        self.x = None
        self.dW = None
        self.db = None

    def forward(self, x):
        self.x = x
        return np.dot(x, self.W) + self.b

    def backward(self, dout):
        dx = np.dot(dout, self.W.T)
        self.dW = np.dot(self.x.T, dout)
        self.db = np.sum(dout, axis=0)
        return dx

class Relu:
    def __init__(self):
        self.mask = None

    def forward(self, x):
        self.mask = (x <= 0)
        out = x.copy()
        out[self.mask] = 0
        return out

    def backward(self, dout):
        dout = dout.copy()
        dout[self.mask] = 0
        return dout

def softmax(x):
    x = x - np.max(x, axis=-1, keepdims=True)
    return np.exp(x) / np.sum(np.exp(x), axis=-1, keepdims=True)

class SoftmaxWithLoss:
    def __init__(self):
        self.loss = None
        self.y = None
        self.t = None

    def forward(self, x, t):
        self.t = t
        self.y = softmax(x)
        self.loss = -np.sum(t * np.log(self.y + 1e-7)) / len(x)
        return self.loss

    def backward(self, dout=1):
        batch_size = self.t.shape[0]
        return (self.y - self.t) / batch_size

class TwoLayerNet:
    def __init__(self, input_size, hidden_size, output_size, weight_init_std=0.01):
        self.params = {}
        self.params['W1'] = weight_init_std * np.random.randn(input_size, hidden_size)
        self.params['b1'] = np.zeros(hidden_size)
        self.params['W2'] = weight_init_std * np.random.randn(hidden_size, output_size)
        self.params['b2'] = np.zeros(output_size)
        self.layers = OrderedDict()
        self.layers['Affine1'] = Affine(self.params['W1'], self.params['b1'])
        self.layers['Relu1'] = Relu()
        self.layers['Affine2'] = Affine(self.params['W2'], self.params['b2'])
        self.lastLayer = SoftmaxWithLoss()

    def predict(self, x):
        for layer in self.layers.values():
            x = layer.forward(x)
        return x

    def loss(self, x, t):
        y = self.predict(x)
        return self.lastLayer.forward(y, t)

    def gradient(self, x, t):
        self.loss(x, t)
        dout = self.lastLayer.backward(1)
        for layer in reversed(list(self.layers.values())):
            dout = layer.backward(dout)
        return {'W1': self.layers['Affine1'].dW, 'b1': self.layers['Affine1'].db,
                'W2': self.layers['Affine2'].dW, 'b2': self.layers['Affine2'].db}
"""
