"""What is given for the arguments of a function, by what its code does with them, by how the file
itself calls it, and by what their names say."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any

from groundup.checking.calling.definitions import Definitions
from groundup.checking.calling.roles import preferred, role, width, without_held_out
from groundup.checking.calling.uses import Reading, Uses

LOOSE = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
EMPTY = inspect.Parameter.empty
NOTHING: Any = object()
NONE: Mapping[str, Any] = {}
DATA = ("x", "y", "pairs", "rows", "halves")
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
        self.reading = Reading(definitions, names)
        self.known: dict[Any, list[inspect.Parameter]] = {}
        self.meant: dict[Any, dict[str, str]] = {}
        self.called: dict[str, None] = {}  # what was called of late, in words
        self.targets: list[Any] = []  # that were given then

    def of(self, function: Callable[..., Any]) -> list[inspect.Parameter]:
        key = getattr(function, "__func__", function), inspect.ismethod(function)
        if key not in self.known:
            try:
                every = [*inspect.signature(function).parameters.values()]
            except (TypeError, ValueError):
                every = []
            self.known[key] = [one for one in every if one.kind not in LOOSE and one.name != "self"]
        return self.known[key]

    def required(self, function: Callable[..., Any]) -> list[inspect.Parameter]:
        return [one for one in self.of(function) if one.default is EMPTY]

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
            if not {"y", "pairs"} & {*found.values()}:
                two = {one for one in found if {"at 0", "at 1"} <= self.uses(function, one).tags}
                found |= {name: "halves" for name in two if found[name] == "x"}
            free = [role for role in ("x", "y") if not {role, *DATA[2:]} & {*found.values()}]
            for one in self.required(function):
                tags = self.uses(function, one.name).tags
                if free and not found[one.name] and tags & {"array", "listed"}:
                    found[one.name] = free.pop(0)
            self.meant[key] = found
        return self.meant[key]

    def role(self, function: Callable[..., Any], name: str) -> str:
        """By what the code does with it, and its name; "" where neither says anything."""
        uses, said = self.uses(function, name), role(name)
        if said == "held out":
            return f"{role(without_held_out(name))} held out"
        data = said in ("", "x", "y", "pairs", "out", "m")
        if data and "rows" in uses.tags:
            return "rows"
        if data and "pairs" in uses.tags:
            return "pairs"
        if data and said != "x" and ({"at 0", "at 1"} <= uses.tags or "halves" in uses.tags):
            return "halves"
        if "stride" in uses.tags:
            return "m"
        counts = uses.tags & {"width", "ranged"} and not uses.tags & {"array", "listed"}
        if counts and said in ("", "x", "y", "out", "sizes", "hidden sizes", "m", *WIDTHS):
            if "width" in uses.tags or isinstance(function, type):
                return said if "layers" in said else width(name) or "n_hidden"
            return "epochs" if said in ("", "out", "x", "y") else said
        if not said and uses.tags == {"factor"}:
            return "eta"
        return "flag" if not said and uses.tags == {"flag"} else said

    def takes(self, function: Callable[..., Any], *roles: str) -> bool:
        return bool(set(roles) & set(self.roles(function).values()))

    def call(
        self,
        function: Callable[..., Any],
        values: Mapping[str, Any],
        known: Mapping[str, Any] = NONE,
        of: str = "",
    ) -> Any:
        """What it gives. `values` are by role, `known` by name; it is a method `of` something, in
        words. Raises LackingError, and whatever the code does."""
        placed, named, said = [], {}, []
        for one in self.of(function):
            value, what = self.value(function, one, values, known)
            if value is NOTHING and one.default is EMPTY:
                raise LackingError(f"{function.__name__} wants {one.name}")
            if value is NOTHING:
                continue
            said.append(what)
            if one.kind is one.KEYWORD_ONLY or len(placed) < self.of(function).index(one):
                named[one.name] = value
            else:
                placed.append(value)
        self.targets += [values["y"], [y for _, y in values["pairs"]]]
        self.called[f"{of}{function.__name__}({', '.join(said)})"] = None
        result = function(*placed, **named)
        return list(result) if inspect.isgenerator(result) else result

    def value(
        self,
        function: Callable[..., Any],
        parameter: inspect.Parameter,
        values: Mapping[str, Any],
        known: Mapping[str, Any],
    ) -> tuple[Any, str]:
        """What is given for an argument, and what that is."""
        name, default = parameter.name, parameter.default
        meant = self.roles(function)[name]
        if name in known:
            return known[name], name
        if default is not EMPTY and not (default is None and meant in (*DATA, "sizes")):
            return NOTHING, ""
        uses = self.uses(function, name)
        for way in (self.own, self.settings, self.word):
            found = way(function, name, uses, values)
            if found is not NOTHING:
                return found, name
        if meant in ("sizes", "hidden sizes") and "joined" in uses.tags:
            meant = "hidden sizes"
        return values.get(meant, NOTHING), SAID.get(meant, meant)

    def own(
        self, function: Callable[..., Any], name: str, uses: Uses, values: Mapping[str, Any]
    ) -> Any:
        """What the file gives for it where it calls it, unless that is a number, or data."""
        place = [one.name for one in self.of(function)].index(name)
        for source in self.definitions.sources.values():
            for node in ast.walk(source.tree):
                called = node.func if isinstance(node, ast.Call) else None
                if getattr(called, "attr", getattr(called, "id", "")) != function.__name__:
                    continue
                named = {one.arg: one.value for one in node.keywords}  # type: ignore[union-attr]
                given = dict(enumerate(node.args)) | named  # type: ignore[union-attr]
                value = self.evaluated(given.get(name, given.get(place)))
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

    def settings(
        self, function: Callable[..., Any], name: str, uses: Uses, values: Mapping[str, Any]
    ) -> Any:
        """A dictionary with what is looked up in it, or an object with what is read from it."""
        wanted = uses.keys or uses.parts
        found = {key: values.get(self.setting(key), NOTHING) for key in wanted}
        if not found or any(value is NOTHING for value in found.values()):
            return NOTHING
        return found if uses.keys else SimpleNamespace(**found)

    def setting(self, key: str) -> str:
        return width(key) if role(key) in ("", "x", "y", "out", *WIDTHS) else role(key)

    def word(
        self, function: Callable[..., Any], name: str, uses: Uses, values: Mapping[str, Any]
    ) -> Any:
        return preferred([*uses.words]) if uses.words else NOTHING


def is_setting(value: Any) -> bool:
    """Whether it is a word, a function, an object or several of them: no number, and no data."""
    if isinstance(value, list | tuple | dict):
        several = value.values() if isinstance(value, dict) else value
        return bool(value) and not any(
            isinstance(one, float | int | list | tuple) for one in several
        )
    simple = value is NOTHING or value is None or isinstance(value, float | int | bool)
    return not simple and not hasattr(value, "__array__")
