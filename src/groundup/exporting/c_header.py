"""A C header for microcontrollers: 8-bit integers, nothing to link, no memory of the heap.

Every name has the model's prefix (c_names.py). Tables are read by macros, so that they can lie in
flash that a processor does not read as it reads its memory.
"""

from __future__ import annotations

from groundup.data.samples import Samples
from groundup.data.schema import Schema
from groundup.errors import UserError
from groundup.exporting.c_integers import (
    NAME_OF,
    PLACE,
    QUANTISE,
    RESTORE,
    SELF_TEST,
    UNUSED,
    predict,
)
from groundup.exporting.c_names import prefixed
from groundup.exporting.c_rows import FLOAT, functions, struct
from groundup.exporting.c_source import input_words
from groundup.exporting.c_tables import buffers, tables
from groundup.exporting.c_text import check_weights, comment, heading
from groundup.exporting.integers import FARTHEST, Integers, quantised
from groundup.exporting.judged import judged
from groundup.exporting.proof import schema_of
from groundup.network import Network


def as_header(network: Network, train: Samples, test: Samples, name: str) -> tuple[bytes, str]:
    """A C header whose names begin with `name`; and in words how good it is, and how large.
    Training samples show how large numbers become; test samples judge. Raises UserError where it
    cannot be told in integers."""
    check_weights(network)
    if not len(train.x) or not len(test.x):
        raise UserError("8-bit integers are judged on samples; name data with test samples")
    integers = quantised(network, train.x[:1000])
    quality = judged(network, integers, test)
    known = tables(network, integers)
    schema = schema_of(network)
    flash = sum(table.bytes for table in known)
    proof = sum(table.bytes for table in known if table.name.startswith("known_"))
    ram = sum(buffers(network))
    size = (
        f"{flash:,} bytes of flash for its tables ({proof:,} of them for the self test), "
        f"{ram:,} bytes of RAM for its buffers"
    )
    parts = [
        _head(network, integers, [f"{comment(quality)}.", f"It takes {size}."]),
        "#ifndef @MODEL_H\n#define @MODEL_H\n#include <stdint.h>\n",
        f"#define @INPUTS {network.sizes[0]}\n#define @OUTPUTS {network.sizes[-1]}\n"
        f"#define @FLASH_BYTES {flash} /* for tables, without the code */\n"
        f"#define @RAM_BYTES {ram} /* for buffers, without the stack */\n"
        f"typedef {'int8_t' if integers.signed else 'uint8_t'} @input;\n",
        UNUSED,
        PLACE,
        *(table.text() for table in known),
        struct(schema, FLOAT),
        *functions(schema, FLOAT),
        QUANTISE.format(factor=f"{127 / FARTHEST}f") if integers.signed else "",
        predict(network, integers),
        RESTORE if network.regression else NAME_OF,
        SELF_TEST,
    ]
    text = prefixed("\n".join(part for part in parts if part), name)
    return text.encode(), f"{quality}; {size}"


def _head(network: Network, integers: Integers, found: list[str]) -> str:
    schema = schema_of(network)
    lines = [
        f"A {network.layers} network, written by groundup export:",
        *found,
        f"Input: {input_words(schema)}"
        + ("; @quantise turns them into @predict's bytes." if integers.signed else "."),
        *(f"    x[{i}]: {comment(name)}" for i, name in enumerate(schema.features)),
        *_outputs(schema, integers),
        "Not for two threads at once: its buffers are static.",
        "cc -x c -DSELF_TEST FILE && ./a.out says whether its known answer is right.",
    ]
    return heading(lines)


def _outputs(schema: Schema, integers: Integers) -> list[str]:
    if schema.regression:
        return [
            "@predict writes sums, of which @restore makes the outputs in their units:",
            *(f"    outputs[{j}]: {comment(name)}" for j, name in enumerate(schema.targets)),
        ]
    return [
        "@predict returns the number of the class, whose name @class_names has (@name_of reads it",
        "in flash, too). A sum is a class's score: times",
        f"{integers.unit[0]:.6g}, it is nearly the last layer's weighted sum.",
    ]
