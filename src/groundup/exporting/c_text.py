"""Pieces of C that both kinds of C files are made of."""

from __future__ import annotations

import json
from collections.abc import Iterable

import numpy as np

from groundup.errors import UserError
from groundup.network import Network

MAXIMUM_WEIGHTS = 20_000_000
PER_LINE = 12


def check_weights(network: Network) -> None:
    """Refuses a network whose text nobody would compile, or could."""
    count = sum(w.size for w in network.w)
    if count > MAXIMUM_WEIGHTS:
        raise UserError(
            f"a C file holds at most {MAXIMUM_WEIGHTS:,} weights, and this network has {count:,}; "
            "export it as .onnx or .safetensors"
        )
    if not all(np.isfinite(numbers).all() for numbers in (*network.w, *network.b)):
        raise UserError("C has no literal for NaN or infinity, and this network has such weights")


def array(kind: str, name: str, values: np.ndarray | Iterable[object]) -> str:
    """`static const kind name[size] = {…};`, numbers to their last bit."""
    flat = np.asarray(values).reshape(-1)
    numbers = [number(value) for value in flat]
    lines = [", ".join(numbers[i : i + PER_LINE]) for i in range(0, len(numbers), PER_LINE)]
    body = ",\n    ".join(lines)
    return f"static const {kind} {name}[{len(flat)}] = {{\n    {body}}};\n"


def number(value: object) -> str:
    """A number as C reads it: the shortest decimals that are the same number."""
    if isinstance(value, np.floating) and value.dtype == np.float32:
        return f"{_with_point(str(value))}f"
    if isinstance(value, float):
        return _with_point(repr(float(value)))
    return str(value)


def text(words: str) -> str:
    """A string literal: bytes beyond ASCII as octal escapes, which end where they should."""
    out = []
    for byte in words.encode():
        char = chr(byte)
        plain = 32 <= byte < 127 and char not in '"\\?@'
        out.append(char if plain else f"\\{byte:03o}")
    return f'"{"".join(out)}"'


def comment(words: str) -> str:
    """Words that cannot end the comment that they stand in, nor be taken for a name of ours."""
    words = words.replace("×", "x").replace("R²", "R^2")
    words = json.dumps(words, ensure_ascii=True)[1:-1].replace("@", r"\u0040")
    for ours, theirs in (("*/", "* /"), ("/*", "/ *"), ("??/", "? ?/")):  # the last, a backslash
        words = words.replace(ours, theirs)
    return words


def heading(lines: Iterable[str]) -> str:
    """The comment at the top of a file; what people named has gone through `comment`."""
    return "/* " + "\n   ".join(lines) + " */\n"


def _with_point(digits: str) -> str:
    return digits if any(c in digits for c in ".en") else f"{digits}.0"
