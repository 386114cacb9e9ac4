"""Chapter 1's simplest way to read a digit: by how dark it is. A 1 has less ink than an 8.

python -m groundup.book mnist_average_darkness.py
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from groundup.book import mnist_loader

__all__ = ["avg_darknesses", "guess_digit", "main"]


def main() -> None:
    """Learns from 50,000 digits and prints how many of 10,000 others it reads."""
    training_data, _, (images, digits) = mnist_loader.load_data()
    averages = avg_darknesses(training_data)
    right = sum(guess_digit(x, averages) == y for x, y in zip(images, digits, strict=True))
    print("Baseline classifier using average darkness of image.")
    print(f"{right} of {len(digits)} values correct.")


def avg_darknesses(training_data: tuple[np.ndarray, np.ndarray]) -> dict[int, float]:
    """For each digit, the mean over its images (n, 784) of the sum of all pixels."""
    images, digits = training_data
    darkness = images.sum(axis=1, dtype=float)
    return {int(digit): float(darkness[digits == digit].mean()) for digit in np.unique(digits)}


def guess_digit(image: np.ndarray, avgs: Mapping[int, float]) -> int:
    """The digit that is on average nearest to the image in darkness."""
    darkness = image.sum(dtype=float)
    return min(avgs, key=lambda digit: abs(avgs[digit] - darkness))


if __name__ == "__main__":
    main()
