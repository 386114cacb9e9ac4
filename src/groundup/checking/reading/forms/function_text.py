"""What a function's text tells: which numbered names are in it, and what it returns."""

from __future__ import annotations

import builtins
import inspect
import re
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from groundup.checking.names import arguments, roles
from groundup.checking.reading.forms.results import returned_names

GENERAL = re.compile(
    r"""f?["'](?P<stem>W|w|weights?_?|Theta|theta|W_|w_)["']\s*\+\s*str\(
    |f["'](?P<formatted>W|w|weights?_?|Theta|theta|W_|w_)\{|["'](?P<percent>W|w|weights?_?)%""",
    re.X,
)


class Names(NamedTuple):
    """What the parameters are called: a pair, weights and biases, for each layer."""

    pairs: tuple[tuple[str, str], ...]
    general: bool  # any number of layers: the names are made from numbers

    def upto(self, layers: int) -> list[tuple[str, str]]:
        """For a network with that many layers."""
        if not self.general:
            return list(self.pairs)
        (w, b), base = self.pairs[0], number(self.pairs[0][0])
        stems = re.sub(r"\d+$", "", w), re.sub(r"\d+$", "", b)
        return [(f"{stems[0]}{base + l}", f"{stems[1]}{base + l}") for l in range(layers)]


def text(function: Callable) -> str:
    try:
        return textwrap.dedent(inspect.getsource(function))
    except (OSError, TypeError):
        return ""


def asserts_one_output(function: Callable) -> bool:
    """Whether its outputs have to be a single row: `assert a.shape == (1, m)`."""
    return re.search(r"\bassert\b.*\.shape\s*==\s*\(\s*1\s*,", text(function)) is not None


def compares_one_column(function: Callable) -> bool:
    """Whether it makes targets a single column where it subtracts them: `a - y.reshape(-1, 1)`."""
    column = r"\w+(\.reshape\(\(?\s*-1\s*,\s*1\s*\)?\)|\[:,\s*(np\.newaxis|None)\])"
    return re.search(rf"-\s*{column}|{column}\s*-\s", text(function)) is not None


def number(name: str) -> int:
    found = re.search(r"(\d+)$", name)
    return int(found[1]) if found else 0


def numbered(names: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """The names of weights and biases among some, in pairs, by their numbers."""
    by_kind: dict[str, dict[int, str]] = {"w": {}, "b": {}}
    for name in names:
        kind = roles.parameter_of(name)
        if kind and re.search(r"\d$", name):
            by_kind[kind].setdefault(number(name), name)
    both = sorted(by_kind["w"].keys() & by_kind["b"].keys())
    return tuple((by_kind["w"][n], by_kind["b"][n]) for n in both)


def names_in(functions: Iterable[Callable]) -> Names | None:
    """What parameters are called in the text of some functions."""
    written = "\n".join(text(function) for function in functions)
    general = GENERAL.search(written)
    pairs = numbered(dict.fromkeys(re.findall(r"\b[A-Za-z_]+\d+\b", written)))
    if general:
        stem = next(group for group in general.groups() if group)
        bias = {"W": "b", "w": "b", "W_": "b_", "w_": "b_", "Theta": "b", "theta": "b"}.get(stem)
        bias = bias or stem.replace("weights", "biases").replace("weight", "bias")
        return Names(((f"{stem}1", f"{bias}1"),), True)
    return Names(pairs, False) if pairs else None


def undefined(functions: Sequence[Callable]) -> tuple[str, ...]:
    """Names for the number of samples that the functions use and their file does not define."""
    found: dict[str, None] = {}
    for function in functions:
        known = function.__globals__.keys() | vars(builtins).keys()
        names = [n for n in function.__code__.co_names if n not in known and reads(function, n)]
        found |= dict.fromkeys(name for name in names if roles.means(name, "m"))
    return tuple(found)


def reads(function: Callable, name: str) -> bool:
    """Whether a name stands for itself in a function's text, and is no attribute."""
    return re.search(rf"(?<![.\w]){name}\b", text(function)) is not None


def by_name(function: Callable, given: Any) -> dict[str, Any]:
    """The parts of what a function returned by their plain names."""
    if isinstance(given, dict):
        return plainly(given)
    if isinstance(given, tuple):
        names = returned_names(function)
        if len(names) == len(given):
            return plainly(dict(zip(names, given, strict=True)))
    return {}


def plainly(named: Mapping[Any, Any]) -> dict[str, Any]:
    return {roles.plain(str(name)): part for name, part in named.items() if name}


def activations(function: Callable, names: tuple[str, ...]) -> dict[str, Any]:
    """The arguments with which a function is told activations by their names: where it must be, or
    where it has a name for its own default."""
    told = {}
    for argument in arguments.parameters(function):
        words = roles.plain(argument.name)
        if "activation" in words and isinstance(argument.default, (str, type)):
            told[argument.name] = names[-1] if "out" in words else names[0]
    return told
