from __future__ import annotations

import argparse
import logging
from dataclasses import dataclass, field

import numpy as np

logger = logging.getLogger(__name__)


@dataclass
class Config:
    sizes: list[int] = field(default_factory=lambda: [4, 16, 3])
    learning_rate: float = 0.05
    epochs: int = 100
    batch_size: int = 10


class Classifier:
    def __init__(self, config: Config, seed: int = 0) -> None:
        rng = np.random.default_rng(seed)
        self.config = config
        self.params: dict[int, dict[str, np.ndarray]] = {
            l: {"W": rng.normal(0, np.sqrt(2 / m), (m, n)), "b": np.zeros(n)}
            for l, (m, n) in enumerate(zip(config.sizes[:-1], config.sizes[1:]), start=1)
        }

    @property
    def depth(self) -> int:
        return len(self.params)

    def forward(self, x: np.ndarray) -> list[np.ndarray]:
        activations = [x]
        for l in range(1, self.depth + 1):
            z = activations[-1] @ self.params[l]["W"] + self.params[l]["b"]
            if l < self.depth:
                activations.append(np.maximum(z, 0))
            else:
                e = np.exp(z - z.max(axis=1, keepdims=True))
                activations.append(e / e.sum(axis=1, keepdims=True))
        return activations

    def backward(self, activations: list[np.ndarray], labels: np.ndarray) -> dict[int, dict[str, np.ndarray]]:
        grads = {}
        delta = activations[-1].copy()
        delta[np.arange(len(labels)), labels] -= 1.0
        delta /= len(labels)
        for l in range(self.depth, 0, -1):
            grads[l] = {"W": activations[l - 1].T @ delta, "b": delta.sum(axis=0)}
            if l > 1:
                delta = (delta @ self.params[l]["W"].T) * (activations[l - 1] > 0)
        return grads

    def fit(self, x: np.ndarray, labels: np.ndarray) -> None:
        for epoch in range(self.config.epochs):
            for start in range(0, len(x), self.config.batch_size):
                stop = start + self.config.batch_size
                activations = self.forward(x[start:stop])
                grads = self.backward(activations, labels[start:stop])
                for l, layer in self.params.items():
                    for name in layer:
                        layer[name] -= self.config.learning_rate * grads[l][name]
            logger.info("epoch %d", epoch)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("data")
    parser.add_argument("--epochs", type=int, default=100)
    args = parser.parse_args()
    table = np.load(args.data)
    Classifier(Config(epochs=args.epochs)).fit(table[:, :-1], table[:, -1].astype(int))


if __name__ == "__main__":
    main()
