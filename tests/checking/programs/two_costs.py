import numpy as np


class Model:
    def __init__(self, layer_dims):
        self.L = len(layer_dims) - 1
        self.parameters = {}
        for l in range(1, self.L + 1):
            scale = np.sqrt(2 / layer_dims[l - 1])
            self.parameters[f"W{l}"] = np.random.randn(layer_dims[l], layer_dims[l - 1]) * scale
            self.parameters[f"b{l}"] = np.zeros((layer_dims[l], 1))

    def forward_propagation(self, X):
        A, caches = X, []
        for l in range(1, self.L + 1):
            Z = self.parameters[f"W{l}"] @ A + self.parameters[f"b{l}"]
            caches.append((A, Z))
            A = np.maximum(Z, 0) if l < self.L else 1 / (1 + np.exp(-Z))
        return A, caches

    def compute_cost(self, AL, Y):
        m = Y.shape[1]
        return -(1 / m) * np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL))

    def compute_cost_reg(self, AL, Y, lambd):
        m = Y.shape[1]
        squares = sum(np.sum(self.parameters[f"W{l}"] ** 2) for l in range(1, self.L + 1))
        return self.compute_cost(AL, Y) + lambd / (2 * m) * squares

    def backward_propagation(self, AL, Y, caches, lambd=0):
        m, grads = Y.shape[1], {}
        dZ = AL - Y
        for l in reversed(range(1, self.L + 1)):
            A, _ = caches[l - 1]
            W = self.parameters[f"W{l}"]
            grads[f"dW{l}"] = dZ @ A.T / m + lambd / m * W
            grads[f"db{l}"] = np.sum(dZ, axis=1, keepdims=True) / m
            if l > 1:
                dZ = (W.T @ dZ) * (caches[l - 2][1] > 0)
        return grads

    def update_parameters(self, grads, learning_rate):
        for l in range(1, self.L + 1):
            self.parameters[f"W{l}"] -= learning_rate * grads[f"dW{l}"]
            self.parameters[f"b{l}"] -= learning_rate * grads[f"db{l}"]
