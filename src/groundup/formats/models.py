"""The model file: safetensors, with everything that tells what the numbers mean.

Tensors `w.0` (n_out, n_in), of a convolution (n_out, c, k, k), `b.0` (n_out,), `w.1` and so on;
other programs that read safetensors read them too. A checkpoint (`groundup.training.checkpoints`)
is such a file with a `run` in its description and further tensors named `run.…`. The metadata,
strings all, has

    format, format_version    "groundup", "1"
    sizes, activations, cost, history, ...    the description, each as JSON
    data                      what it was trained on (`groundup.data.identity`), where that is known
    pixels                    how 8-bit inputs become the network's
    sha256                    over all of the above, so that no changed bit goes unnoticed

Reading takes numbers and JSON and runs nothing that a file says.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save

from groundup.errors import UserError
from groundup.formats.atomic import write_atomically
from groundup.formats.contents import DAMAGE, RUN, Array, check, digest, form, named

FORMAT = "groundup"
VERSION = "1"
PIXELS = "8-bit inputs are divided by 255"
MAXIMUM_BYTES = 2**32
"""The most a model file may hold: 4 GiB."""

_OWN = ("format", "format_version", "pixels", "sha256")  # metadata that is not description
_MAXIMUM_HEADER = 10**8  # safetensors' own limit
_ADVICE = {
    errno.EACCES: "choose a place where you may write",
    errno.EISDIR: "name a file, not a folder",
    errno.ENOENT: "create the folder first, or choose another",
    errno.ENOSPC: "free some space or choose another disk",
}


OTHERS = {
    **dict.fromkeys((".json", ".npz", ".onnx", ".c", ".h", ".html"), "what groundup export makes"),
    **dict.fromkeys((".h5", ".hdf5", ".keras", ".tflite", ".pb"), "Keras's own"),
    **dict.fromkeys((".pt", ".pth", ".ckpt"), "PyTorch's own"),
    **dict.fromkeys(
        (".pkl", ".pickle", ".joblib"), "pickles, which can run code when they are read"
    ),
    **dict.fromkeys((".csv", ".txt", ".npy"), "not models"),
}
"""By ending, what a file is that a model must not pretend to be."""


class ModelError(UserError):
    """A model file that cannot be read or written: which, why, and what to do."""


def check_ending(path: str | os.PathLike[str]) -> None:
    """Raises ModelError where the ending promises another format."""
    path = Path(path)
    if what := OTHERS.get(path.suffix.lower()):
        raise ModelError(
            f"{path}: expected a name for a safetensors file, such as "
            f"{path.with_suffix('.safetensors')}, but {path.suffix} files are {what}; for other "
            "formats, save it and then use groundup export (.onnx, .json, .npz, .c, .h, .html)"
        )


def write_model(
    path: str | os.PathLike[str],
    w: Sequence[Array],
    b: Sequence[Array],
    description: Mapping[str, Any],
    extra: Mapping[str, Array] | None = None,
) -> None:
    """Write a network's parameters and description to `path`, whole or not at all.

    `w[l]` is (n_out, n_in) and `b[l]` (n_out,), float32 or float64. The description can be
    said in JSON and has `sizes`, `activations` (a name a layer), `cost` and `history` (a list of
    dicts); further keys are kept. `extra` are a checkpoint's further arrays, names that begin
    with `run.`; the description then has a `run`.

    Raises ModelError where these do not fit each other or the file cannot be written; a file
    that was there before is then unharmed.
    """
    content = as_bytes(path, w, b, description, extra)
    try:
        write_atomically(path, content)
    except OSError as error:
        advice = _ADVICE.get(error.errno or 0, "choose another place")
        reason = error.strerror or str(error)
        raise ModelError(f"{path}: the model cannot be written: {reason}; {advice}") from error


def as_bytes(
    path: str | os.PathLike[str],
    w: Sequence[Array],
    b: Sequence[Array],
    description: Mapping[str, Any],
    extra: Mapping[str, Array] | None = None,
) -> bytes:
    """What `write_model` writes; the path is for its errors."""
    tensors = {name: _plain(tensor) for name, tensor in {**(extra or {}), **named(w, b)}.items()}
    try:
        if misnamed := [name for name in extra or () if not name.startswith(RUN)]:
            raise UserError(f"further tensors have names that begin with {RUN!r}, not {misnamed}")
        check(description, {name: form(tensor) for name, tensor in tensors.items()})
        if taken := [key for key in description if key in _OWN]:
            raise UserError(f"the format itself uses {taken}; give the description other keys")
        metadata = {key: json.dumps(value) for key, value in description.items()}
        metadata |= {"format": FORMAT, "format_version": VERSION, "pixels": PIXELS}
        metadata["sha256"] = digest(tensors, metadata)
        content = _in_order(save(tensors, metadata))
        if len(content) > MAXIMUM_BYTES:
            raise UserError(f"it would have {len(content)} bytes, and 4 GiB is the most")
    except (TypeError, ValueError, RecursionError, SafetensorError) as error:
        raise ModelError(f"{path}: the model cannot be put into a file: {error}") from error
    return content


def read_model(path: str | os.PathLike[str]) -> tuple[list[Array], list[Array], dict[str, Any]]:
    """The weights, biases and description that write_model put into `path`.

    Raises ModelError where the file is missing, damaged, truncated, not one of groundup's, or
    of a newer version.
    """
    w, b, description, _ = read_all(path)
    return w, b, description


def read_all(
    path: str | os.PathLike[str],
) -> tuple[list[Array], list[Array], dict[str, Any], dict[str, Array]]:
    """What read_model reads, and the `extra` tensors: none where the file is no checkpoint."""
    try:
        _check_header(Path(path))
        with safe_open(path, "numpy") as file:
            return _unpack(path, file)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ModelError(f"{path}: the model cannot be read: {reason}; check the path") from error
    except SafetensorError as error:
        raise _damaged(path, str(error)) from error


def _check_header(path: Path) -> None:
    """See that the file is a whole number of plausible bytes, before any memory is taken."""
    if path.exists() and not path.is_file():
        raise ModelError(f"{path}: expected a model file, but it is not a file; check the path")
    size = path.stat().st_size
    with path.open("rb") as file:
        start = file.read(9)
    if size == 0:
        raise ModelError(f"{path}: expected a model file, but it is empty; save the model again")
    length = int.from_bytes(start[:8], "little")
    if start[8:] != b"{" or length > _MAXIMUM_HEADER:
        raise _foreign(path, f"a safetensors file does not begin with {start.hex(' ')}")
    if 8 + length > size:
        raise _damaged(path, f"its header should have {length} bytes, the file has {size}")
    if size > MAXIMUM_BYTES:
        raise _foreign(path, f"it has {size} bytes, more than the 4 GiB of the largest model")


def _unpack(
    path: str | os.PathLike[str], file: safe_open
) -> tuple[list[Array], list[Array], dict[str, Any], dict[str, Array]]:
    metadata = file.metadata() or {}
    if metadata.get("format") != FORMAT:
        raise _foreign(path, "its metadata does not say that groundup wrote it")
    version = metadata.get("format_version", "unknown")
    if version != VERSION:
        raise ModelError(
            f"{path}: this file is format {version:.20}, this groundup reads {VERSION}: "
            "it needs another version of groundup"
        )
    slices = {name: file.get_slice(name) for name in file.keys()}  # noqa: SIM118
    try:
        description = {k: json.loads(v) for k, v in metadata.items() if k not in _OWN}
        check(description, {name: (s.get_shape(), s.get_dtype()) for name, s in slices.items()})
    except DAMAGE as error:
        raise _damaged(path, str(error)) from error
    tensors = {name: file.get_tensor(name) for name in slices}
    if metadata.get("sha256") != digest(tensors, metadata):
        raise _damaged(path, "its contents do not have the SHA-256 that was written with them")
    layers = range(len(description["sizes"]) - 1)
    w, b = ([tensors[f"{letter}.{layer}"] for layer in layers] for letter in "wb")
    extra = {name: tensor for name, tensor in tensors.items() if name.startswith(RUN)}
    return w, b, description, extra


def _plain(tensor: Array) -> Array:
    """The same in one piece, in this machine's order of bytes."""
    return np.ascontiguousarray(tensor, tensor.dtype.newbyteorder("="))


def _in_order(content: bytes) -> bytes:
    """A safetensors file's content with its metadata by name: the library shuffles them, anew in
    every process, and one model would have many files."""
    length = int.from_bytes(content[:8], "little")
    header = json.loads(content[8 : 8 + length])
    header["__metadata__"] = dict(sorted(header["__metadata__"].items()))
    text = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode()
    text += b" " * (-len(text) % 8)  # tensors begin at a multiple of 8, as the format has it
    return b"".join((len(text).to_bytes(8, "little"), text, memoryview(content)[8 + length :]))


def _foreign(path: str | os.PathLike[str], reason: str) -> ModelError:
    return ModelError(f"{path}: not a groundup model: {reason}; use one that groundup train saved")


def _damaged(path: str | os.PathLike[str], reason: str) -> ModelError:
    return ModelError(f"{path}: the model is damaged: {reason}; copy it again or train another")
