"""Calling a learner's function whose arguments are known by name, or by trying."""

from __future__ import annotations

import inspect
import itertools
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from groundup.checking.names.roles import POSSIBLE, Role, kind, means, plain, role

# Optional arguments that are given all the same; the others keep the learner's own default.
ALWAYS = {
    "eta",
    "epochs",
    "m",
    "n",
    "w",
    "b",
    "network",
    "x",
    "y",
    "pairs",
    "sizes",
    "out",
    "momentum",
}

PLACED = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
KNOWN: WeakKeyDictionary[Callable[..., Any], list[inspect.Parameter]] = WeakKeyDictionary()


class Argument(NamedTuple):
    name: str
    role: Role | None
    required: bool
    positional: bool


class Plan(NamedTuple):
    """A function, and what each of its arguments is for."""

    function: Callable[..., Any]
    arguments: tuple[Argument, ...]
    guessed: bool = False  # whether names did not tell what all of them are for

    @property
    def name(self) -> str:
        return getattr(self.function, "__name__", type(self.function).__name__)

    @property
    def layers(self) -> int | None:
        """How many, where each has arguments of its own."""
        numbered = [a.role.layer for a in self.arguments if a.role and a.role.layer is not None]
        return 1 + max(numbered) if numbered else None

    @property
    def roles(self) -> set[str]:
        return {argument.role.name for argument in self.arguments if argument.role}

    def wants(self, *roles: str) -> bool:
        return bool(self.roles & set(roles))

    def call(self, values: Mapping[str, Any], extra: frozenset[str] = frozenset()) -> Any:
        """The function of `values`, which are by role; those of numbered roles are lists. `extra`
        are optional roles that are to be given too. Raises MissingError where a value is."""
        chosen = {}
        by_name = values.get("by name", {})
        for argument in self.arguments:
            if argument.name in by_name:
                chosen[argument.name] = by_name[argument.name]
                continue
            known = argument.role is not None and argument.role.name in values
            if argument.required and not known:
                raise MissingError(argument.name)
            if argument.role is None or not known:
                continue
            if not argument.required and argument.role.name not in ALWAYS | extra:
                continue
            chosen[argument.name] = pick(values, argument.role)
        return give(self.function, chosen, [a.name for a in self.arguments if a.positional])


class MissingError(TypeError):
    """There is nothing to give for an argument of the learner's function."""


def pick(values: Mapping[str, Any], role: Role) -> Any:
    if role.layer is None:
        return values[role.name]
    things = values[role.name]
    if role.layer >= len(things):
        raise MissingError(f"{role.name}{role.layer}")
    return things[role.layer]


def arguments(function: Callable[..., Any]) -> tuple[Argument, ...] | None:
    """None where Python cannot tell them, or where there are any number of them."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return None
    found = []
    for parameter in parameters:
        if parameter.kind == parameter.VAR_POSITIONAL:
            return None
        if parameter.kind != parameter.VAR_KEYWORD:
            required = parameter.default is parameter.empty
            positional = parameter.kind != parameter.KEYWORD_ONLY
            found.append(Argument(parameter.name, role(parameter.name), required, positional))
    return tuple(from_zero(found))


def from_zero(found: list[Argument]) -> list[Argument]:
    """`w1, b1, w2, b2` as layers 0 and 1, like `w0, b0, w1, b1`."""
    numbered = [a.role.layer for a in found if a.role and a.role.layer is not None]
    if not numbered or 0 in numbered:
        return found
    return [
        a._replace(role=Role(a.role.name, a.role.layer - 1))
        if a.role and a.role.layer is not None
        else a
        for a in found
    ]


def plans(function: Callable[..., Any], lacking: tuple[str, ...] = ()) -> Iterator[Plan]:
    """All readings of a function's arguments, the likeliest first. `lacking` are the roles that it
    may need: those that no name tells are tried on the arguments whose names tell nothing; where a
    name is that of an error that is sent back, there is no reading."""
    found = arguments(function)
    if found is None:
        return
    found = settled(found, kind(getattr(function, "__name__", "")) in ("gradient", "step"))
    blank = [i for i, argument in enumerate(found) if argument.role is None and argument.required]
    named = {argument.role.name for argument in found if argument.role}
    if "network" in named:
        named |= {"w", "b"}
    if "pairs" in named:
        named |= {"x", "y"}
    free = [role for role in lacking if role not in named]
    free += [a.name for a in (found[i] for i in blank) if a.name == "a" and "a" not in named]
    if not blank:
        yield Plan(function, found)
    elif len(blank) <= 4 and not any(means(found[i].name, "grad") for i in blank):
        for roles in itertools.permutations(free, len(blank)):
            filled = list(found)
            for i, name in zip(blank, roles, strict=True):
                filled[i] = filled[i]._replace(role=Role(name))
            yield Plan(function, tuple(filled), guessed=True)


def settled(found: tuple[Argument, ...], learns: bool) -> tuple[Argument, ...]:
    """Names that mean different things in different company: `output` is the target where there
    is no other, `activations` are kept ones beside `zs`, `sample` is the input beside a target."""
    names = {argument.role.name for argument in found if argument.role}
    change: dict[str, str] = {}
    if learns and "y" not in names and "pairs" not in names and "out" in names and "x" in names:
        change["out"] = "y"
    if "z" in names and "a" not in names:
        change["activation"] = "a"
    if "pairs" in names and "x" not in names and ("y" in names or not learns):
        change["pairs"] = "x"
    if {"x", "y"} <= names:  # a `batch` beside them says how many samples it has
        found = tuple(
            a._replace(role=Role("m")) if a.role == Role("pairs") and means(a.name, "m") else a
            for a in found
        )
    if not learns:  # a cost has no rate: `epsilon` is what keeps a logarithm from 0
        rate = (Role("eta"), False)
        found = tuple(a._replace(role=None) if (a.role, a.required) == rate else a for a in found)
    if "w" not in names:  # `bs` are biases beside `ws`, and else the batch size
        found = tuple(a._replace(role=Role("m")) if a.name == "bs" else a for a in found)
    return tuple(
        argument._replace(role=Role(change[argument.role.name], argument.role.layer))
        if argument.role and argument.role.name in change
        else argument
        for argument in found
    )


def parameters(function: Callable[..., Any]) -> list[inspect.Parameter]:
    """What it must or may be given, without `self` and `*args`; none where it does not say."""
    loose = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    return [p for p in every_one(function) if p.kind not in loose and p.name != "self"]


def every_one(function: Callable[..., Any]) -> list[inspect.Parameter]:
    """Its parameters; none where Python cannot tell them, as of a constructor without `self`. Of
    a function, a class, or a method of any object, they are asked once."""
    if inspect.ismethod(function):
        every = every_one(function.__func__)
        return every[1:] if every and every[0].kind in PLACED else told_parameters(function)
    if not inspect.isfunction(function) and not inspect.isclass(function):
        return told_parameters(function)
    if function not in KNOWN:
        KNOWN[function] = told_parameters(function)
    return [*KNOWN[function]]


def told_parameters(function: Callable[..., Any]) -> list[inspect.Parameter]:
    try:
        return [*inspect.signature(function).parameters.values()]
    except (TypeError, ValueError):
        return []


def required(function: Callable[..., Any]) -> list[inspect.Parameter]:
    return [p for p in parameters(function) if p.default is inspect.Parameter.empty]


def call(
    function: Callable[..., Any],
    values: Mapping[str, Any],
    order: tuple[str, ...] = (),
    optional: Collection[str] | None = None,
) -> Any:
    """`function` with its arguments told by their names.

    `values` are by role or by name; among the roles that a name may have, the first of `order`
    counts, then those in `values`' order. Where an argument has a default, only the roles in
    `optional` are given, by default all. Raises MissingError where a needed one is not known.
    """
    chosen, every = {}, parameters(function)
    for argument in every:
        told = role_in(argument.name, values, order)
        needed = argument.default is inspect.Parameter.empty
        if told is not None and (needed or optional is None or told in optional):
            chosen[argument.name] = values[told]
        elif needed:
            raise MissingError(f"{named_function(function)} wants {argument.name!r}")
    return give(function, chosen, [p.name for p in every if p.kind is not p.KEYWORD_ONLY])


def role_in(name: str, values: Mapping[str, Any], order: tuple[str, ...] = ()) -> str | None:
    """Which of `values`, by role or by name, an argument called `name` is."""
    for spelled in (name, plain(name)):
        if spelled in values:
            return spelled
    told = (role for role in (*order, *values) if role in values and role in POSSIBLE)
    return next((role for role in told if means(name, role)), None)


def give(function: Callable[..., Any], chosen: Mapping[str, Any], positional: Sequence[str]) -> Any:
    """Calls it: the first arguments by their places, those after one that is left out by name."""
    first = list(itertools.takewhile(chosen.__contains__, positional))
    rest = {name: value for name, value in chosen.items() if name not in first}
    return function(*[chosen[name] for name in first], **rest)


def named_function(function: Callable[..., Any]) -> str:
    return getattr(function, "__qualname__", None) or type(function).__name__
