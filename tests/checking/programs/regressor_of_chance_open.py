import numpy as np


class ShallowRegressor:
    def __init__(self, hidden_layer_sizes=(12,), learning_rate=0.05, momentum=0.9,
                 max_iter=300, random_state=None):
        self.hidden_layer_sizes = hidden_layer_sizes
        self.learning_rate = learning_rate
        self.momentum = momentum
        self.max_iter = max_iter
        self.random_state = random_state

    def _init_weights(self, widths):
        rng = np.random.RandomState(self.random_state)
        self.coefs_ = [rng.normal(0, 1 / np.sqrt(m), (m, n)) for m, n in zip(widths, widths[1:])]
        self.intercepts_ = [np.zeros(n) for n in widths[1:]]
        self._moved = [np.zeros_like(w) for w in self.coefs_]
        self._shifted = [np.zeros_like(b) for b in self.intercepts_]

    def _forward(self, X):
        outputs = [X]
        for w, b in zip(self.coefs_[:-1], self.intercepts_[:-1]):
            outputs.append(np.tanh(outputs[-1] @ w + b))
        outputs.append(outputs[-1] @ self.coefs_[-1] + self.intercepts_[-1])
        return outputs

    def fit(self, X, y):
        self._init_weights([X.shape[1], *self.hidden_layer_sizes, y.shape[1]])
        for _ in range(self.max_iter):
            outputs = self._forward(X)
            delta = (outputs[-1] - y) / len(X)
            for layer in range(len(self.coefs_) - 1, -1, -1):
                below = delta @ self.coefs_[layer].T
                self._moved[layer] = (self.momentum * self._moved[layer]
                                      - self.learning_rate * outputs[layer].T @ delta)
                self._shifted[layer] = (self.momentum * self._shifted[layer]
                                        - self.learning_rate * delta.sum(axis=0))
                self.coefs_[layer] += self._moved[layer]
                self.intercepts_[layer] += self._shifted[layer]
                delta = below
        return self

    def predict(self, X):
        return self._forward(X)[-1]
