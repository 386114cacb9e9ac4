from abc import ABC, abstractmethod

import numpy as np


class Loss(ABC):
    @abstractmethod
    def __call__(self, outputs: np.ndarray, labels: np.ndarray) -> float: ...

    @abstractmethod
    def gradient(self, outputs: np.ndarray, labels: np.ndarray) -> np.ndarray: ...


class MeanSquaredError(Loss):
    def __call__(self, outputs, labels):
        return np.mean(np.sum((outputs - labels) ** 2, axis=0))

    def gradient(self, outputs, labels):
        return 2 * (outputs - labels)
