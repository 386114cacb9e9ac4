"""What a program itself gives for an argument, or is put together as it looks things up there: a
word, a function, a dictionary of settings, a description of layers."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Callable, Iterator, Mapping
from types import SimpleNamespace
from typing import Any

from groundup.checking.calling.definitions import Definitions
from groundup.checking.calling.meanings import VAGUE, Meanings
from groundup.checking.calling.roles import is_sigmoid, is_softmax, preferred, role, width
from groundup.checking.calling.uses import Uses

NOTHING: Any = object()
USUAL = {"activation": ["sigmoid", "tanh"], "cost": ["mse"], "optimiser": ["sgd"]}


class Settings(Meanings):
    """Of one program."""

    def __init__(self, definitions: Definitions, names: Mapping[str, Any]):
        super().__init__(definitions, names)
        self.given: dict[Any, Any] = {}

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
        words = next(several(preferred(self.definitions.words), counts, values["softmax"]), [])
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

    def layers(self, function: Callable[..., Any], values: Mapping[str, Any]) -> tuple[int, int]:
        """How many there are, and how many hidden ones, where it is told that or the widths, and
        where it is not."""
        told = self.takes(function, "sizes", "hidden sizes", "layers", "hidden layers")
        hidden = values["hidden layers"] - (not told)
        return hidden + 1, hidden


def several(things: list[Any], counts: tuple[int, int], softmax: bool = False) -> Iterator[Any]:
    """One thing for each layer; of words, two, so that more of the code is run, and a sigmoid at
    the end, which suits most costs, or a softmax."""
    for n in counts:
        words = [one for one in things if isinstance(one, str) and not is_softmax(one)]
        ends = [one for one in words if is_sigmoid(one)] or USUAL["activation"][:1]
        ends = [one for one in things if softmax and is_softmax(one)] or ends
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
