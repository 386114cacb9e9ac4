"""Changing source text by the line, as a learner would have written it instead."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

from bench.checking.variants import VARIANTS, Variant, correct

Replacement = tuple[str, str]  # a line, whatever its indentation, and what stands there instead


@dataclass(frozen=True)
class Plant:
    """A mistake in a correct network: some of its lines replaced."""

    number: int  # in the catalogue of mistakes
    style: str  # "book", "lists" or "numpy-batch"
    variant: str  # of the style, by name: "relu"
    replacements: tuple[Replacement, ...]
    what: str = ""  # which variety, where the number has several
    layer: int | None = None  # where the mistake is confined to one
    shows: bool = True  # in the numbers that the code gives; else correct code could give them
    also: tuple[int, ...] = ()  # other numbers that the same lines deserve

    @property
    def name(self) -> str:
        words = [f"{self.number:02}", self.style, self.variant, self.what]
        words.append("" if self.layer is None else f"layer {self.layer}")
        return " ".join(word for word in words if word).replace(" ", "-")

    @property
    def settings(self) -> Variant:
        return VARIANTS[self.style][self.variant]

    def source(self) -> str:
        """The text of the learner's file."""
        return correct(self.style, self.variant, self.replacements)


def planted(
    number: int,
    variants: str,
    *replacements: Replacement,
    style: str,
    what: str = "",
    layer: int | None = None,
    shows: bool = True,
    also: tuple[int, ...] = (),
) -> list[Plant]:
    """The same mistake in several variants, named with blanks between them."""
    return [
        Plant(number, style, variant, replacements, what, layer, shows, also)
        for variant in variants.split()
    ]


def only_in(layer: int, *replacements: Replacement) -> tuple[Replacement, ...]:
    """Lines within a loop over layers `l` that go wrong for one of them."""
    return tuple((old, only_if(f"l == {layer}", old, new)) for old, new in replacements)


def only_if(condition: str, old: str, new: str) -> str:
    wrong, right = (textwrap.indent(textwrap.dedent(text), "    ") for text in (new, old))
    return f"if {condition}:\n{wrong}\nelse:\n{right}"
