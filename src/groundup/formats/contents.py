"""What a model file must say to make sense, and the digest that shows it is undamaged."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, TypeGuard

import numpy as np
from numpy.typing import NDArray

from groundup.errors import UserError

Array = NDArray[np.floating[Any]]
Forms = Mapping[str, tuple[list[int], str]]
"""Each tensor's shape and type, the latter in safetensors' words."""
RUN = "run."
"""What the names of a checkpoint's further tensors begin with."""
DATA = {"name": str, "shape": list, "classes": int, "digest": str}
"""What a description that has `data` says of it; there may be more."""


def check(description: Mapping[str, Any], forms: Forms) -> None:
    """See that the description is one and that the tensors fit its sizes: `w.0` of shape
    (sizes[1], sizes[0]), `b.0` of shape (sizes[1],) and so on, in F32 or F64. Where there is a
    `run` in the description, tensors named `run.…` may be there too, of any shape.

    Raises ValueError saying what was expected and what came.
    """
    sizes = description.get("sizes")
    if not (_is_list_of(sizes, int) and len(sizes) > 1 and min(sizes) > 0):
        raise UserError(f"expected two or more sizes above zero, got {sizes!r:.80}")
    activations = description.get("activations")
    if not (_is_list_of(activations, str) and len(activations) == len(sizes) - 1):
        raise UserError(f"expected {len(sizes) - 1} activations, got {activations!r:.80}")
    cost = description.get("cost")
    if not isinstance(cost, str):
        raise UserError(f"expected the name of a cost, got {cost!r:.80}")
    history = description.get("history")
    if not _is_list_of(history, dict):
        raise UserError(f"expected a list of records as history, got {history!r:.80}")
    data = description.get("data")
    if data is not None and not (
        isinstance(data, dict) and all(isinstance(data.get(k), kind) for k, kind in DATA.items())
    ):
        raise UserError(f"expected data with {', '.join(DATA)}, got {data!r:.80}")
    shapes = {f"w.{layer}": [n, sizes[layer]] for layer, n in enumerate(sizes[1:])}
    shapes |= {f"b.{layer}": [n] for layer, n in enumerate(sizes[1:])}
    extra = {name for name in forms if name.startswith(RUN) and "run" in description}
    if shapes.keys() != forms.keys() - extra:
        raise UserError(
            f"expected tensors {sorted(shapes)!r:.200} for sizes {sizes!r:.80}, "
            f"got {sorted(forms)!r:.200}"
        )
    for name in [*shapes, *sorted(extra)]:
        came, dtype = forms[name]
        shape = shapes.get(name, came)
        if came != shape or dtype not in ("F32", "F64"):
            raise UserError(
                f"expected {name} to have shape {shape} in F32 or F64 "
                f"for sizes {sizes!r:.80}, got {came} in {dtype}"
            )


def digest(tensors: Mapping[str, Array], metadata: Mapping[str, str]) -> str:
    """SHA-256, in hexadecimal, over all that a model file says except this digest itself."""
    names = sorted(tensors)
    forms = [[name, tensors[name].dtype.name, tensors[name].shape] for name in names]
    said = {key: value for key, value in metadata.items() if key != "sha256"}
    sha256 = hashlib.sha256(json.dumps([said, forms], sort_keys=True).encode())
    for name in names:
        little_endian = tensors[name].dtype.newbyteorder("<")
        sha256.update(tensors[name].astype(little_endian, copy=False).tobytes())
    return sha256.hexdigest()


def _is_list_of(value: Any, kind: type) -> TypeGuard[Sequence[Any]]:
    return isinstance(value, list | tuple) and all(type(item) is kind for item in value)
