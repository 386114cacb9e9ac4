from typing import Tuple

import numpy as np

from costs import Loss
from parts import Activation, Layer
from steps import Optimizer


class NeuralNetwork:
    def __init__(
        self,
        layers: Tuple[Tuple[Layer, Activation]],
        loss: Loss,
        optimizer: Optimizer,
    ):
        self._layers, self._loss, self._optimizer = layers, loss, optimizer

    def __call__(self, inputs: np.ndarray) -> np.ndarray:
        self._kept = [inputs]
        for layer, activation in self._layers:
            self._kept.append(activation(layer(self._kept[-1])))
        return self._kept[-1]

    def backward_step(self, labels: np.ndarray):
        m = labels.shape[1]
        da = self._loss.gradient(self._kept[-1], labels)
        for index in reversed(range(len(self._layers))):
            layer, activation = self._layers[index]
            dz = da * activation.gradient(layer.z)
            layer.grad_weights = dz @ self._kept[index].T / m
            layer.grad_bias = np.mean(dz, axis=1, keepdims=True)
            da = layer.weights.T @ da

    def fit(self, examples: np.ndarray, labels: np.ndarray, epochs: int, verbose: bool = False):
        for epoch in range(epochs):
            outputs = self(examples)
            self.backward_step(labels)
            for layer, _ in self._layers:
                layer.update(self._optimizer)
            if verbose:
                print(epoch, self._loss(outputs, labels))
