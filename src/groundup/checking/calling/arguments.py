"""What is given for the arguments of a function, and what was given of late."""

from __future__ import annotations

import inspect
import itertools
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from groundup.checking.calling.definitions import Definitions
from groundup.checking.calling.meanings import DATA, EMPTY, SEVERAL, WIDTHS
from groundup.checking.calling.roles import is_derivative, is_softmax, preferred, role
from groundup.checking.calling.samples import idents
from groundup.checking.calling.settings import NOTHING, USUAL, Settings, several
from groundup.checking.calling.things import Things
from groundup.checking.calling.uses import Uses
from groundup.checking.loading.placeholders.tables import Table
from groundup.checking.tracing.memory import Current
from groundup.checking.tracing.runs import Handed
from groundup.checking.tracing.ufuncs import bare

NONE: Mapping[str, Any] = {}
MOST = 6  # candidates for one argument
OF_TABLES = frozenset(("columns", "iloc", "loc", "iterrows", "to_numpy", "unique", "values"))
HELD_OUT = tuple(f"{one} held out" for one in ("x", "y", "pairs"))
SAID = {
    "x": "inputs",
    "y": "targets",
    "m": "mini-batch size",
    "eta": "learning rate",
    "n_in": "number of inputs",
    "n_out": "number of outputs",
    "n_hidden": "hidden neurons",
    "l2": "decay",
    "halves": "inputs and targets",
}


class LackingError(TypeError):
    """Nothing is known to give for an argument."""


class Arguments(Settings):
    """Of the functions of one program."""

    def __init__(self, definitions: Definitions, names: Mapping[str, Any]):
        super().__init__(definitions, names)
        self.things = Things(self, self.unsaid)
        self.called: dict[str, None] = {}  # what was called of late, in words
        self.targets: list[Any] = []  # that were given then
        self.made: list[int] = []  # parameters that were made up for it, by id
        self.rates: set[float] = set()  # learning rates that it had
        self.samples: dict[int, tuple[Any, list[int], list[int]]] = {}  # targets, ids, classes
        self.inputs: dict[int, int] = {}  # by id, the class that its sample is of
        self.has_softmax = False  # whether it is among the words for a last layer's activation
        self.left = 0  # what is left of a choice: whether all were tried

    def call(
        self,
        function: Callable[..., Any],
        values: Mapping[str, Any],
        known: Mapping[str, Any] = NONE,
        of: str = "",
        choice: int = 0,
    ) -> Any:
        """What it gives. `values` are by role, `known` by name; it is a method `of` something, in
        words. Of all that may be given, it is the `choice`. Raises LackingError, and whatever the
        code does."""
        placed, named, said = [], {}, []
        for one in self.of(function):
            several = list(itertools.islice(self.candidates(function, one, values, known), MOST))
            if not several and one.default is EMPTY and one.kind is not SEVERAL:
                raise LackingError(f"{function.__name__} wants {one.name}")
            rate = bare(several[0][0] if several else one.default)
            if self.roles(function)[one.name] == "eta" and isinstance(rate, float | int):
                self.rates.add(rate)
            if is_derivative(one.name) and (slopes := self.slopes(one, [*placed, *named.values()])):
                several = slopes
            elif one.default is None and is_derivative(one.name):
                continue
            if not several:
                continue
            choice, place = divmod(choice, len(several))
            value, what = several[place]
            if value is NOTHING:  # it is left as it is
                continue
            said.append(what)
            if one.kind is one.KEYWORD_ONLY or len(placed) < self.of(function).index(one):
                named[one.name] = value
            else:
                placed += value if one.kind is SEVERAL else [value]
        self.left = choice
        self.targets += [values["y"], values["one-hot"], [y for _, y in values["pairs"]]]
        self.remember(values)
        self.called[f"{of}{function.__name__}({', '.join(said)})"] = None
        result = function(*placed, **named)
        return list(result) if inspect.isgenerator(result) else result

    def unsaid(self, function: Callable[..., Any], values: Mapping[str, Any], *more: Any) -> Any:
        """The same, of which nothing is told."""
        called, targets = dict(self.called), [*self.targets]
        try:
            return self.call(function, values, *more)
        finally:
            self.called, self.targets = called, targets

    def remember(self, values: Mapping[str, Any]) -> None:
        """The targets that are given, as they are before the learner's code has them."""
        for one in (values["y"], *(y for _, y in values["pairs"])):
            if id(one) not in self.samples:
                sides, outputs = np.shape(one), values["n_out"]
                axis = max((k for k, side in enumerate(sides) if side == outputs), default=-1)
                classes = np.indices(sides)[axis].ravel().tolist() if axis >= 0 else []
                if isinstance(one, np.ndarray):
                    Current.memory.ids(one)
                self.samples[id(one)] = one, [*idents(one)], classes
                if axis >= 0 and outputs > 1 and one is values["y"]:
                    self.remember_inputs(values["x"], np.argmax(one, axis))

    def remember_inputs(self, x: Any, classes: Any) -> None:
        """The inputs of samples of which each is a row, or a column, of an array."""
        if isinstance(x, np.ndarray) and x.ndim == 2 and np.ndim(classes) == 1:
            Current.memory.ids(x)
            ids = np.reshape([*idents(x)], x.shape)
            for rows in (ids, ids.T):
                if len(rows) == len(classes):
                    self.inputs |= {
                        k: int(one) for row, one in zip(rows, classes, strict=True) for k in row
                    }

    def handed(self) -> Handed:
        """What was given of late, and what became of it."""
        changed, classes = [], {}
        for one, ids, each in self.samples.values():
            changed += [new for new, old in zip(idents(one), ids, strict=False) if new != old]
            classes |= dict(zip(ids, each, strict=False))
        rate = next(iter(self.rates)) if len(self.rates) == 1 else None
        return Handed(rate, classes, changed, dict(self.inputs))

    def forget(self) -> None:
        self.has_softmax = False
        for one in (
            self.called,
            self.targets,
            self.made,
            self.rates,
            self.samples,
            self.inputs,
        ):
            one.clear()

    def slopes(self, parameter: inspect.Parameter, before: list[Any]) -> list[tuple[Any, str]]:
        """The derivatives of the last function that was given before."""
        functions = [one for one in before if inspect.isfunction(one)]
        found = self.things.derivatives(functions[-1]) if functions else []
        return [(one, parameter.name) for one in found]

    def candidates(
        self,
        function: Callable[..., Any],
        parameter: inspect.Parameter,
        values: Mapping[str, Any],
        known: Mapping[str, Any],
    ) -> Iterator[tuple[Any, str]]:
        """What may be given for an argument, and what that is, the likeliest first."""
        name, default = parameter.name, parameter.default
        meant, uses = self.roles(function)[name], self.uses(function, name)
        if name in known:
            yield known[name], name
            return
        other = meant == "m" and isinstance(default, int)
        # A decay of 0 would hide what the code does with one.
        other = other or (meant == "l2" and default == 0 and values["l2"])
        other = other or (meant in WIDTHS[:3] and isinstance(default, int))
        shapes = (*DATA, "sizes", "hidden sizes", "input shape", *WIDTHS)
        asked = default is None and meant in shapes
        beside = default is None and meant in HELD_OUT
        end = meant == "activation" and bool(values.get("last"))
        if not (default is EMPTY or other or asked or beside or end):
            return
        if beside:  # as most do, and filled next
            yield NOTHING, ""
        own = self.own(function, name)
        if own is not NOTHING:
            yield own, name
        yield from ((one, name) for one in self.things.hinted(parameter.annotation, values))
        if meant in ("x", "y") and not OF_TABLES.isdisjoint(uses.parts):
            yield Table(values[meant]), SAID[meant]
        if uses.keys or uses.parts:
            yield from ((one, name) for one in self.settings(uses, values))
        if meant in DATA and "pairs" in map(role, uses.keys):  # as x["train"] and x["test"]
            parts = dict.fromkeys(uses.keys, values[meant])
            yield defaultdict(lambda: values[meant], parts), SAID.get(meant, meant)
        yield from ((one, name) for one in self.described(uses, values))
        words = preferred([*uses.words], end and values["softmax"])
        self.has_softmax |= end and any(map(is_softmax, words))
        things = [*words, *self.things.fitting(name, uses, values)]
        if not things and meant in USUAL:
            words = [one for one in self.definitions.words if meant == "activation"]
            things = [*self.things.functions(meant, values), *words, *USUAL[meant]]
        ends = name.endswith("s") and not name.endswith("ss")
        plural = bool({"listed", "joined"} & uses.tags) or (
            ends and not (uses.parts or uses.of_made)
        )
        counts = self.layers(function, values)
        lists = several(things, counts, values["softmax"]) if plural else ()
        self.has_softmax |= plural and any(map(is_softmax, things))
        yield from ((one, name) for one in (lists if plural else things))
        if parameter.kind is SEVERAL:
            meant = "hidden sizes" if "hid" in name else "sizes" if not things else ""
        said = SAID.get(meant, meant)
        if meant == "seed" and uses.parts:
            yield np.random.default_rng(values["seed"]), said
            yield np.random.RandomState(values["seed"]), said
        yield from ((one, said) for one in self.of_role(function, name, meant, uses, values))
        if uses.is_kept_alone and not meant:
            yield name, name
        if default is None and meant in DATA:
            yield NOTHING, ""

    def of_role(
        self,
        function: Callable[..., Any],
        name: str,
        meant: str,
        uses: Uses,
        values: Mapping[str, Any],
    ) -> Iterator[Any]:
        """By its role, and where that is widths, in the form in which they are used."""
        inner = [values["n_hidden"]]
        if meant in ("sizes", "hidden sizes") or (meant == "n_hidden" and "listed" in uses.tags):
            beside = {self.roles(function)[one.name] for one in self.of(function)}
            sizes = values["sizes"]
            if {"at 1", "at 2"} & uses.tags:  # it takes so many, and no more
                sizes = [*sizes[:2], sizes[-1]]
            above = sizes["n_in" in beside : len(sizes) - ("n_out" in beside)]
            joined = "joined" in uses.tags and meant != "sizes"
            first = inner if meant == "hidden sizes" or joined else above
            pairs = list(itertools.pairwise(sizes))
            yield from [pairs, first] if "pairs" in uses.tags else [first, pairs]
            few = [*sizes[:2], sizes[-1]]
            yield from (one for one in (above, few, sizes, sizes[1:], inner) if one != first)
        elif meant in values:
            yield values[meant]
            if meant == "n_hidden":
                yield inner
