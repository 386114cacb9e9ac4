"""How a learner's code holds its arrays, and the way there and back.

Here `w[l]` is (n_out, n_in), `b[l]` (n_out,) and a batch a row a sample; there anything that is as
right. What comes back in a shape that no layout explains keeps it: that is an answer too.
"""

from __future__ import annotations

import itertools
from array import array
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from groundup.checking.model.answers import Array

W = ("(n_out, n_in)", "(n_in, n_out)")
B = ("(n_out,)", "(n_out, 1)", "(1, n_out)")
SINGLE = ("(n,)", "(n, 1)", "(1, n)")  # a sample at a time
BATCHED = ("a row a sample", "a column a sample")
KINDS = ("numpy", "lists", "torch", "jax")


class Layout(NamedTuple):
    """One convention for weights, biases and samples."""

    w: str = W[0]
    b: str = B[0]
    x: str = SINGLE[0]
    kind: str = "numpy"  # one of KINDS
    dtype: str = "float64"
    labels: bool = False  # targets are the numbers of their classes, not one-hot
    upright: bool = False  # and stand in one column

    @property
    def single(self) -> bool:
        return self.x in SINGLE

    def one(self) -> Layout:
        """The same for one sample at a time: as tall as its biases."""
        return self if self.single else self._replace(x=SINGLE[B.index(self.b)])

    def told(self, biases: bool = True) -> dict[str, str]:
        """What to tell the learner of it."""
        told = {"w": self.w} | ({"b": self.b} if biases else {})
        told["samples"] = f"one at a time, {self.x}" if self.single else self.x
        if self.kind != "numpy":
            told["arrays"] = self.kind
        if self.labels:
            column = ", in one column" if self.upright else ""
            told["targets"] = f"the numbers of their classes{column}"
        return told

    def give(self, array: Array) -> Any:
        """A new array, list or tensor of the learner's kind with these numbers."""
        array = np.array(array, dtype=self.dtype)
        if self.kind == "lists":
            return array.tolist()
        if self.kind == "torch":
            import torch  # pyright: ignore[reportMissingImports]

            return torch.from_numpy(array)
        if self.kind == "jax":
            import jax.numpy  # pyright: ignore[reportMissingImports]

            return jax.numpy.asarray(array)
        return array

    def give_w(self, w: Array) -> Any:
        return self.give(w if self.w == W[0] else w.T)

    def give_b(self, b: Array) -> Any:
        return self.give({B[0]: b, B[1]: b[:, np.newaxis], B[2]: b[np.newaxis, :]}[self.b])

    def give_x(self, x: Array) -> Any:
        """Of one sample (n,), or of a batch (m, n), as this layout is for one or the other."""
        if self.x == SINGLE[1]:
            return self.give(x[:, np.newaxis])
        if self.x == SINGLE[2]:
            return self.give(x[np.newaxis, :])
        return self.give(x.T if self.x == BATCHED[1] else x)

    def give_y(self, y: Array) -> Any:
        """Targets like inputs, or class numbers: one integer, or (m,) or (m, 1) of them."""
        if not self.labels:
            return self.give_x(y)
        classes = np.argmax(y, axis=-1)
        if classes.ndim == 0:
            return int(classes)
        standing = classes[:, np.newaxis] if self.upright else classes
        return self._replace(dtype="int64").give(standing)

    def take_w(self, w: Any) -> Array:
        array = numbers(w)
        return array.T if self.w == W[1] and array.ndim == 2 else array

    def take_b(self, b: Any) -> Array:
        """(n_out,) where it is a vector, lying, standing or flat; else the shape it came in."""
        return flat(numbers(b))

    def take_x(self, x: Any) -> Array:
        """Of a sample (n,) where it is a vector; of a batch (m, n)."""
        array = numbers(x)
        if self.single:
            return flat(array) if array.ndim else array[np.newaxis]
        return array.T if self.x == BATCHED[1] and array.ndim == 2 else array


def flat(array: Array) -> Array:
    """A vector in any position as (n,); all else, a single number too, as it is."""
    return array.reshape(-1) if array.ndim > 1 and array.size == max(array.shape) else array


def layouts(single: bool, kinds: tuple[str, ...] = ("numpy", "lists")) -> Iterator[Layout]:
    """All layouts, the commonest first."""
    for kind, w, x, b in itertools.product(kinds, W, SINGLE if single else BATCHED, B):
        yield Layout(w=w, b=b, x=x, kind=kind)


def numbers(value: Any) -> Array:
    """Anything that holds numbers as a new array of float64: lists, arrays, tensors (their own
    gradients left behind), scalars, objects with `.data` that is a number. Raises ValueError or
    TypeError where there are none."""
    if isinstance(value, (str, bytes, dict, type(None))):
        raise TypeError(f"expected numbers, got {type(value).__name__}")
    for release in ("detach", "cpu"):
        if hasattr(value, release):
            value = getattr(value, release)()
    if isinstance(value, np.ndarray) and value.dtype != object:
        return np.array(value, dtype=np.float64)
    if isinstance(value, (list, tuple, np.ndarray)):
        return np.array([numbers(part) for part in value], dtype=np.float64)
    if hasattr(value, "__array__") or isinstance(value, array):
        return np.array(np.asarray(value), dtype=np.float64)  # a tensor knows no "copy"
    return np.array(float(getattr(value, "data", value)), dtype=np.float64)
