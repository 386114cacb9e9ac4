from abc import ABC, abstractmethod

import numpy as np


class Layer(ABC):
    @abstractmethod
    def __call__(self, inputs: np.ndarray) -> np.ndarray: ...

    @abstractmethod
    def update(self, optimizer) -> None: ...


class Dense(Layer):
    """Samples are columns; the weights are made for the first of them."""

    def __init__(self, units: int):
        self._units = units
        self._weights = self._bias = self._z = None

    @property
    def weights(self):
        return self._weights

    @property
    def z(self):
        return self._z

    def build(self, inputs: np.ndarray):
        n_in = inputs.shape[0]
        self._weights = np.random.randn(self._units, n_in) * np.sqrt(2.0 / n_in)
        self._bias = np.zeros((self._units, 1))

    def __call__(self, inputs: np.ndarray) -> np.ndarray:
        if self._weights is None:
            self.build(inputs)
        self._z = self._weights @ inputs + self._bias
        return self._z

    def update(self, optimizer) -> None:
        self._weights = optimizer.moved(self._weights, self.grad_weights)
        self._bias = optimizer.moved(self._bias, self.grad_bias)


class Activation(ABC):
    @abstractmethod
    def __call__(self, z: np.ndarray) -> np.ndarray: ...

    @abstractmethod
    def gradient(self, z: np.ndarray) -> np.ndarray: ...


class Sigmoid(Activation):
    def __call__(self, z):
        return 1 / (1 + np.exp(-z))

    def gradient(self, z):
        return self(z) * (1 - self(z))


class Tanh(Activation):
    def __call__(self, z):
        return np.tanh(z)

    def gradient(self, z):
        return 1 - np.tanh(z) ** 2
