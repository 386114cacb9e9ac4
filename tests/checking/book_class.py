"""A class in the style of the book, right, and one that forgets σ′ in the hidden layers."""

BOOK = """
    import numpy as np

    class Network:
        def __init__(self, sizes):
            self.weights = [np.random.randn(n, m) for m, n in zip(sizes[:-1], sizes[1:])]
            self.biases = [np.random.randn(n, 1) for n in sizes[1:]]

        def backprop(self, x, y):
            activations, zs = [x], []
            for w, b in zip(self.weights, self.biases):
                zs.append(w @ activations[-1] + b)
                activations.append(sigmoid(zs[-1]))
            nabla_w, nabla_b = [None] * len(zs), [None] * len(zs)
            delta = (activations[-1] - y) * sigmoid_prime(zs[-1])
            nabla_w[-1], nabla_b[-1] = delta @ activations[-2].T, delta
            for l in range(2, len(zs) + 1):
                delta = self.weights[-l + 1].T @ delta * sigmoid_prime(zs[-l])
                nabla_b[-l] = delta
                nabla_w[-l] = delta @ activations[-l - 1].T
            return nabla_b, nabla_w

        def feedforward(self, a):
            for w, b in zip(self.weights, self.biases):
                a = sigmoid(w @ a + b)
            return a

    def sigmoid(z):
        return 1.0 / (1.0 + np.exp(-z))

    def sigmoid_prime(z):
        return sigmoid(z) * (1.0 - sigmoid(z))
"""
FORGETS = BOOK.replace(" @ delta * sigmoid_prime(zs[-l])", " @ delta")
