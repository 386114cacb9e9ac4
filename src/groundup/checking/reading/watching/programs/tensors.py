"""Samples as PyTorch's tensors, for code that calculates with them."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable
from typing import Any

import numpy as np

from groundup.checking.reading.watching.recording.tensors import torch


def wants_tensors(function: Callable[..., Any]) -> bool:
    """Whether it, or the class that it is of, is written with PyTorch, to go by the text; or its
    file imports nothing else to calculate with. What makes tensors of arrays wants arrays."""
    if torch() is None:
        return False
    module = sys.modules.get(getattr(function, "__module__", None) or "")
    names = getattr(inspect.unwrap(function), "__globals__", vars(module) if module else {})
    homes = {str(home_of(one)).partition(".")[0] for one in names.values()}
    if "torch" not in homes:
        return False
    own, owner = getattr(function, "__self__", None), function
    if own is not None and not isinstance(own, type):
        owner = type(own)
    text = text_of(owner)
    if "from_numpy" in text:
        return False
    return "numpy" not in homes or re.search(r"\btorch\b", text) is not None


def home_of(thing: Any) -> Any:
    """The module that it is, or is of."""
    return thing.__name__ if inspect.ismodule(thing) else getattr(thing, "__module__", "")


def text_of(thing: Any) -> str:
    try:
        return inspect.getsource(thing)
    except (OSError, TypeError):
        return ""


def as_tensors(value: Any) -> Any:
    """Arrays as tensors in the same memory, in lists and pairs too; all else as it is."""
    if isinstance(value, np.ndarray) and value.dtype.kind in "if" and value.flags.writeable:
        return torch().from_numpy(value)
    if isinstance(value, list) and any(isinstance(one, (np.ndarray, tuple)) for one in value):
        return [as_tensors(one) for one in value]
    return tuple(map(as_tensors, value)) if type(value) is tuple else value
