"""What a model file must say to make sense, and the digest that shows it is undamaged."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, TypeGuard

import numpy as np
from numpy.typing import NDArray

from groundup import shapes
from groundup.errors import UserError

Array = NDArray[np.floating[Any]]
Forms = Mapping[str, tuple[list[int], str]]
"""Each tensor's shape and type, the latter in safetensors' words."""
KINDS_OF = {np.dtype(np.float32): "F32", np.dtype(np.float64): "F64"}
KINDS = tuple(KINDS_OF.values())
"""What weights and biases are, all of them the same, in NumPy's words and safetensors'."""
DAMAGE = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError)
"""What reading raises of a file in which anything may stand."""
RUN = "run."
"""What the names of a checkpoint's further tensors begin with."""
RECORD = {
    "epoch": int, "cost": int | float, "validation_cost": int | float | None,
    "validation_accuracy": int | float | None, "seconds": int | float, "samples": int,
    "eta": int | float,
}  # fmt: skip
"""What an epoch's record in a history says, where it says it; there may be more."""
ENDLESS = 2**63
"""No whole number in a record is as large."""
DESCRIPTION = {"sizes", "activations", "cost", "history", "data", "schema", "known"}
"""What an exported model may say beside its numbers."""
DATA = {"name": str, "shape": list, "classes": int, "digest": str}
"""What a description that has `data` says of it; there may be more."""


def check(description: Mapping[str, Any], forms: Forms) -> None:
    """See that the description is one and that the tensors fit its sizes: `w.0` of shape
    (sizes[1], sizes[0]), or (n_out, c, k, k) for a convolution that makes them, `b.0` of as many
    numbers as `w.0` has rows, and so on, all in F32 or all in F64. Where
    there is a `run` in the description, tensors named `run.…` may be there too, of any shape.

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
    for record in history:
        _check_record(record, whole="run" in description)
    data = description.get("data")
    if data is not None and not (
        isinstance(data, dict) and all(isinstance(data.get(k), kind) for k, kind in DATA.items())
    ):
        raise UserError(f"expected data with {', '.join(DATA)}, got {data!r:.80}")
    names = [f"{letter}.{layer}" for letter in "wb" for layer in range(len(sizes) - 1)]
    extra = {name for name in forms if name.startswith(RUN) and "run" in description}
    if set(names) != forms.keys() - extra:
        raise UserError(
            f"expected tensors {sorted(names)!r:.200} for sizes {sizes!r:.80}, "
            f"got {sorted(forms)!r:.200}"
        )
    wanted, kind = _wanted(sizes, forms), forms["w.0"][1]
    kinds = f"{kind}, as w.0 is," if kind in KINDS else " or ".join(KINDS)
    for name in [*names, *sorted(extra)]:
        came, dtype = forms[name]
        shape = wanted.get(name, came)
        if came != shape or dtype not in KINDS or dtype != kind:
            raise UserError(
                f"expected {name} to have shape {shape} in {kinds} "
                f"for sizes {sizes!r:.80}, got {came} in {dtype}"
            )


def _wanted(sizes: Sequence[int], forms: Forms) -> dict[str, list[int]]:
    """The shape that each w and b should have; what w's convolutions are, they say themselves, and
    they should make these sizes."""
    w = [[n, sizes[layer]] for layer, n in enumerate(sizes[1:])]
    given = [tuple(forms[f"w.{layer}"][0]) for layer in range(len(w))]
    if any(len(shape) == 4 for shape in given):
        if (made := shapes.sizes(given)) != list(sizes):
            raise UserError(
                f"expected sizes {made!r:.80} for w of shapes {given!r:.200}, got {sizes!r:.80}"
            )
        shapes.check_amount(given, "this network")
        w = [list(shape) for shape in given]
    by_name = {f"w.{layer}": shape for layer, shape in enumerate(w)}
    return by_name | {f"b.{layer}": [shape[0]] for layer, shape in enumerate(w)}


def _check_record(record: Mapping[str, Any], whole: bool) -> None:
    """Raises UserError where what an epoch's record says is of another kind; or where something is
    missing of a `whole` one, as a run goes on from it."""
    for name, kind in RECORD.items():
        value = record.get(name)
        endless = isinstance(value, int) and abs(value) >= ENDLESS
        if (whole or name in record) and (
            not isinstance(value, kind) or isinstance(value, bool) or endless
        ):
            raise UserError(f"expected a number as {name} of an epoch, got {value!r:.80}")


def named(w: Sequence[Array], b: Sequence[Array]) -> dict[str, Array]:
    """The arrays by their names in a model file."""
    return {f"{letter}.{l}": array for letter, arrays in (("w", w), ("b", b))
            for l, array in enumerate(arrays)}  # fmt: skip


def form(tensor: NDArray[Any]) -> tuple[list[int], str]:
    """Its shape and its type, where it is none of a model's in NumPy's words: ">f8"."""
    return list(tensor.shape), KINDS_OF.get(tensor.dtype, tensor.dtype.str)


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
