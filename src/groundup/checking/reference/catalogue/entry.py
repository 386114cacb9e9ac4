"""What an entry of the catalogue is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from groundup.checking.model.answers import Settings
from groundup.checking.reference.backprop import Plant, Rule


def anywhere(settings: Settings) -> bool:
    return True


@dataclass(frozen=True)
class Mistake:
    """One way of getting it wrong."""

    number: int  # of its kind; variants of one kind share it
    slug: str
    sentence: str  # what is wrong, to the learner
    formula: str  # the rule as it should be, the broken part between ⟦ and ⟧; l is the layer
    where: str  # a key of PLACES
    rules: dict[str, Rule]  # part of the pass: what it becomes
    shows: Callable[[Settings], bool] = anywhere  # for which networks it changes anything
    remembers: bool = False  # whether it depends on the calls before
    steps: bool = False  # whether it depends on a step

    @property
    def of_biases(self) -> bool:
        """Whether it is said of biases, or of weights in contrast to them."""
        return "bias" in f"{self.slug} {self.sentence}"

    def places(self, layers: int) -> Iterator[frozenset[int]]:
        """The sets of layers it may be in: first all that can have it, then each alone, then all
        hidden ones."""
        every = PLACES[self.where](layers)
        if every and self.where != "alone":
            yield frozenset(every)
        if len(every) > 1 and self.where not in TOGETHER:
            yield from (frozenset({l}) for l in every)
        hidden = frozenset(every) - {layers - 1}
        if self.where in ("slope", "every") and len(hidden) > 1:  # often a line of their own
            yield hidden

    def planted(self, layers: frozenset[int]) -> tuple[Plant, ...]:
        return tuple(
            Plant(part, rule, layers, self.remembers, self.steps)
            for part, rule in self.rules.items()
        )


PLACES: dict[str, Callable[[int], range]] = {
    "output": lambda layers: range(layers - 1, layers),
    "hidden": lambda layers: range(layers - 1),
    "below the last hidden": lambda layers: range(layers - 2),
    "last hidden": lambda layers: range(max(layers - 2, 0), layers - 1),
    "every": range,
    "slope": range,
    "above the first": lambda layers: range(1, layers),
    "alone": lambda layers: range(layers if layers > 1 else 0),
    "whole": range,
    "first": lambda layers: range(1),
    "all but the last": lambda layers: range(layers - 1),
}
TOGETHER = {"whole", "all but the last"}  # what is in all of these layers or in none
