from abc import ABC, abstractmethod

import numpy as np


class Optimizer(ABC):
    @abstractmethod
    def moved(self, values: np.ndarray, slope: np.ndarray) -> np.ndarray: ...


class SGD(Optimizer):
    def __init__(self, learning_rate: float):
        self.learning_rate = learning_rate

    def moved(self, values, slope):
        return values - self.learning_rate * slope


class Adam(Optimizer):
    def __init__(self, learning_rate: float, beta_1: float = 0.9, beta_2: float = 0.999):
        self.learning_rate, self.beta_1, self.beta_2 = learning_rate, beta_1, beta_2
        self.kept = {}

    def moved(self, values, slope):
        m, v, t = self.kept.get(values.shape, (0.0, 0.0, 0))
        m = self.beta_1 * m + (1 - self.beta_1) * slope
        v = self.beta_2 * v + (1 - self.beta_2) * slope**2
        self.kept[values.shape] = m, v, t + 1
        m, v = m / (1 - self.beta_1 ** (t + 1)), v / (1 - self.beta_2 ** (t + 1))
        return values - self.learning_rate * m / (np.sqrt(v) + 1e-8)
