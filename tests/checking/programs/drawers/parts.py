"""Layers that keep their parameters and gradients in a dictionary each."""

from typing import Callable, Dict

import numpy as np
from numpy import ndarray as Tensor


class Layer:
    def __init__(self) -> None:
        self.params: Dict[str, Tensor] = {}
        self.grads: Dict[str, Tensor] = {}

    def forward(self, inputs: Tensor) -> Tensor:
        raise NotImplementedError

    def backward(self, grad: Tensor) -> Tensor:
        raise NotImplementedError


class Linear(Layer):
    def __init__(self, n_in: int, n_out: int) -> None:
        super().__init__()
        self.params["w"] = np.random.randn(n_in, n_out)
        self.params["b"] = np.zeros((1, n_out))

    def forward(self, inputs: Tensor) -> Tensor:
        self.inputs = inputs
        return inputs @ self.params["w"] + self.params["b"]

    def backward(self, grad: Tensor) -> Tensor:
        self.grads["b"] = grad.sum(axis=0)
        self.grads["w"] = self.inputs.T @ grad
        return grad @ self.params["w"].T


class Bend(Layer):
    def __init__(self, f: Callable, f_prime: Callable) -> None:
        super().__init__()
        self.f, self.f_prime = f, f_prime

    def forward(self, inputs: Tensor) -> Tensor:
        self.inputs = inputs
        return self.f(inputs)

    def backward(self, grad: Tensor) -> Tensor:
        return self.f_prime(self.inputs) * grad


class Tanh(Bend):
    def __init__(self) -> None:
        super().__init__(np.tanh, lambda x: 1 - np.tanh(x) ** 2)
