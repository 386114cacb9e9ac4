"""Layers on which Adam leaves its memory, one of them with L2 on weights and biases."""
import numpy as np

np.random.seed(4)


class Affine:
    def __init__(self, n_inputs, n_neurons, l2=0.0, bias_l2=0.0):
        self.weights = 0.3 * np.random.randn(n_inputs, n_neurons)
        self.biases = np.zeros((1, n_neurons))
        self.l2 = l2
        self.bias_l2 = bias_l2

    def forward(self, inputs):
        self.inputs = inputs
        self.output = inputs @ self.weights + self.biases

    def backward(self, dvalues):
        self.dweights = self.inputs.T @ dvalues
        self.dbiases = dvalues.sum(axis=0, keepdims=True)
        if self.l2 > 0:
            self.dweights += 2 * self.l2 * self.weights
        if self.bias_l2 > 0:
            self.dbiases += 2 * self.bias_l2 * self.biases
        self.dinputs = dvalues @ self.weights.T


class Hinge:
    def forward(self, inputs):
        self.inputs = inputs
        self.output = np.maximum(0, inputs)

    def backward(self, dvalues):
        self.dinputs = dvalues.copy()
        self.dinputs[self.inputs <= 0] = 0


class Squash:
    def forward(self, inputs):
        self.output = 1 / (1 + np.exp(-inputs))

    def backward(self, dvalues):
        self.dinputs = dvalues * (1 - self.output) * self.output


class BinaryCrossEntropy:
    def penalty(self, layer):
        total = 0
        if layer.l2 > 0:
            total += layer.l2 * np.sum(layer.weights * layer.weights)
        if layer.bias_l2 > 0:
            total += layer.bias_l2 * np.sum(layer.biases * layer.biases)
        return total

    def forward(self, predicted, y):
        p = np.clip(predicted, 1e-7, 1 - 1e-7)
        return np.mean(-(y * np.log(p) + (1 - y) * np.log(1 - p)))

    def backward(self, predicted, y):
        p = np.clip(predicted, 1e-7, 1 - 1e-7)
        self.dinputs = -(y / p - (1 - y) / (1 - p)) / y.shape[1] / len(y)


class Adam:
    def __init__(self, learning_rate=0.002, epsilon=1e-7, beta_1=0.9, beta_2=0.999):
        self.learning_rate, self.epsilon = learning_rate, epsilon
        self.beta_1, self.beta_2 = beta_1, beta_2
        self.iterations = 0

    def update(self, layer):
        if not hasattr(layer, "weight_cache"):
            layer.weight_momentums = np.zeros_like(layer.weights)
            layer.weight_cache = np.zeros_like(layer.weights)
            layer.bias_momentums = np.zeros_like(layer.biases)
            layer.bias_cache = np.zeros_like(layer.biases)
        one, two = self.beta_1, self.beta_2
        layer.weight_momentums = one * layer.weight_momentums + (1 - one) * layer.dweights
        layer.bias_momentums = one * layer.bias_momentums + (1 - one) * layer.dbiases
        layer.weight_cache = two * layer.weight_cache + (1 - two) * layer.dweights**2
        layer.bias_cache = two * layer.bias_cache + (1 - two) * layer.dbiases**2
        rise, fall = 1 - one ** (self.iterations + 1), 1 - two ** (self.iterations + 1)
        layer.weights -= self.learning_rate * (layer.weight_momentums / rise) / (
            np.sqrt(layer.weight_cache / fall) + self.epsilon
        )
        layer.biases -= self.learning_rate * (layer.bias_momentums / rise) / (
            np.sqrt(layer.bias_cache / fall) + self.epsilon
        )


X = np.random.rand(60, 2) - 0.5
y = (X[:, :1] * X[:, 1:] > 0).astype(float)

dense1 = Affine(2, 16, l2=5e-4, bias_l2=5e-4)
activation1 = Hinge()
dense2 = Affine(16, 1)
activation2 = Squash()
loss_function = BinaryCrossEntropy()
optimizer = Adam()

for epoch in range(201):
    dense1.forward(X)
    activation1.forward(dense1.output)
    dense2.forward(activation1.output)
    activation2.forward(dense2.output)
    data_loss = loss_function.forward(activation2.output, y)
    loss = data_loss + loss_function.penalty(dense1) + loss_function.penalty(dense2)
    if epoch % 100 == 0:
        print(f"epoch {epoch}, loss {loss:.3f}")

    loss_function.backward(activation2.output, y)
    activation2.backward(loss_function.dinputs)
    dense2.backward(activation2.dinputs)
    activation1.backward(dense2.dinputs)
    dense1.backward(activation1.dinputs)

    optimizer.update(dense1)
    optimizer.update(dense2)
    optimizer.iterations += 1
