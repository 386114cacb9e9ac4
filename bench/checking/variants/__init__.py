"""The relatives of each style's network: another activation, another cost, L2, dropout.

A variant replaces lines of the template, then renames its functions; a planted mistake replaces
lines in between, so that the same change serves every activation.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from bench.checking.variants.book import BOOK
from bench.checking.variants.lines import Lines
from bench.checking.variants.lists import LISTS
from bench.checking.variants.numpy_batch import NUMPY

FOLDER = Path(__file__).parents[1] / "styles"


class Variant(NamedTuple):
    """A correct network, and what has to be declared of it."""

    template: str
    replacements: Lines = ()
    function: str = "sigmoid"  # what the hidden layers' activation is called
    added: str = ""  # functions at the end of the file
    cost: str = "quadratic"
    activation: str = "sigmoid"  # one for all layers, or "hidden,last"
    l2: float = 0.0
    masks: bool = False
    outputs: int | None = None  # where it is written for so many


def family(template: str, lines: dict[str, Lines], softmax: str) -> dict[str, Variant]:
    """The variants that every style has, from its own lines for each part of them."""
    cross, out, linear = lines["cross-entropy"], lines["softmax"], lines["linear"]
    entropy = "cross-entropy"
    return {
        "sigmoid": Variant(template),
        "cross-entropy": Variant(template, cross, cost=entropy),
        "tanh": Variant(template, lines["tanh"], "tanh", activation="tanh"),
        "relu": Variant(template, lines["relu"] + linear, "relu", activation="relu,linear"),
        "leaky": Variant(
            template,
            lines["leaky"] + linear,
            "leaky_relu",
            activation="leaky-relu 0.01,linear",
        ),
        "softmax": Variant(
            template, out, added=softmax, cost=entropy, activation="sigmoid,softmax"
        ),
        "relu-softmax": Variant(
            template, lines["relu"] + out, "relu", softmax, entropy, "relu,softmax"
        ),
        "l2": Variant(template, lines["l2"], l2=0.1),
        "dropout": Variant(template, lines["dropout"], masks=True),
    }


VARIANTS: dict[str, dict[str, Variant]] = {
    "book": {
        **family("book_style", BOOK.lines, BOOK.softmax),
        "one-pass": Variant("book_one_pass"),
    },
    "lists": {
        **family("lists_style", LISTS.lines, LISTS.softmax),
        "one-pass": Variant("lists_one_pass"),
    },
    "numpy-batch": {
        **family("numpy_batch_style", NUMPY.lines, NUMPY.softmax),
        "one-pass": Variant("numpy_batch_one_pass"),
        "single-output": Variant("numpy_batch_single_output", outputs=1),
    },
}


def correct(style: str, variant: str, more: Sequence[tuple[str, str]] = ()) -> str:
    """The text of a variant, with more lines replaced before its functions are renamed."""
    chosen = VARIANTS[style][variant]
    text = (FOLDER / f"{chosen.template}.py").read_text(encoding="utf-8") + chosen.added
    text = replace(text, chosen.replacements)
    text = replace(text, more)
    return re.sub(r"\bsigmoid(_prime)?\b", rf"{chosen.function}\1", text)


def replace(text: str, replacements: Sequence[tuple[str, str]]) -> str:
    """Each old line must be there exactly once; a new one may be several, or none."""
    lines = text.split("\n")
    new_lines: dict[int, list[str]] = {}
    for old, new in replacements:
        places = [k for k, line in enumerate(lines) if line.strip() == old.strip()]
        if len(places) != 1:
            raise ValueError(f"wanted this line exactly once, found it {len(places)} times: {old}")
        line = lines[places[0]]
        indent = line[: len(line) - len(line.lstrip())]
        wanted = textwrap.indent(textwrap.dedent(new).strip("\n"), indent)
        new_lines[places[0]] = wanted.split("\n") if new.strip() else []
    changed = (new_lines.get(k, [line]) for k, line in enumerate(lines))
    return "\n".join(line for some in changed for line in some)
