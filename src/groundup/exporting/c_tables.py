"""What the header keeps: tables in flash and buffers in RAM, to the byte."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from groundup.exporting.c_layers import laid_out
from groundup.exporting.c_rows import words
from groundup.exporting.c_source import class_names
from groundup.exporting.c_text import array, text
from groundup.exporting.integers import LIMITS, Integers, input_bytes, sums, table
from groundup.exporting.proof import known_input, schema_of
from groundup.network import Network

KINDS = {"int8": "int8_t", "uint8": "uint8_t", "int32": "int32_t", "float32": "float"}

WIDTHS = {"class_names": "name", "words": "word"}
"""What a table of bytes has, whose longest is as wide as all of its rows."""


class Table(NamedTuple):
    name: str
    values: np.ndarray  # of a dtype in KINDS; or bytes, the names of classes

    @property
    def bytes(self) -> int:
        return self.values.nbytes

    def text(self) -> str:
        """Its definition, in the place that @FLASH says."""
        if self.values.dtype.kind != "S":
            return array(f"@FLASH {KINDS[self.values.dtype.name]}", f"@{self.name}", self.values)
        words = ", ".join(text(value.decode()) for value in self.values)
        what, size = WIDTHS[self.name], self.values.dtype.itemsize
        rows = f"@{self.name}[{len(self.values)}][@{what.upper()}_BYTES] = {{{words}}}"
        return (
            f"#define @{what.upper()}_BYTES {size} /* of the longest {what} */\n"
            f"@MAYBE_UNUSED static const @FLASH char {rows};\n"
        )


def tables(network: Network, integers: Integers) -> list[Table]:
    """All of them, in their order."""
    known = []
    if not network.regression:
        known.append(Table("class_names", _strings(class_names(network))))
    if found := words(schema_of(network)):
        known.append(Table("words", _strings(found)))
    if integers.signed:
        known += [Table("mean", integers.mean), Table("scale", integers.scale)]
    for l, layer in enumerate(integers.layers):
        known += [Table(f"w{l}", laid_out(layer.w)), Table(f"b{l}", layer.b)]
        if len(layer.multiplier):
            known.append(Table(f"m{l}", layer.multiplier))
    used = dict.fromkeys(layer.activation for layer in integers.layers)
    known += [Table(name, table(name)) for name in used if name in LIMITS]
    if network.regression:
        known += [Table("unit", integers.unit), Table("zero", integers.zero)]
    x = input_bytes(integers, known_input(network)[np.newaxis])
    kind = np.int8 if integers.signed else np.uint8
    known.append(Table("known_input", x.astype(kind)))
    known.append(Table("known_sums", sums(integers, x).astype(np.int32)))
    return known


def buffers(network: Network) -> list[int]:
    """The bytes of the two buffers that hidden layers write in turn, as far as there are some."""
    hidden = network.sizes[1:-1]
    return [max(widths) for widths in (hidden[0::2], hidden[1::2]) if widths]


def _strings(names: list[str]) -> np.ndarray:
    """Bytes (n,), each as long as the longest with the 0 that ends it."""
    encoded = [name.encode() for name in names]
    return np.array(encoded, f"S{max(map(len, encoded)) + 1}")
