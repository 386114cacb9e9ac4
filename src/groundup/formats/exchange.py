"""Models in other programs' files: NumPy's NPZ, and the JSON of Nielsen's network2.

The JSON is that of `network2.save` in Neural Networks and Deep Learning, chapter 3: `sizes`,
`weights` (n_out rows of n_in), `biases` (n_out rows of one) and `cost` ("QuadraticCost" or
"CrossEntropyCost"). Its layers are fully connected. The book's networks are sigmoid throughout;
what else a model is stands in further keys, which the book's `load` does not look at.

An NPZ has `w0`, `b0`, `w1`, …, and `description`, JSON.

Both are told to come back as they were: the description of `groundup.formats.models`, in JSON, and
in it `sha256`, over all that the file says, so that no changed number goes unnoticed. Files of
others, and those that groundup wrote before 2026-11-29, have none.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from groundup.errors import UserError
from groundup.formats.archive import read_archive
from groundup.formats.contents import DAMAGE, DESCRIPTION, Array, check, digest, form, named
from groundup.formats.models import ModelError

BOOK = ("sizes", "weights", "biases", "cost")
COSTS = {"quadratic": "QuadraticCost", "cross-entropy": "CrossEntropyCost"}
MAXIMUM_BYTES = 2**30
"""The most that a JSON file may hold: 1 GiB."""

SEAL = "sha256"

Model = tuple[list[Array], list[Array], dict[str, Any]]
"""w, b and the description."""


def as_json(w: Sequence[Array], b: Sequence[Array], description: Mapping[str, Any]) -> bytes:
    """The book's layout of a network. Raises UserError where a layer is a convolution, which it
    does not have."""
    _check_connected(w, "this network's")
    own = {name: value for name, value in description.items() if name not in ("sizes", "cost")}
    return json.dumps(
        {
            "sizes": description["sizes"],
            "weights": [wl.tolist() for wl in w],
            "biases": [bl[:, np.newaxis].tolist() for bl in b],
            "cost": COSTS[description["cost"]],
            "groundup": own | {"dtype": w[0].dtype.name, SEAL: _seal(w, b, description)},
        }
    ).encode()


def read_json(path: str | os.PathLike[str]) -> Model:
    """A model in the book's layout. Raises ModelError where it is none."""
    path = Path(path)
    try:
        with path.open("rb") as file:
            content = file.read(MAXIMUM_BYTES + 1)
        if len(content) > MAXIMUM_BYTES:
            raise UserError("it has more than 1 GiB")
        return _from_book(json.loads(content))
    except OSError as error:
        reason = error.strerror or str(error)
        raise ModelError(f"{path}: the model cannot be read: {reason}; check the path") from error
    except DAMAGE as error:
        reason = f"there is no {error}" if isinstance(error, KeyError) else str(error)
        raise ModelError(
            f"{path}: expected a model as network2.save of Nielsen's book writes it, but {reason}; "
            "save it again"
        ) from None


def _check_connected(w: Sequence[Array], whose: str) -> None:
    """Raises UserError where a layer is not fully connected."""
    for l, wl in enumerate(w):
        if wl.ndim == 4:
            raise UserError(
                f"the layout of network2.save has fully connected layers only, and {whose} w[{l}] "
                f"of shape {wl.shape} is a convolution; use .npz, .safetensors or .onnx for it"
            )


def _from_book(written: Any) -> Model:
    if not isinstance(written, dict):
        raise UserError(f"it is {type(written).__name__}, not an object")
    known = {book: name for name, book in COSTS.items()}
    if written["cost"] not in known:
        raise UserError(f"its cost is {written['cost']!r:.60}, not one of {', '.join(known)}")
    if unknown := written.keys() - {*BOOK, "groundup"}:
        raise UserError(f"it has {sorted(unknown)!r:.80}, which may change what it means")
    plain = {"activations": ["sigmoid"] * (len(written["sizes"]) - 1)}
    own = {"history": []} | dict(written.get("groundup", plain))
    dtype = own.pop("dtype", "float64")
    if dtype not in ("float32", "float64"):
        raise UserError(f"its dtype is {dtype!r:.60}")
    with np.errstate(over="ignore"):  # what is too large for float32 is refused below
        w = [np.array(wl, dtype, ndmin=2) for wl in written["weights"]]
        b = [np.array(bl, dtype).reshape(-1) for bl in written["biases"]]
    _check_connected(w, "its")
    return _checked(w, b, own | {"sizes": written["sizes"], "cost": known[written["cost"]]})


def as_npz(w: Sequence[Array], b: Sequence[Array], description: Mapping[str, Any]) -> bytes:
    """An NPZ file of a network."""
    import io

    arrays = {f"w{l}": wl for l, wl in enumerate(w)} | {f"b{l}": bl for l, bl in enumerate(b)}
    file = io.BytesIO()
    sealed = {**description, SEAL: _seal(w, b, description)}
    np.savez(file, allow_pickle=False, description=np.array(json.dumps(sealed)), **arrays)
    return file.getvalue()


def read_npz(path: str | os.PathLike[str]) -> Model:
    """A model that `as_npz` wrote. Raises ModelError where it is none."""
    arrays = read_archive(path, ModelError)
    try:
        description = json.loads(str(arrays.pop("description")))
        layers = range(len(description["sizes"]) - 1)
        w, b = ([arrays.pop(f"{letter}{l}") for l in layers] for letter in "wb")
        return _checked(w, b, description)
    except DAMAGE as error:
        reason = f"there is no {error}" if isinstance(error, KeyError) else str(error)
        raise ModelError(
            f"{path}: expected a model that groundup export wrote, but {reason}; export it again"
        ) from None


def _checked(w: list[Array], b: list[Array], description: dict[str, Any]) -> Model:
    seal = description.pop(SEAL, None)
    if unknown := description.keys() - DESCRIPTION:
        raise UserError(f"it has {sorted(unknown)!r:.80}, which may change what it means")
    check(description, {name: form(array) for name, array in named(w, b).items()})
    if not all(np.isfinite(array).all() for array in w + b):
        raise UserError("its weights and biases are not all finite numbers")
    if seal is not None and seal != _seal(w, b, description):
        raise UserError("its contents do not have the SHA-256 that was written with them")
    return [np.ascontiguousarray(wl) for wl in w], b, description


def _seal(w: Sequence[Array], b: Sequence[Array], description: Mapping[str, Any]) -> str:
    return digest(named(w, b), {key: json.dumps(value) for key, value in description.items()})
