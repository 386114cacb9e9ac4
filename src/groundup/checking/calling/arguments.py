"""What is given for the arguments of a function, by what its code does with them and what their
names say."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any

from groundup.checking.calling.definitions import Definitions
from groundup.checking.calling.roles import role, width, without_held_out
from groundup.checking.calling.samples import Samples
from groundup.checking.calling.uses import Reading, Uses

LOOSE = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
EMPTY = inspect.Parameter.empty
NOTHING = object()
NONE: Mapping[str, Any] = {}
SAID = {
    "x": "inputs",
    "y": "targets",
    "m": "mini-batch size",
    "eta": "learning rate",
    "n_in": "number of inputs",
    "n_out": "number of outputs",
    "n_hidden": "hidden neurons",
    "l2": "decay",
}


class LackingError(TypeError):
    """Nothing is known to give for an argument."""


class Arguments:
    """Of functions of one program."""

    def __init__(self, definitions: Definitions):
        self.definitions, self.reading = definitions, Reading(definitions)
        self.known: dict[Any, list[inspect.Parameter]] = {}
        self.called: dict[str, None] = {}  # what was called of late, in words

    def of(self, function: Callable[..., Any]) -> list[inspect.Parameter]:
        plain = getattr(function, "__func__", function)
        key = plain, plain is function
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

    def role(self, function: Callable[..., Any], name: str) -> str:
        """What it is for: by its use where that tells, else by its name."""
        uses, said = self.uses(function, name), role(name)
        if said == "held out":
            return role(without_held_out(name))
        if uses.paired and said in ("", "x", "pairs", "y", "sizes"):
            return "pairs" if said != "sizes" else said
        counts = uses.number and not (uses.array or uses.listed or uses.keys)
        if counts and said in ("x", "y", "out", "n_in", "n_out", "n_hidden", "sizes", ""):
            return width(name) or said
        return said

    def roles(self, function: Callable[..., Any]) -> dict[str, str]:
        return {one.name: self.role(function, one.name) for one in self.of(function)}

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
            if value is NOTHING:
                if one.default is EMPTY:
                    raise LackingError(f"{function.__name__} wants {one.name}")
                continue
            said.append(what)
            if one.kind is one.KEYWORD_ONLY or len(placed) < self.of(function).index(one):
                named[one.name] = value
            else:
                placed.append(value)
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
        name = parameter.name
        if name in known:
            return known[name], name
        if parameter.default is not EMPTY and parameter.default is not None:
            return NOTHING, ""
        meant = self.role(function, name)
        if parameter.default is None and meant not in ("x", "y", "pairs", "sizes"):
            return NOTHING, ""
        return values.get(meant, NOTHING), SAID.get(meant, meant)
