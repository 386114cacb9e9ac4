"""The catalogue of mistakes: every way of getting backprop wrong that the checker can name.

A `Mistake` is one entry: its number and slug, a sentence, the formula that it breaks with the
broken part between ⟦ and ⟧, and the rule: which part of `reference.Pass` is replaced, by what, and
in which layers it can happen. To add a mistake is to add an entry to the file of its family.
"""

from __future__ import annotations

from collections.abc import Iterator

from groundup.checking.model.answers import Settings
from groundup.checking.reference.backprop import Plant
from groundup.checking.reference.catalogue import (
    biases,
    forward,
    hidden,
    output,
    scaling,
    steps,
    weights,
)
from groundup.checking.reference.catalogue.entry import Mistake

MISTAKES: tuple[Mistake, ...] = (
    *output.MISTAKES,
    *hidden.MISTAKES,
    *weights.MISTAKES,
    *biases.MISTAKES,
    *scaling.MISTAKES,
    *forward.MISTAKES,
    *steps.MISTAKES,
)


def plants(settings: Settings) -> Iterator[tuple[Mistake, tuple[Plant, ...], int | None]]:
    """`(mistake, plants, layer)`: every mistake that a network of `settings` can show, in all
    layers that it can be in, in each alone, and in some together (`layer` None, unless there is
    only one)."""
    for mistake in MISTAKES:
        if mistake.shows(settings):
            for layers in mistake.places(settings):
                layer = next(iter(layers)) if len(layers) == 1 else None
                yield mistake, mistake.planted(layers), layer


def by_slug(slug: str) -> Mistake:
    """The mistake with this slug. Raises ValueError."""
    for mistake in MISTAKES:
        if mistake.slug == slug:
            return mistake
    raise ValueError(f"there is no mistake {slug!r} in the catalogue")
