"""What a style gives for its variants, and the lines that the array styles share."""

from __future__ import annotations

from typing import NamedTuple

Lines = tuple[tuple[str, str], ...]  # a line, and what stands there instead


class StyleLines(NamedTuple):
    lines: dict[str, Lines]
    softmax: str


ARRAY_SIGMOID_PRIME = "return sigmoid(z) * (1 - sigmoid(z))"


def array_functions(sigmoid: str) -> dict[str, Lines]:
    """Activations on arrays, where the template's sigmoid has this line."""
    return {
        "tanh": (
            (sigmoid, "return np.tanh(z)"),
            (ARRAY_SIGMOID_PRIME, "return 1 - np.tanh(z) ** 2"),
        ),
        "relu": (
            (sigmoid, "return np.maximum(z, 0)"),
            (ARRAY_SIGMOID_PRIME, "return (z > 0).astype(float)"),
        ),
        "leaky": (
            (sigmoid, "return np.where(z > 0, z, 0.01 * z)"),
            (ARRAY_SIGMOID_PRIME, "return np.where(z > 0, 1.0, 0.01)"),
        ),
    }
