"""PyTorch's tensors as arrays. It is never imported here: only code that imports it has any."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np

from groundup.checking.reading.watching.recording.replacements import replaced

Array = np.ndarray


def torch() -> Any:
    """PyTorch, where it has been imported; None where it has not, or something stands in for it."""
    found = sys.modules.get("torch")
    there = isinstance(getattr(found, "Tensor", None), type) and hasattr(found, "from_numpy")
    return found if there else None


def is_tensor(value: Any) -> bool:
    found = torch()
    return found is not None and isinstance(value, found.Tensor)


def array_of(tensor: Any) -> Array | None:
    """A tensor's numbers, in its own memory where that can be; None where NumPy has none like
    them."""
    try:
        return tensor.detach().cpu().numpy()
    except (TypeError, RuntimeError, ValueError):  # sparse, bfloat16
        return None


def filled(tensor: Any, array: Array) -> Any:
    """The tensor with these numbers: itself, but where it is of whole numbers and they are not."""
    data = torch().from_numpy(np.ascontiguousarray(array))
    whole = not tensor.is_floating_point()
    if tuple(tensor.shape) != array.shape or (whole and (array != np.round(array)).any()):
        return data.reshape(tensor.shape)
    if whole:
        return data.to(tensor.dtype)
    tensor.detach().copy_(data)
    return tensor


@contextlib.contextmanager
def widened() -> Iterator[None]:
    """Has PyTorch calculate with all digits, where code asks for half of them."""
    if (found := torch()) is None:
        yield
        return
    double = {"float32": found.float64, "float": found.float64, "FloatTensor": found.DoubleTensor}
    before = found.get_default_dtype()
    with replaced(found, **double), replaced(found.Tensor, float=found.Tensor.double):
        try:
            found.set_default_dtype(found.float64)
            yield
        finally:
            found.set_default_dtype(before)
