"""The catalogue of mistakes, read from catalogue.txt: to add a mistake is to add a row there."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from groundup.checking.model.answers import OF_SOFTMAX, Array, Settings
from groundup.checking.reference.backprop import Pass, Plant, Rule, derivative, derivative_of_a

ROW = re.compile(r"  (\d+) +(\S+): ([^,\n]+)(.*)")
SIZES = (5, 7, 8, 10, 16, 20, 32, 50, 64, 100, 128, 256)  # of batches, that people write down
OF_BIASES = {"sum_b", "order_b", "db", "step_b", "bias_decay"}  # parts of the pass
PLACES: dict[str, Callable[[int], range]] = {  # which layers, of how many
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


@dataclass(frozen=True)
class Mistake:
    """One way of getting it wrong."""

    number: int  # of its kind; variants of one kind share it
    slug: str
    sentence: str  # what is wrong, to the learner
    formula: str  # the rule as it should be, the broken part between ⟦ and ⟧; l is the layer
    where: str  # a key of PLACES
    said: tuple[str, ...]  # "remembers": it depends on the calls before; "steps": on a step, …
    condition: str  # for which networks it changes anything
    rules: dict[str, Rule]  # part of the pass: what it becomes

    @property
    def remembers(self) -> bool:
        return "remembers" in self.said

    @property
    def of_biases(self) -> bool:
        """Whether it is said of biases, or of weights or z in contrast to them."""
        return "beside biases" in self.said or self.rules.keys() <= OF_BIASES

    @property
    def of(self) -> tuple[str, ...]:
        """The activations that it is said of; none: any."""
        return tuple(one.removeprefix("of ") for one in self.said if one.startswith("of "))

    def shows(self, settings: Settings) -> bool:
        return bool(eval(compiled(self.condition), {}, facts(settings)))

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
            Plant(part, rule, layers, self.remembers, "steps" in self.said)
            for part, rule in self.rules.items()
        )


@functools.cache
def compiled(expression: str) -> Any:
    return compile(expression, "catalogue.txt", "eval")


@functools.cache
def facts(settings: Settings) -> dict[str, Any]:
    """What conditions ask of a network; `slopes` are the activations whose f′ is used."""
    kinds = [name.split(" ")[0] for name in settings.activations]
    pairs = itertools.pairwise(settings.activations)
    return {
        "kinds": {*kinds},
        "hidden": {*kinds[:-1]},
        "slopes": {*(kinds[:-1] if settings.cost == "cross-entropy" else kinds)},
        "output": kinds[-1],
        "layers": len(kinds),
        "changes": any(one != other and "linear" not in (one, other) for one, other in pairs),
        "cost": settings.cost,
        "l2": settings.l2,
        "BENT": {"sigmoid", "tanh", "relu", "leaky-relu"},
        "FLAT": {"linear", "softmax"},
        "OF_SOFTMAX": OF_SOFTMAX,
    }


class Names(dict[str, Any]):
    """What names mean in a rule: what is common to all, the values of a pass, and its parts in
    layer l as they are planted."""

    def __init__(self, p: Pass, part: str, l: int):
        super().__init__(l=l, part=p.part)
        self.p, self.of = p, part

    def __missing__(self, name: str) -> Any:
        p, l = self.p, self["l"]
        if name == "right":
            return p.right(self.of, l)
        if name not in vars(p) and hasattr(p, f"_{name}"):
            return p.part(name, p.last if name == "error" else l)
        if hasattr(p, name):
            return getattr(p, name)
        raise KeyError(name)


def share(e: Array, axis: int | None) -> Array:
    """Of the sum over an axis, or over everything."""
    return e / e.sum(axis=axis, keepdims=axis is not None)


COMMON = {"np": np, "share": share, "derivative": derivative, "derivative_of_a": derivative_of_a}


def rule(part: str, expression: str) -> Rule:
    """What an expression makes of a part."""
    return lambda p, l: eval(compiled(expression), COMMON, Names(p, part, l))


def mistakes(text: str) -> Iterator[Mistake]:
    """A mistake for every row; a row with {size} gives one for each size."""
    formula, rows = "", list[list[str]]()
    for line in text.splitlines():
        if ROW.match(line):
            rows.append([formula, line])
        elif line.startswith(" "):
            rows[-1].append(line.strip())
        elif line and line[0] != "#":
            formula = line
    for row in rows:
        for size in SIZES if "{size}" in row[1] else [0]:
            yield mistake(*(part.replace("{size}", str(size)) for part in row))


def mistake(formula: str, head: str, sentence: str, *parts: str) -> Mistake:
    found = ROW.match(head)
    assert found
    number, slug, where, more = found.groups()
    said, _, condition = more.partition(", if ")
    rules = dict[str, Rule]()
    for names, _, expression in (one.partition(" = ") for one in parts):
        rules |= {name: rule(name, expression) for name in names.split(", ")}
    words = tuple(filter(None, said.split(", ")))
    return Mistake(int(number), slug, sentence, formula, where, words, condition or "True", rules)


MISTAKES = (*mistakes(Path(__file__).with_suffix(".txt").read_text(encoding="utf-8")),)
BY_SLUG = {one.slug: one for one in MISTAKES}


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
    if slug not in BY_SLUG:
        raise ValueError(f"there is no mistake {slug!r} in the catalogue")
    return BY_SLUG[slug]
