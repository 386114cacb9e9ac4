"""Chooses the format by the extension, and writes the file whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from groundup.data.samples import Data
from groundup.errors import UserError
from groundup.formats import exchange, models
from groundup.formats.atomic import write_atomically
from groundup.network import Network

ENDINGS = {
    ".onnx": "for ONNX runtimes",
    ".html": "the page for drawing digits",
    ".json": "the layout of network2.save in Nielsen's book",
    ".npz": "NumPy's arrays",
    ".c": "C99 without dependencies",
    ".h": "a C header in 8-bit integers, for microcontrollers",
    ".safetensors": "a model as groundup train saves it",
}


NAMED = (".c", ".h")  # whose contents have names


class Exported(NamedTuple):
    bytes: int
    words: str  # what is to be said of it; "" for nothing
    name: str = ""  # what the names in a C file begin with


def export(
    network: Any,
    path: str | os.PathLike[str],
    data: Callable[[], Data] | None = None,
    *,
    name: str | None = None,
) -> Exported:
    """Writes the network, a Network or what `Network.from_sklearn` takes, to `path`, in the format
    of its extension: .onnx, .html, .json, .npz, .c, .h or .safetensors. What the input must look
    like, and a known input with its known answer, are in the file. `data` gives the data that judge
    8-bit integers; only .h asks for it. All names in C begin with `name`, which is made from the
    file's where it is not given: wine_predict of wine.c.

    Raises UserError where it is no network, the extension is none of these, the network cannot be
    told in the format, a name is not for it or for C, a package is missing, or the file cannot be
    written; nothing is left behind then.
    """
    path = Path(path)
    prefix = _prefix(path, name)
    content, words = _content(_network(network), path, data, prefix)
    try:
        write_atomically(path, content)
    except OSError as error:
        reason = error.strerror or error
        raise UserError(f"{path}: cannot be written: {reason}; choose another place") from None
    return Exported(len(content), words, prefix)


def _prefix(path: Path, name: str | None) -> str:
    """What the names in the file begin with; "" where it has none."""
    from groundup.exporting.c_names import checked, fitting

    if path.suffix.lower() in NAMED:
        return fitting(path.stem.lower()) if name is None else checked(name)
    if name is not None:
        raise UserError(
            f"{path}: expected a file in C, {' or '.join(NAMED)}, for the name {name!r}; choose "
            "one of these extensions, or leave the name out"
        )
    return ""


def _network(model: Any) -> Network:
    if isinstance(model, str | os.PathLike):
        raise UserError(
            f"expected a Network or a fitted estimator, got the path {os.fspath(model)!r}; read it "
            "with Network.load first"
        )
    return model if isinstance(model, Network) else Network.from_sklearn(model)


def _content(
    network: Network, path: Path, data: Callable[[], Data] | None, name: str
) -> tuple[bytes, str]:
    from groundup.exporting.proof import known, schema_of

    ending = path.suffix.lower()
    if ending == ".onnx":
        from groundup.exporting.onnx import as_onnx

        return as_onnx(network), ""
    if ending == ".html":
        from groundup.page.building import build

        return build(network).encode(), ""
    if ending == ".c":
        from groundup.exporting.c_source import as_c

        return as_c(network, name), ""
    if ending == ".h":
        return _header(network, data, name)
    description = network.description() | {
        "schema": schema_of(network).as_dict(),
        "known": known(network),
    }
    if ending == ".json":
        plain = set(network.activations) == {"sigmoid"}
        words = "" if plain else "the book's own code would take all its layers for sigmoid"
        return exchange.as_json(network.w, network.b, description), words
    if ending == ".npz":
        return exchange.as_npz(network.w, network.b, description), ""
    if ending == ".safetensors":
        return models.as_bytes(path, network.w, network.b, description), ""
    raise UserError(
        f"{path}: expected a file that ends in {', '.join(ENDINGS)}, got "
        f"{repr(ending) if ending else 'no extension'}; name it {path}.onnx, say"
    )


def _header(network: Network, data: Callable[[], Data] | None, name: str) -> tuple[bytes, str]:
    from groundup.exporting.c_header import as_header

    if data is None:
        raise UserError(
            "8-bit integers are judged on data; give the data that the model learned from"
        )
    samples = data()
    return as_header(network, samples.train, samples.test, name)
