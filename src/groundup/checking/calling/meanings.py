"""What the arguments of a function are for, by what its code does with them and by their names."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any

from groundup.checking.calling.definitions import Definitions
from groundup.checking.calling.roles import is_parameter, role, width, without_held_out
from groundup.checking.calling.uses import Reading, Uses

SEVERAL, LOOSE = inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD
EMPTY = inspect.Parameter.empty
VAGUE = ("", "x", "y", "out", "grad")  # roles that say little
DATA = ("x", "y", "pairs", "rows", "halves")
WIDTHS = ("n_in", "n_hidden", "n_out", "layers", "hidden layers")


class Meanings:
    """Of the arguments of one program's functions."""

    def __init__(self, definitions: Definitions, names: Mapping[str, Any]):
        self.definitions, self.names = definitions, names
        self.reading = Reading(definitions, names)
        self.known: dict[Any, list[inspect.Parameter]] = {}
        self.meant: dict[Any, dict[str, str]] = {}

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
            for other in ("one-hot", "out"):  # `output` is a target, where there is no other
                if "y" not in found.values():
                    found = {name: "y" if said == other else said for name, said in found.items()}
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
            if {"n_hidden", "n_out"} <= {*found.values()} and "n_in" not in found.values():
                found |= {name: "n_in" for name in found if self.is_number(function, name, found)}
            free = [role for role in ("x", "y") if not {role, *DATA[2:]} & {*found.values()}]
            for one in self.required(function):
                uses = self.uses(function, one.name)
                array = uses.tags & {"array", "listed"} or free == ["y"]
                if (
                    free
                    and not (found[one.name] or is_parameter(one.name))
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
        if data and said != "x" and uses.is_a_pair:
            return "halves"
        if "stride" in uses.tags:
            return "m"
        counts = uses.tags & {"width", "ranged"} or self.is_whole(function, name)
        counts = counts and not uses.tags & {"array", "listed"}
        if counts and said in (*VAGUE, "sizes", "hidden sizes", "m", *WIDTHS):
            if "width" in uses.tags or isinstance(function, type):
                return said if "layers" in said else width(name) or "n_hidden"
            return "epochs" if said in VAGUE else said
        if said in WIDTHS[:3] and "array" in uses.tags and not counts:
            return "grad" if name[:1] == "d" else ""
        if not said and uses.tags == {"factor"}:
            return "eta"
        if not said and uses.tags == {"bound"}:
            return "threshold"
        return "flag" if not said and uses.tags == {"flag"} else said

    def is_number(self, function: Callable[..., Any], name: str, found: Mapping[str, str]) -> bool:
        """Whether what is called inputs, beside numbers of neurons, is how many there are."""
        return found[name] == "x" and not self.uses(function, name).tags & {"array", "listed"}

    def is_whole(self, function: Callable[..., Any], name: str) -> bool:
        """Whether it is said to be a whole number."""
        return any(one.name == name and one.annotation in (int, "int") for one in self.of(function))

    def takes(self, function: Callable[..., Any], *roles: str) -> bool:
        return bool(set(roles) & set(self.roles(function).values()))
