"""Calling a program that does not run by itself: networks made, functions given samples. Arguments
are given by what their names mean, or by what is done with them."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from groundup.checking.names.arguments import MissingError, parameters
from groundup.checking.names.languages import in_english
from groundup.checking.names.roles import kind, role, snake
from groundup.checking.names.roles import means as says
from groundup.checking.reading.uses import (
    attributes_of,
    is_left_over,
    joined,
    keys_of,
    multiplies,
    other_names,
    plain_steps,
)
from groundup.checking.reading.watching.programs.descriptions import described, is_of_pairs
from groundup.checking.reading.watching.programs.tensors import as_tensors, wants_tensors
from groundup.checking.reading.watching.programs.wanted import as_wanted
from groundup.checking.reading.watching.recording.state import Options

COUNTS = (  # a number of neurons, as constructors call it; the first that fits wins
    (
        -1,
        r"(^|_)(k|n_?o|n_?y|d_?out|out|outputs?|classes|labels|y)(_|$)|^out|class",
    ),
    (
        0,
        r"(^|_)(n_?i|n_?x|d_?in|in|inp|inputs?|features?|fan_in|x)(_|$)|^in|features|^n$",
    ),
    (1, r"hid|(^|_)(nh|n_?h|h|h_?dim|units|neurons|nodes)(_|\d|$)"),
)


WIDTH = (
    r"^((n|num|no|nb|number|size|dim)_)?(of_)?(hidden|inputs?|outputs?|in|out)(_?(dim|size|features)|_|$)"
    r"|(neurons|units|nodes|classes)$"
)
LAYERS = r"(^|_)(n|num|number|count|no|amount)_(of_)?\w*layers$|layers?_?(count|number|num)$"
LISTED = r"_(per|in|of)_(each_)?layers?$"  # which says all of them
GUESSES = (  # what else a number may be for; the first that fits wins
    (
        "sizes",
        r"(^|_)layers?_?\w*(dim|size|width|unit|neuron|node|count)"
        r"|(dim|size|width|unit|neuron|node|count)s?_?(of_|per_|in_)?(each_)?layers?(_|$)",
    ),
    ("path", r"path|file|folder"),
    ("quiet", r"print|verbose|plot|show|debug|display|give_|log|load|existing|resume|save"),
    ("epochs", r"runs|epoch|iter|rounds|times|passes|cycles|loops|steps"),
    ("m", r"batch|chunk|sample_?size|^size$"),
    ("eta", r"rate|alpha|(^|_)(lr|eta|step_?size)(_|$)"),
    ("l2", r"lam(b?da)?_?\d?$|regulari[sz]|penalty"),
)
SAMPLES = r"array|data|vector"  # which numbers of neurons are not called
HELD_OUT = r"(^|_)(test|testing|val|valid|validation|dev)(_|$)"  # samples to measure with


def call(
    function: Callable[..., Any],
    values: Mapping[str, Any],
    sizes: tuple[int, ...],
    known: Mapping[str, Any] | None = None,
) -> Any:
    """`function` with what its arguments mean by their names, but for those that are `known`; all
    that a generator gives.

    Raises MissingError where one is not known."""
    positional, named, known = [], {}, known or {}
    if wants_tensors(function):
        values = {name: as_tensors(value) for name, value in values.items()}
    for parameter, value in given(function, values, sizes):
        value = known.get(parameter.name, value)
        if value is MissingError:
            if parameter.default is parameter.empty:
                raise MissingError(parameter.name)
        elif parameter.kind is parameter.KEYWORD_ONLY or len(named):
            named[parameter.name] = value
        elif parameter.default is parameter.empty:
            positional.append(value)
        else:
            named[parameter.name] = value
    result = function(*positional, **named)
    return list(result) if inspect.isgenerator(result) else result


def given(
    function: Callable[..., Any], values: Mapping[str, Any], sizes: tuple[int, ...]
) -> Iterator[tuple[inspect.Parameter, Any]]:
    """What each argument is given; MissingError where nothing is known of it."""
    every = parameters(function)
    meant = meanings(function)
    samples = ("x", "y") if takes(function, "y") else ()  # which are no numbers of neurons then
    between = (
        name for name, one in meant.items() if one == "sizes" and all(joined(function, name))
    )
    widths = any(between) or any("hid" in parameter.name.lower() for parameter in every)
    plain = plain_steps(function)
    for parameter in every:
        means = meant.get(parameter.name)
        means = "out" if means == "y" and is_output(parameter.name) and "out" in values else means
        value = MissingError
        if widths and means not in samples:
            value = count(parameter.name, sizes)
        if value is MissingError or (has_default(parameter) and not is_width(parameter)):
            value = argument(parameter, means, values, sizes)
        told = parameter.default is None and value is not MissingError
        if told or parameter.default is parameter.empty:
            value = by_use(function, parameter, value, values, sizes)
            value = as_wanted(function, parameter.name, value, values, sizes)
            if means not in ("x", "y", "pairs"):
                by_layers = described(function, parameter.name, sizes, values.get("activation"))
                value = value if by_layers is MissingError else by_layers
        value = plain.get(parameter.name, value)
        if means == "m" and is_left_over(function, parameter.name):
            value = values["m"] // 2  # there would be none
        yield parameter, value


def by_use(
    function: Callable[..., Any],
    parameter: inspect.Parameter,
    value: Any,
    values: Mapping[str, Any],
    sizes: tuple[int, ...],
) -> Any:
    """The `value` that a name tells, unless what is read from the argument are keys that tell more;
    where it tells nothing, an object with what is read from it, or what another name tells under
    which the argument is kept."""

    def known(name: str) -> Any:
        meant = role(name)
        one = parameter.replace(name=name)
        return argument(one, meant.name if meant else None, values, sizes)

    def told(key: str) -> Any:
        found = count(key, sizes) if key.isidentifier() else MissingError
        return known(key) if found is MissingError else found

    found = {key: told(key) for key in keys_of(function, parameter.name)}
    if found and all(one is not MissingError for one in found.values()):
        return found
    fields = attributes_of(function, parameter.name) if value is MissingError else []
    if fields and MissingError not in (kept := {key: told(key) for key in fields}).values():
        return Options(**kept)
    others = map(known, other_names(function, parameter.name)) if value is MissingError else ()
    return next((one for one in others if one is not MissingError), value)


def has_default(parameter: inspect.Parameter) -> bool:
    """Whether it is an own one; None stands for what is to be given."""
    return parameter.default is not parameter.empty and parameter.default is not None


def is_width(parameter: inspect.Parameter) -> bool:
    """Whether its default is a number of neurons, to go by its name; how many layers there are is
    left as it is."""
    name, default = snake(parameter.name), parameter.default
    is_number = isinstance(default, int) and not isinstance(default, bool) and default > 0
    return is_number and bool(re.search(WIDTH, name)) and "layers" not in name


def argument(
    parameter: inspect.Parameter,
    means: str | None,
    values: Mapping[str, Any],
    sizes: tuple[int, ...],
) -> Any:
    optional = parameter.default is not parameter.empty
    if means is not None and means in values:
        if optional and means in ("activation", "output_activation", "b", "cost", "seed"):
            return MissingError  # its own default will do
        if means == "l2" and optional and parameter.default:
            return MissingError
        if means in ("n", "m") and optional and isinstance(parameter.default, float):
            return MissingError  # it is no count
        return values[means]
    if parameter.name in values:
        return values[parameter.name]
    if optional:
        return MissingError
    if says(parameter.name, "training"):
        return True
    known = count(parameter.name, sizes)
    return guessed(parameter.name, values) if known is MissingError else known


def meanings(function: Callable[..., Any]) -> dict[str, str]:
    """What arguments are for, by their names. An `output` of what trains, or an `output_array`
    beside inputs, is the target, where there is no other."""
    named = {one.name: role(one.name) for one in parameters(function)}
    found = {name: meant.name for name, meant in named.items() if meant and meant.layer is None}
    if "y" in found.values() and "x" not in found.values():
        found = {name: "x" if meant == "pairs" else meant for name, meant in found.items()}
    counts = [name for name, meant in found.items() if meant in ("n", "m")]
    found |= {name: factor for name in counts if (factor := multiplies(function, name))}
    held_out = {name: meant for name in named if (meant := without_words(name))}
    trains = inspect.isroutine(function) and kind(function.__name__) == "step"
    if not {"y", "pairs"} & set(found.values()):
        loose = [name for name in named if found.get(name, "x") == "x"]
        found |= {name: "pairs" for name in loose if is_of_pairs(function, name)}
        outputs = [name for name, meant in found.items() if meant == "out"]
        samples = [name for name in outputs if trains or re.search(SAMPLES, name.lower())]
        found |= dict.fromkeys(samples, "y")
    return held_out | found


def is_held_out(name: str) -> bool:
    """Whether it is called one of samples to measure with."""
    return bool(re.search(HELD_OUT, snake(name)))


def without_words(name: str) -> str | None:
    """ "x held out" for `X_test`."""
    plain = snake(name)
    meant = role(re.sub(HELD_OUT, "_", plain).strip("_")) if re.search(HELD_OUT, plain) else None
    return f"{meant.name} held out" if meant and meant.name in ("x", "y", "pairs") else None


def is_output(name: str) -> bool:
    meant = role(name)
    return meant is not None and meant.name == "out"


def guessed(name: str, values: Mapping[str, Any]) -> Any:
    plain = re.sub(r"([a-z])([A-Z])", r"\1_\2", in_english(name)).lower()
    fitting = (values[meant] for meant, pattern in GUESSES if re.search(pattern, plain))
    return next(fitting, MissingError)


def count(name: str, sizes: tuple[int, ...]) -> Any:
    """A number of neurons, where the name says so."""
    plain = re.sub(r"([a-z])([A-Z])", r"\1_\2", in_english(name)).lower()
    if re.search(LAYERS, plain):
        return len(sizes) - 2 if "hid" in plain else MissingError
    if re.search(LISTED, plain):
        return list(sizes)
    if "hid" in plain:
        number = re.search(r"(\d)$", plain)
        return sizes[min(int(number[1]) if number else 1, len(sizes) - 2)]
    return next(
        (sizes[place] for place, pattern in COUNTS if re.search(pattern, plain)), MissingError
    )


def takes(function: Callable[..., Any], *roles: str) -> bool:
    return bool(set(roles) & set(meanings(function).values()))


def methods(thing: Any) -> list[tuple[str, Callable[..., Any]]]:
    """An object's own, in the order of its class. A property, which would run, is none."""
    kinds = [vars(owner) for owner in type(thing).__mro__ if owner is not object]
    names = [name for kind in kinds for name in kind if not isinstance(kind[name], property)]
    found = [(name, getattr(thing, name, None)) for name in dict.fromkeys(names)]
    return [
        (name, one)
        for name, one in found
        if callable(one) and (name == "__call__" or not name.startswith("__"))
    ]
