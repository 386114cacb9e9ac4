"""What an entry of the catalogue is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from groundup.checking.model.answers import Settings
from groundup.checking.reference.backprop import Plant, Rule


def anywhere(settings: Settings) -> bool:
    return True


def nowhere(settings: Settings) -> bool:
    """Of what no numbers of a reference show: only what code does."""
    return False


OF_BIASES = {"sum_b", "order_b", "db", "step_b", "bias_decay"}  # parts of the pass


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
    of: tuple[str, ...] = ()  # the activations that it is said of; none: any
    beside_biases: bool = False  # whether it is of weights or z in contrast to biases

    @property
    def of_biases(self) -> bool:
        """Whether it is said of biases, or of weights in contrast to them."""
        return self.beside_biases or self.rules.keys() <= OF_BIASES

    def places(self, settings: Settings) -> Iterator[frozenset[int]]:
        """The sets of layers it may be in: first all that can have it, then each alone, then all
        hidden ones, and those with the same activation."""
        kinds = [name.split(" ")[0] for name in settings.activations]
        every = [l for l in PLACES[self.where](len(kinds)) if not self.of or kinds[l] in self.of]
        found = [frozenset(every)] if self.where != "alone" else []
        if self.where not in TOGETHER:
            found += [frozenset({l}) for l in every]
        if self.where in ("slope", "every"):  # often a line of their own
            found.append(frozenset(every) - {len(kinds) - 1})
        if self.where in ("slope", "hidden"):
            found += [frozenset(l for l in every if kinds[l] == kind) for kind in kinds]
        yield from (layers for layers in dict.fromkeys(found) if layers)

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
