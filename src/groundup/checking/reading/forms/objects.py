"""The way through a learner's objects: attributes, and what lists and dicts in them hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

Path = tuple[Any, ...]  # names of attributes, and keys or places in what they hold
CONTAINERS = (dict, list, tuple, np.ndarray)


def attributes(thing: Any) -> dict[str, Any]:
    """An object's own attributes by name, those in `__slots__` and a torch module's parameters
    included."""
    held = dict(getattr(thing, "__dict__", {}))
    for base in type(thing).__mro__:
        names = getattr(base, "__slots__", ())
        for name in (names,) if isinstance(names, str) else names:
            if hasattr(thing, name):
                held[name] = getattr(thing, name)
    inner = held.get("_parameters")
    if not isinstance(inner, dict):
        return held
    return {name: value for name, value in held.items() if name != "_parameters"} | inner


def parts(thing: Any) -> Iterator[Any]:
    """What an object has in its attributes, and in lists and dicts in them, in order."""
    for value in attributes(thing).values():
        held = value.values() if isinstance(value, dict) else value
        yield from held if isinstance(value, (list, tuple, dict)) else [value]


def follow(thing: Any, path: Path) -> Any:
    for step in path:
        thing = thing[step] if is_item(thing, step) else getattr(thing, step)
    return thing


def is_item(thing: Any, key: Any) -> bool:
    """Whether it is an item of `thing`, and no attribute."""
    return isinstance(thing, CONTAINERS) or not isinstance(key, str)


def put(thing: Any, path: Path, value: Any, inside: bool = False) -> None:
    """`value` in the type of what is there; `inside` that itself, where it is such an array."""
    owner, key = follow(thing, path[:-1]), path[-1]
    old = follow(owner, (key,))
    value = like(old, value)
    if inside and isinstance(old, list):
        old[:] = value
    elif inside and takes(old, value):
        old[...] = value
    elif isinstance(owner, tuple):
        whole = tuple(value if i == key else part for i, part in enumerate(owner))
        setattr(follow(thing, path[:-2]), path[-2], whole)
    elif is_item(owner, key):
        owner[key] = value
    else:
        setattr(owner, key, value)


def takes(old: Any, value: Any) -> bool:
    """Whether an array can take these numbers as they are."""
    arrays = type(old) is type(value) is np.ndarray
    return arrays and (old.dtype, old.shape) == (value.dtype, value.shape) and old.flags.writeable


def like(old: Any, value: Any) -> Any:
    """A number, an array, a list or a tensor, as `old` is."""
    if isinstance(old, (int, float)):
        return float(value)
    if isinstance(old, list):
        return value.tolist()
    if hasattr(old, "requires_grad"):
        import torch  # pyright: ignore[reportMissingImports]

        tensor = torch.tensor(value, dtype=old.dtype)
        if type(old).__name__ == "Parameter":
            return torch.nn.Parameter(tensor)
        return tensor.requires_grad_(old.requires_grad)
    if kind_of(old) == "jax":
        import jax.numpy  # pyright: ignore[reportMissingImports]

        return jax.numpy.asarray(value, dtype=old.dtype)
    floating = isinstance(old, np.ndarray) and np.issubdtype(old.dtype, np.floating)
    return np.array(value, dtype=old.dtype if floating else np.float64)


def kind_of(value: Any) -> str:
    if isinstance(value, list):
        return "lists"
    module = type(value).__module__.split(".")[0]
    return {"torch": "torch", "jax": "jax", "jaxlib": "jax"}.get(module, "numpy")


def dtype_of(value: Any) -> str:
    """That of inputs beside these weights: PyTorch multiplies only what is of one."""
    return str(value.dtype).removeprefix("torch.") if kind_of(value) == "torch" else "float64"
