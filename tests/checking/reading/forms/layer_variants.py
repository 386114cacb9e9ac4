"""More networks of layer objects, and the classes around them."""

# Params and grads in dicts, a base class, an optimizer for the whole network.
DICTS = """
import numpy as np
from typing import Dict, Callable

class Layer:
    def __init__(self) -> None:
        self.params: Dict[str, np.ndarray] = {}
        self.grads: Dict[str, np.ndarray] = {}

    def forward(self, inputs):
        raise NotImplementedError

    def backward(self, grad):
        raise NotImplementedError

class Linear(Layer):
    def __init__(self, input_size: int, output_size: int) -> None:
        super().__init__()
        self.params["w"] = np.random.randn(input_size, output_size)
        self.params["b"] = np.random.randn(output_size)

    def forward(self, inputs):
        self.inputs = inputs
        return inputs @ self.params["w"] + self.params["b"]

    def backward(self, grad):
        self.grads["b"] = np.sum(grad, axis=0)
        self.grads["w"] = self.inputs.T @ grad
        return grad @ self.params["w"].T

class Activation(Layer):
    def __init__(self, f, f_prime) -> None:
        super().__init__()
        self.f = f
        self.f_prime = f_prime

    def forward(self, inputs):
        self.inputs = inputs
        return self.f(inputs)

    def backward(self, grad):
        return self.f_prime(self.inputs) * grad

def tanh(x):
    return np.tanh(x)

def tanh_prime(x):
    y = np.tanh(x)
    return 1 - y ** 2

class Tanh(Activation):
    def __init__(self):
        super().__init__(tanh, tanh_prime)

class MSE:
    def loss(self, predicted, actual):
        return np.sum((predicted - actual) ** 2)

    def grad(self, predicted, actual):
        return 2 * (predicted - actual)

class NeuralNet:
    def __init__(self, layers) -> None:
        self.layers = layers

    def forward(self, inputs):
        for layer in self.layers:
            inputs = layer.forward(inputs)
        return inputs

    def backward(self, grad):
        for layer in reversed(self.layers):
            grad = layer.backward(grad)
        return grad

    def params_and_grads(self):
        for layer in self.layers:
            for name, param in layer.params.items():
                yield param, layer.grads[name]

class SGD:
    def __init__(self, lr: float = 0.01) -> None:
        self.lr = lr

    def step(self, net) -> None:
        for param, grad in net.params_and_grads():
            param -= self.lr * grad
"""

# Everything is done by train_step, with loss and rate in the constructor, gradients kept nowhere.
TRAIN_STEP = """
import numpy as np

class Sigmoid:
    def forward(self, z):
        self.a = 1 / (1 + np.exp(-z))
        return self.a

    def backward(self, da):
        return da * self.a * (1 - self.a)

class Dense:
    def __init__(self, n_in, n_out, lr=0.1):
        self.W = np.random.randn(n_in, n_out) * 0.1
        self.b = np.zeros((1, n_out))
        self.lr = lr

    def forward(self, x):
        self.x = x
        return np.dot(x, self.W) + self.b

    def backward(self, dz):
        dx = np.dot(dz, self.W.T)
        self.W -= self.lr * np.dot(self.x.T, dz)
        self.b -= self.lr * np.sum(dz, axis=0, keepdims=True)
        return dx

class BinaryCrossEntropy:
    def __call__(self, y_pred, y_true):
        return -np.mean(np.sum(y_true * np.log(y_pred) + (1 - y_true) * np.log(1 - y_pred), axis=1))

    def gradient(self, y_pred, y_true):
        return (y_pred - y_true) / (y_pred * (1 - y_pred)) / len(y_true)

class Model:
    def __init__(self, loss):
        self.loss = loss
        self.layers = []

    def add(self, layer):
        self.layers.append(layer)

    def predict(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def train_step(self, x, y):
        out = self.predict(x)
        grad = self.loss.gradient(out, y)
        for layer in reversed(self.layers):
            grad = layer.backward(grad)
        return self.loss(out, y)
"""

# A softmax layer that lets the gradient through, the loss knows; sizes by name.
SHORTCUT = """
import numpy as np

class FullyConnectedLayer:
    def __init__(self, input_dim, output_dim):
        self.weights = np.random.randn(output_dim, input_dim)
        self.biases = np.zeros((output_dim, 1))

    def forward(self, inputs):
        self.inputs = inputs
        return self.weights @ inputs + self.biases

    def backward(self, grad_output):
        m = grad_output.shape[1]
        self.weights_grad = grad_output @ self.inputs.T / m
        self.biases_grad = np.mean(grad_output, axis=1, keepdims=True)
        return self.weights.T @ grad_output

    def update_weights(self, learning_rate):
        self.weights -= learning_rate * self.weights_grad
        self.biases -= learning_rate * self.biases_grad

class TanhLayer:
    def forward(self, inputs):
        self.output = np.tanh(inputs)
        return self.output

    def backward(self, grad_output):
        return grad_output * (1 - self.output ** 2)

class SoftmaxLayer:
    def forward(self, inputs):
        e = np.exp(inputs - np.max(inputs, axis=0, keepdims=True))
        return e / np.sum(e, axis=0, keepdims=True)

    def backward(self, grad_output):
        return grad_output  # with cross-entropy

class CrossEntropyLoss:
    def forward(self, predictions, targets):
        self.predictions, self.targets = predictions, targets
        return -np.sum(targets * np.log(predictions)) / targets.shape[1]

    def backward(self):
        return self.predictions - self.targets

class NeuralNetwork:
    def __init__(self, input_size, hidden_sizes, output_size):
        self.layers = []
        previous = input_size
        for size in hidden_sizes:
            self.layers += [FullyConnectedLayer(previous, size), TanhLayer()]
            previous = size
        self.layers += [FullyConnectedLayer(previous, output_size), SoftmaxLayer()]
        self.loss = CrossEntropyLoss()

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, y_true, y_pred):
        self.loss.forward(y_pred, y_true)
        grad = self.loss.backward()
        for layer in reversed(self.layers):
            grad = layer.backward(grad)

    def update(self, lr):
        for layer in self.layers:
            if isinstance(layer, FullyConnectedLayer):
                layer.update_weights(lr)
"""

# `backward` returns all three; functions for one cost and its derivative; a slope of its own.
RETURNED = """
import numpy as np

class Dense:
    def __init__(self, n_in, n_out):
        self.W = np.random.randn(n_in, n_out)
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W + self.b

    def backward(self, grad):
        dW = self.X.T @ grad / len(grad)
        db = grad.mean(axis=0)
        dX = grad @ self.W.T
        return dX, dW, db

class LeakyReLU:
    def __init__(self, alpha=0.01):
        self.alpha = alpha

    def forward(self, X):
        self.X = X
        return np.where(X > 0, X, self.alpha * X)

    def backward(self, grad):
        return grad * np.where(self.X > 0, 1, self.alpha)

def quadratic_cost(a, y):
    return 0.5 * np.sum((a - y) ** 2) / len(a)

def quadratic_cost_derivative(a, y):
    return a - y
"""

# Layers called like functions, activations by class, the logits' loss.
CALLED = """
import numpy as np

class ReLU:
    def __call__(self, x):
        self.x = x
        return np.maximum(x, 0)
    def backward(self, g):
        return g * (self.x > 0)

class Identity:
    def __call__(self, x):
        return x
    def backward(self, g):
        return g

class Layer:
    def __init__(self, fan_in, fan_out, act=ReLU):
        self.w = np.random.randn(fan_in, fan_out)
        self.b = np.zeros(fan_out)
        self.act = act()
    def __call__(self, x):
        self.x = x
        return self.act(x @ self.w + self.b)
    def backward(self, g):
        self.dz = self.act.backward(g)
        self.dw = self.x.T @ self.dz
        self.db = self.dz.sum(0)
        return self.dz @ self.w.T

def cross_entropy_with_logits(logits, y):
    s = logits - logits.max(1, keepdims=True)
    return -(y * (s - np.log(np.exp(s).sum(1, keepdims=True)))).sum(1).mean()

def cross_entropy_with_logits_grad(logits, y):
    e = np.exp(logits - logits.max(1, keepdims=True))
    return (e / e.sum(1, keepdims=True) - y) / len(y)
"""
