"""Functions of a program, or methods of an object, called again and again in the order in which one
needs what others give."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np

from groundup.checking.calling.arguments import LackingError
from groundup.checking.calling.meanings import DATA, WIDTHS
from groundup.checking.calling.offer import TURNS, Offer, is_enough
from groundup.checking.calling.roles import is_cost, role
from groundup.checking.calling.samples import Samples
from groundup.checking.calling.weights import made_up
from groundup.checking.loading.tracebacks import RAISED


class Order(NamedTuple):
    """Functions, or methods of an object, of which one is called after those that it needs: those
    that set what it reads, and those that give what it takes, by its name in the file."""

    offer: Offer
    own: Mapping[str, Callable[..., Any]]
    kept: frozenset[str] = frozenset()
    of: str = ""

    def calls(self, name: str, samples: Samples) -> Iterator[None]:
        arguments, known, more = self.offer.arguments, dict[str, Any](), dict[str, Any]()
        begun = dict[str, None]()  # parameters that are made up for what takes steps
        order = self.needed(name, [])
        costs, values = self.costs(order), samples.values(0)
        for turn in range(TURNS):
            values = samples.values(turn)
            for one in order:
                mine = made_up(arguments, self.own[one], known, samples)
                roles = arguments.roles(self.own[one])
                listed = {x for x, value in mine.items() if isinstance(value, list)}
                known.update((x, mine[x]) for x in mine if roles[x] not in values or x in listed)
                begun.update(dict.fromkeys(mine) if one == name else {})
                if turn and one != name and self.is_first(one):
                    continue
                if one == name and len(order) > 1:
                    self.work_out(costs, {**values, **more}, known)
                left = samples.choice if one == name else 0
                others = {x: known[x] for x in known if x not in self.own_outputs(one)}
                made = arguments.call(self.own[one], {**values, **more}, others, self.of, left)
                if one == name and arguments.left:
                    raise LackingError("all choices are tried")
                known.update(self.named(one, made))
                known.update(moved(begun, known, made) if one == name else {})
                if self.gives_outputs(one) and made is not None:
                    more["out"] = made[0] if isinstance(made, tuple) else made
                    more["grad"] = difference(more["out"], values["y"])
            if is_enough():
                break
            yield
        if arguments.takes(self.own[name], "pairs"):
            more |= dict(zip("xy", values["pairs"][0], strict=True))
        self.work_out(costs, {**values, **more}, known)

    def work_out(
        self, costs: list[str], values: Mapping[str, Any], known: Mapping[str, Any]
    ) -> None:
        """The costs, which say what the steps are for."""
        for one in costs:
            with contextlib.suppress(*RAISED):
                self.offer.arguments.unsaid(self.own[one], values, known, self.of)

    def costs(self, order: list[str]) -> list[str]:
        """Functions for a cost, of targets and more, that nothing in this order calls."""
        reached = {one for name in order for one in self.offer.definitions.reached(name)}
        found = [one for one in self.own if is_cost(one) and one not in reached]
        return [one for one in found if self.offer.arguments.takes(self.own[one], "y")]

    def needed(self, name: str, found: list[str], above: tuple[str, ...] = ()) -> list[str]:
        """What is to be called, in this order."""
        reached = self.offer.definitions.reached
        feeding = [
            other
            for other in self.own
            if other != name and other not in reached(name) and name not in reached(other)
            if self.feeds(other, name)
        ]
        for other in feeding:
            inner = any(other in reached(one) for one in feeding if one not in reached(other))
            if not (inner or other in found or other in above):
                self.needed(other, found, (*above, name))
        found.append(name)
        return found

    def feeds(self, other: str, name: str) -> bool:
        lacking = self.lacking(name)
        if lacking & {one for names in self.results(other) for one in names}:
            return True
        results = self.offer.definitions.results.values()
        everything = {one for names in results for two in names for one in two}
        roles = self.offer.arguments.roles(self.own[name])
        named = any(roles.get(one) in ("out", "grad") for one in lacking & everything)
        if "out" in lacking and not named and self.gives_outputs(other):
            return True
        sets = self.offer.definitions.feeds(self.own[other], self.own[name], self.kept)
        sets = sets if self.of else self.fills(other, name)
        return sets and self.lacking(other) <= everything | {"out", "grad"}

    def named(self, name: str, made: Any) -> dict[str, Any]:
        """What a function gave, by its names; but no inputs that it makes others of on its way
        through what it fills."""
        found = self.offer.named(name, made)
        if any(self.fills(name, other) for other in self.own if other != name):
            own = {one.name for one in self.offer.arguments.of(self.own[name])}
            return {key: one for key, one in found.items() if key not in own}
        return found

    def own_outputs(self, name: str) -> set[str]:
        """What a function calls as its inputs, and has made its outputs by the time it returns."""
        if not self.gives_outputs(name):
            return set()
        results = {one for names in self.results(name) for one in names}
        return {one for one in results if role(one) == "x"}

    def fills(self, other: str, name: str) -> bool:
        """Whether something that both are given has what one puts there for the other."""
        both = [{x.name for x in self.offer.arguments.of(self.own[one])} for one in (other, name)]
        shared = both[0] & both[1]
        return bool(shared) and self.offer.definitions.fills(self.own[other], self.own[name])

    def results(self, name: str) -> list[list[str]]:
        return self.offer.definitions.results.get(name, [])

    def lacking(self, name: str) -> set[str]:
        """The arguments for which there is nothing but what others give."""
        roles = self.offer.arguments.roles(self.own[name])
        needed = {one.name for one in self.offer.arguments.required(self.own[name])}
        given = {x for own in self.own for names in self.results(own) for x in names}
        unsaid = ("", "out", "grad", "sizes", "layers")
        known = {x for x in given if x[-1:].isdigit()}  # as A1, which is no data
        found = {x for x in needed if roles[x] in unsaid or x in known}
        found |= {x for x in needed & given if roles[x] == "halves"}
        return found | ({"out"} if {roles[one] for one in found} & {"out", "grad"} else set())

    def gives_outputs(self, name: str) -> bool:
        arguments, function = self.offer.arguments, self.own[name]
        return arguments.takes(function, "x") and not arguments.takes(function, "y", "pairs")

    def is_first(self, name: str) -> bool:
        """Whether it makes parameters, which is done once."""
        arguments, function = self.offer.arguments, self.own[name]
        if arguments.takes(function, "sizes", *WIDTHS):
            return not arguments.takes(function, "x", "y")
        return not (self.of or self.lacking(name) or arguments.takes(function, *DATA))


def difference(outputs: Any, targets: Any) -> Any:
    """The slope of half the sum of squares; None where the two do not fit."""
    same = np.shape(outputs) == np.shape(targets)
    return outputs - targets if same and isinstance(outputs, np.ndarray) else None


def moved(names: Iterable[str], known: Mapping[str, Any], result: Any) -> dict[str, Any]:
    """The parameters of these names as a function gives them back, one after the other, which it
    does not change; {} where it gives something else."""
    old = [known.get(name) for name in names]
    new = list(result) if isinstance(result, tuple | list) and len(old) > 1 else [result]
    same = len(old) == len(new) > 0 and all(map(are_alike, old, new))
    return dict(zip(names, new, strict=True)) if same else {}


def are_alike(old: Any, new: Any) -> bool:
    """Whether these are arrays of one shape, or lists of such."""
    if isinstance(old, list) and isinstance(new, list):
        return len(old) == len(new) > 0 and all(map(are_alike, old, new))
    return isinstance(new, np.ndarray) and isinstance(old, np.ndarray) and old.shape == new.shape
