"""What is given for the arguments of a function, by what its code does with them, by how the file
itself calls it, and by what their names say."""

from __future__ import annotations

import ast
import inspect
import itertools
from collections.abc import Callable, Iterator, Mapping
from types import SimpleNamespace
from typing import Any

import numpy as np

from groundup.checking.calling.definitions import Definitions
from groundup.checking.calling.roles import (
    is_derivative,
    is_sigmoid,
    preferred,
    role,
    width,
    without_held_out,
)
from groundup.checking.calling.samples import WIDEST, idents
from groundup.checking.calling.things import Things
from groundup.checking.calling.uses import Reading, Uses
from groundup.checking.tracing.memory import Current
from groundup.checking.tracing.runs import Handed
from groundup.checking.tracing.ufuncs import bare

SEVERAL, LOOSE = inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD
EMPTY = inspect.Parameter.empty
NOTHING: Any = object()
NONE: Mapping[str, Any] = {}
VAGUE = ("", "x", "y", "out", "grad")  # roles that say little
MOST = 6  # candidates for one argument
USUAL = {"activation": ["sigmoid", "tanh"], "cost": ["mse"], "optimiser": ["sgd"]}
DATA = ("x", "y", "pairs", "rows", "halves")
HELD_OUT = tuple(f"{one} held out" for one in ("x", "y", "pairs"))
WIDTHS = ("n_in", "n_hidden", "n_out", "layers", "hidden layers")
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


class Arguments:
    """Of the functions of one program."""

    def __init__(self, definitions: Definitions, names: Mapping[str, Any]):
        self.definitions, self.names = definitions, names
        self.reading, self.things = Reading(definitions, names), Things(self)
        self.known: dict[Any, list[inspect.Parameter]] = {}
        self.given: dict[Any, Any] = {}
        self.meant: dict[Any, dict[str, str]] = {}
        self.called: dict[str, None] = {}  # what was called of late, in words
        self.targets: list[Any] = []  # that were given then
        self.made: list[int] = []  # parameters that were made up for it, by id
        self.rates: set[float] = set()  # learning rates that it had
        self.samples: dict[int, tuple[Any, list[int], list[int]]] = {}  # targets, ids, classes
        self.left = 0  # what is left of a choice: whether all were tried

    def of(self, function: Callable[..., Any]) -> list[inspect.Parameter]:
        key = getattr(function, "__func__", function), inspect.ismethod(function)
        if key not in self.known:
            try:
                every = [*inspect.signature(function).parameters.values()]
            except (TypeError, ValueError):
                every = []
            self.known[key] = [one for one in every if one.kind is not LOOSE and one.name != "self"]
        return self.known[key]

    def required(self, function: Callable[..., Any]) -> list[inspect.Parameter]:
        every = self.of(function)
        return [one for one in every if one.default is EMPTY and one.kind is not SEVERAL]

    def uses(self, function: Callable[..., Any], name: str) -> Uses:
        found = self.definitions.of(function)
        return self.reading.uses(*found, name) if found else Uses()

    def roles(self, function: Callable[..., Any]) -> dict[str, str]:
        """What each argument is for. Arrays whose names say nothing are inputs and targets, in
        this order."""
        key = getattr(function, "__func__", function)
        if key not in self.meant:
            found = {one.name: self.role(function, one.name) for one in self.of(function)}
            if "y" not in found.values():  # `output` is a target, where there is no other
                found = {name: "y" if said == "out" else said for name, said in found.items()}
            if "y" in found.values():
                found = {name: "x" if said == "pairs" else said for name, said in found.items()}
            elif "pairs" not in found.values():
                two = {one for one in found if {"at 0", "at 1"} <= self.uses(function, one).tags}
                found |= {name: "halves" for name in two if found[name] == "x"}
            if "pairs" in found.values() and "y held out" not in found.values():
                alike = {"x held out": "pairs held out"}
                found = {name: alike.get(said, said) for name, said in found.items()}
            widths = [one.name for one in self.of(function) if found[one.name] == "n_hidden"]
            if len(widths) == 3 and not {"n_in", "n_out"} & {*found.values()}:
                found |= dict(zip(widths, WIDTHS, strict=False))
            free = [role for role in ("x", "y") if not {role, *DATA[2:]} & {*found.values()}]
            for one in self.required(function):
                uses = self.uses(function, one.name)
                array = uses.tags & {"array", "listed"} or free == ["y"]
                if (
                    free
                    and not found[one.name]
                    and array
                    and not (uses.keys or uses.parts or uses.fields or "worded" in uses.tags)
                ):
                    found[one.name] = free.pop(0)
            self.meant[key] = found
        return self.meant[key]

    def role(self, function: Callable[..., Any], name: str) -> str:
        """By what the code does with it, and its name; "" where neither says anything."""
        uses, said = self.uses(function, name), role(name)
        if len(name) < 3:  # what it is kept as says more
            said = next(filter(None, map(role, uses.kept)), said)
        unsaid = said in ("", "sizes") or (said in VAGUE and len(name) < 3)
        if "unrolled" in uses.tags and unsaid:
            return "unrolled"
        if said == "held out":
            return f"{role(without_held_out(name))} held out"
        if "sizes" in uses.tags and said in (*VAGUE, "pairs"):
            return "sizes"
        data = said in (*VAGUE, "pairs", "m")
        if data and "rows" in uses.tags:
            return "rows"
        if data and "pairs" in uses.tags:
            return "pairs"
        if data and said != "x" and ({"at 0", "at 1"} <= uses.tags or "halves" in uses.tags):
            return "halves"
        if "stride" in uses.tags:
            return "m"
        counts = uses.tags & {"width", "ranged"} or self.is_whole(function, name)
        counts = counts and not uses.tags & {"array", "listed"}
        if counts and said in (*VAGUE, "sizes", "hidden sizes", "m", *WIDTHS):
            if "width" in uses.tags or isinstance(function, type):
                return said if "layers" in said else width(name) or "n_hidden"
            return "epochs" if said in VAGUE else said
        if not said and uses.tags == {"factor"}:
            return "eta"
        return "flag" if not said and uses.tags == {"flag"} else said

    def is_whole(self, function: Callable[..., Any], name: str) -> bool:
        """Whether it is said to be a whole number."""
        return any(one.name == name and one.annotation in (int, "int") for one in self.of(function))

    def takes(self, function: Callable[..., Any], *roles: str) -> bool:
        return bool(set(roles) & set(self.roles(function).values()))

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
        self.targets += [values["y"], [y for _, y in values["pairs"]]]
        self.remember(values)
        self.called[f"{of}{function.__name__}({', '.join(said)})"] = None
        result = function(*placed, **named)
        return list(result) if inspect.isgenerator(result) else result

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

    def handed(self) -> Handed:
        """What was given of late, and what became of it."""
        changed, classes = [], {}
        for one, ids, each in self.samples.values():
            changed += [new for new, old in zip(idents(one), ids, strict=False) if new != old]
            classes |= dict(zip(ids, each, strict=False))
        rate = next(iter(self.rates)) if len(self.rates) == 1 else None
        return Handed(rate, classes, changed)

    def forget(self) -> None:
        for one in (self.called, self.targets, self.made, self.rates, self.samples):
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
        other = other or (meant == "l2" and default == 0)  # which would hide what it does
        other = other or (meant in WIDTHS[:3] and isinstance(default, int) and default > WIDEST)
        shapes = (*DATA, "sizes", "hidden sizes", "input shape", *WIDTHS)
        asked = default is None and meant in shapes
        beside = default is None and meant in HELD_OUT
        if not (default is EMPTY or other or asked or beside):
            return
        if beside:  # as most do, and filled next
            yield NOTHING, ""
        own = self.own(function, name)
        if own is not NOTHING:
            yield own, name
        if uses.keys or uses.parts:
            yield from ((one, name) for one in self.settings(uses, values))
        yield from ((one, name) for one in self.described(uses, values))
        things = [*preferred([*uses.words]), *self.things.fitting(name, uses, values)]
        if not things and meant in USUAL:
            words = [one for one in self.definitions.words if meant == "activation"]
            things = [*self.things.functions(meant, values), *words, *USUAL[meant]]
        ends = name.endswith("s") and not name.endswith("ss")
        plural = bool({"listed", "joined"} & uses.tags) or (
            ends and not (uses.parts or uses.of_made)
        )
        counts = self.layers(function, values)
        yield from ((one, name) for one in (several(things, counts) if plural else things))
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

    def layers(self, function: Callable[..., Any], values: Mapping[str, Any]) -> tuple[int, int]:
        """How many there are, and how many hidden ones, where it is told that or the widths, and
        where it is not."""
        told = self.takes(function, "sizes", "hidden sizes", "layers", "hidden layers")
        hidden = values["hidden layers"] - (not told)
        return hidden + 1, hidden

    def own(self, function: Callable[..., Any], name: str) -> Any:
        key = self.definitions.of(function), name
        if key not in self.given:
            self.given[key] = self.own_setting(function, name)
        return self.given[key]

    def own_setting(self, function: Callable[..., Any], name: str) -> Any:
        """What the file gives for it where it calls it, unless that is a number, or data."""
        place = [one.name for one in self.of(function)].index(name)
        for node in self.definitions.calls_of(function.__name__):
            placed = dict(enumerate(node.args))
            named = {one.arg: one.value for one in node.keywords}
            value = self.evaluated(named.get(name, placed.get(place)))
            if is_setting(value):
                return value
        return NOTHING

    def evaluated(self, node: ast.expr | None) -> Any:
        """The value of a literal, or of a name of the file."""
        match node:
            case ast.Constant(value=value):
                return value
            case ast.Name(id=name):
                return self.names.get(name, NOTHING)
            case ast.Attribute(value=ast.Name(id=name), attr=attr):
                return getattr(self.names.get(name), attr, NOTHING)
            case ast.List(elts=several) | ast.Tuple(elts=several):
                found = [self.evaluated(one) for one in several]
                return NOTHING if any(one is NOTHING for one in found) else found
            case _:
                return NOTHING

    def settings(self, uses: Uses, values: Mapping[str, Any]) -> Iterator[Any]:
        """A dictionary with what is looked up in it, or an object with what is read from it."""
        wanted = uses.keys or uses.parts
        found = {key: values.get(self.setting(key), NOTHING) for key in wanted}
        if not any(value is NOTHING for value in found.values()):
            yield found if uses.keys else SimpleNamespace(**found)

    def described(self, uses: Uses, values: Mapping[str, Any]) -> Iterator[Any]:
        """Each layer by its widths and the name of its activation, in a dictionary or a tuple."""
        roles = {key: self.setting(name) for key, name in sorted(uses.fields.items())}
        counts = values["layers"], values["hidden layers"]
        words = next(several(preferred(self.definitions.words), counts), [])
        if not {"n_in", "n_out"} <= {*roles.values()} <= {"n_in", "n_out", "activation"}:
            return
        layers: list[dict[Any, Any]] = []
        for widths, word in itertools.zip_longest(itertools.pairwise(values["sizes"]), words):
            known = dict(zip(("n_in", "n_out"), widths, strict=True)) | {"activation": word}
            layers.append({key: known[role] for key, role in roles.items()})
        whole = [*roles] == [*range(len(roles))]
        yield [tuple(one.values()) for one in layers] if whole else layers

    def setting(self, key: str) -> str:
        said = role(key)
        counts = said in (*VAGUE, "sizes", "n_in", "n_hidden", "n_out")
        return (width(key) if counts else "") or said


def several(things: list[Any], counts: tuple[int, int]) -> Iterator[Any]:
    """One thing for each layer; of words, two, so that more of the code is run, and a sigmoid at
    the end, which suits most costs."""
    for n in counts:
        words = [one for one in things if isinstance(one, str) and one != "softmax"]
        ends = [one for one in words if is_sigmoid(one)] or USUAL["activation"][:1]
        bends = [one for one in words if one not in ends] or words
        if words:
            yield [bends[0]] * (n - 1) + [ends[0]]
    for one in things:
        lists = ([one] * n for n in counts)
        yield from [one] if isinstance(one, list) else lists


def is_setting(value: Any) -> bool:
    """Whether it is a word, a function, an object or several of them: no number, and no data."""
    if isinstance(value, list | tuple):
        return bool(value) and all(map(is_setting, value))
    if isinstance(value, dict):
        return bool(value) and not any(hasattr(one, "__array__") for one in value.values())
    simple = value is NOTHING or value is None or isinstance(value, float | int | bool)
    return not simple and not hasattr(value, "__array__")
