"""Networks of a program's classes, made from here or by the program, and called to train."""

from __future__ import annotations

import contextlib
import copy
import functools
import itertools
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from groundup.checking.loading import cells
from groundup.checking.loading.deadlines import Deadline
from groundup.checking.loading.tracebacks import RAISED, innermost, last_line
from groundup.checking.names.arguments import MissingError, required
from groundup.checking.names.roles import kind, means, parameter_of, quantity, role
from groundup.checking.reading.watching.programs.calls import call, given, methods, sequences, takes
from groundup.checking.reading.watching.programs.descents import (
    RATE,
    descend,
    gives_gradients,
    gradients_beside,
    gradients_in,
    kept_arrays,
)
from groundup.checking.reading.watching.programs.program import Program
from groundup.checking.reading.watching.programs.shapes import SIZES, Shape, shapes, sizes_of
from groundup.checking.reading.watching.programs.slopes import given_slope
from groundup.checking.reading.watching.programs.trials import (
    Attempts,
    Entry,
    Prepare,
    called,
    calling,
    hasty,
    larger,
    settings,
    takes_samples,
)
from groundup.checking.reading.watching.recording.recorder import Hasty
from groundup.checking.reading.watching.recording.state import Place, leaves

NARROW = (3, 5, 1)
LISTED = "lists by name"
BESIDE = ("grads", "dw", "db", "a", "z", "cache", "out", "x", "y")  # roles of no weights
OTHERS = ("b", "dw", "db", "delta", "skip")  # quantities that are none either
MOST_GUESSED = 3  # arguments of a constructor
NOT_MADE = "no {name} could be made from here: {why}"
MAKERS = ("init", "initialize", "initialise", "init_weights", "init_params", "build", "setup")
WORDS = ("sigmoid", "Sigmoid", "SIGMOID", "logistic", "tanh")  # activations, as they may be asked


def networks(program: Program, name: str, made: type, names: Mapping[str, Any]) -> Iterator[Entry]:
    """A class's networks, made and called in every way that its names tell."""
    never, attempts = True, Attempts(program)
    for shape in shapes([SIZES, NARROW]):
        network, asked = first_made(program, made, shape)
        if network is None:
            continue
        never = False
        own = list(dict.fromkeys(widths_of(program, network, shape)))
        ends = shape.sizes[0], shape.sizes[-1]
        as_asked = not own or any((sizes[0], sizes[-1]) == ends for sizes in own)
        for sizes in [shape.sizes] if as_asked else own:
            suited = shape._replace(sizes=sizes)
            if not as_asked and not has_own_widths(program, network, made, suited):
                continue
            for title, functions in sequences(network):
                once = not takes_samples([made, *makers(network), *functions])

                def prepared(
                    shape: Shape, title: str = title, asked: Mapping[str, Any] = asked
                ) -> Prepare:
                    return network_of(
                        program, lambda names: network_made(names[name], shape, asked), title, shape
                    )

                if attempts.work(title, prepared(suited), names, once):
                    style, more = f"the class {name}, {title}", prepared(larger(suited))
                    entry = called(program, style, prepared(suited), more)
                    whole = bool(own) or not once  # else it may be a layer that changes its mode
                    yield entry._replace(made=name if whole else "")
    if never and (why := why_not(program, made)):
        program.remarks.append(NOT_MADE.format(name=name, why=why))


def instances(program: Program, only: str | None) -> Iterator[Entry]:
    """Networks that the program makes when it runs, and does not train so that it can be seen: the
    deepest first."""
    found: list[tuple[str, Any, tuple[int, ...]]] = []
    for name, thing in program.run(Hasty(program.own), main=True).items():
        if only in (None, name) and program.own(thing):
            with contextlib.suppress(*RAISED):
                kept = copy.deepcopy(thing)
                found += [(name, kept, sizes) for sizes in widths_of(program, kept)]
    for name, kept, sizes in sorted(found, key=lambda one: -len(one[2])):
        yield from instance_of(program, name, kept, sizes)


def instance_of(
    program: Program, name: str, kept: Any, sizes: tuple[int, ...], until: Deadline | None = None
) -> Iterator[Entry]:
    attempts = Attempts(program)
    for shape, (title, functions) in itertools.product(shapes([sizes]), sequences(kept)):
        if until and until.past:
            return
        once = not takes_samples(functions)

        def prepared(shape: Shape, title: str = title) -> Prepare:
            return network_of(program, lambda names: copy.deepcopy(kept), title, shape)

        if attempts.work(title, prepared(shape), {}, once):
            one, more = (calling(program, prepared(it), {}) for it in (shape, larger(shape)))
            yield Entry(f"{name}, {title}", one, more, type(kept).__name__)


def has_own_widths(program: Program, network: Any, made: type, shape: Shape) -> bool:
    """Whether the code says how many numbers its networks have: asked for another one, they are as
    many. Of a smaller network nothing would follow for those with more layers."""
    other, _ = first_made(program, made, shape)
    one, other = (leaves({"network": each}, program.own) for each in (network, other))
    return len(one) == len(other)


def first_made(program: Program, made: type, shape: Shape) -> tuple[Any, dict[str, Any]]:
    """A network, and what had to be said to get it: what its activation is called, what arguments
    are for whose names say nothing. None where none can be made."""
    words = tuple(map(activated, WORDS))
    for asked in (*words, guessed(program, made, shape.sizes), listed(made, shape.sizes)):
        with contextlib.suppress(*RAISED), hasty(program):
            return network_made(made, shape, asked), asked
    return None, {}


def listed(made: type, sizes: tuple[int, ...]) -> dict[str, Any]:
    """The widths of hidden layers as a list, for a constructor that does not take one number."""
    asked = [one.name for one in required(made) if "hid" in one.name.lower()]
    known = {LISTED: {name: list(sizes[1:-1]) for name in asked}} if len(asked) == 1 else {}
    return activated(WORDS[0]) | known


def activated(word: str) -> dict[str, Any]:
    return dict.fromkeys(("activation", "output_activation", "af_name"), word)


@functools.lru_cache(16)
def guessed(program: Program, made: type, sizes: tuple[int, ...]) -> dict[str, Any]:
    """What arguments are whose names say nothing: numbers of neurons, or of layers, where a
    network that is made so has matrices of these sizes."""
    shape, asked = Shape(sizes), activated(WORDS[0])
    lacking = [
        one.name
        for one, value in given(made, shape.of_networks(asked), sizes)
        if value is MissingError and one.default is one.empty
    ]
    possible = (list(sizes), *dict.fromkeys((*sizes, len(sizes) - 2, len(sizes) - 1)))
    most = MOST_GUESSED if lacking else 0
    for guess in itertools.product(possible, repeat=len(lacking)) if len(lacking) <= most else ():
        more = asked | dict(zip(lacking, guess, strict=True))
        with contextlib.suppress(*RAISED), hasty(program):
            if sizes in widths_of(program, network_made(made, shape, more), shape):
                return more
    return asked


def why_not(program: Program, made: type) -> str:
    """What keeps a network of a class that trains from being made; "" where nothing does."""
    learning = [one for name, one in vars(made).items() if kind(name) in ("gradient", "step")]
    learns = any(takes(one, "y", "pairs") for one in (made, *learning))
    if not (learning and learns) or getattr(made, "__abstractmethods__", None):
        return ""
    try:
        with hasty(program):
            network_made(made, Shape(SIZES), activated(WORDS[0]))
    except MissingError as error:
        return f"it wants {error}, and the name does not say what that is"
    except RAISED as error:
        file, line = innermost(error)
        where = f"{cells.place(file, line)} of {Path(file).name} raised " if file else "it raised "
        return where + last_line(error)
    return ""


def network_made(made: type, shape: Shape, asked: Mapping[str, Any]) -> Any:
    """One that is ready: by its constructor, or also by a method that makes its weights."""
    values = shape.of_networks(asked)
    network = call(made, values, shape.sizes, asked.get(LISTED))
    for method in makers(network):
        call(method, values, shape.sizes)
    return network


def makers(network: Any) -> list[Callable[..., Any]]:
    return [method for name, method in methods(network) if name in MAKERS]


def widths_of(
    program: Program, network: Any, shape: Shape | None = None
) -> Iterator[tuple[int, ...]]:
    """Those that a network's matrices show, without the samples that it was given."""
    data = [np.asarray(shape.x()), np.asarray(shape.y())] if shape else []
    found = leaves({"network": network}, program.own)
    yield from sizes_of(
        leaf.array.shape
        for place, leaf in found.items()
        if leaf.array.ndim == 2
        and not is_no_weight(place)
        and not any(np.array_equal(leaf.array, one) for one in data)
    )


def is_no_weight(place: Place) -> bool:
    """Whether its name is that of biases, or of what is computed beside the weights."""
    name = name_of(place)
    told = role(name)
    return quantity(name)[0] in OTHERS or (told is not None and told.name in BESIDE)


def network_of(
    program: Program, make: Callable[[Mapping[str, Any]], Any], title: str, shape: Shape
) -> Prepare:
    def prepare(names: Mapping[str, Any]) -> tuple[dict[str, Any], Callable[..., Any]]:
        values = shape.values()
        network = make(names)
        roots = {"network": network, "x": values["x"], "y": values["y"], "pairs": values["pairs"]}
        order = next(functions for one, functions in sequences(network) if one == title)
        roots |= settings(order, values)

        def go() -> None:
            known, result = values | roots, None
            before = kept_arrays(network, program.own)
            numbers = {place: array.copy() for place, array in before.items()}
            weights = list(filter(is_weight, before)) or [
                one for one in before if before[one].ndim == 2 and not is_no_weight(one)
            ]
            whole = len(weights) > 1  # or it may be one layer of what is to be checked
            if whole and kind(order[-1].__name__) == "gradient":
                for _, gradient in gradients_beside(before):
                    gradient[...] = 0.0  # as a loop around it would
            for function in order:
                result = call(function, known, shape.sizes)
                if kind(function.__name__) == "outputs" and result is not None:
                    known["out"] = result
                    for each in order if whole else ():
                        asked = each, shape.sizes, names
                        known |= given_slope(program, result, known["y"], *asked)
            after = kept_arrays(network, program.own)  # which may be others
            if (whole or kind(title) == "cost") and all(
                place in after and np.array_equal(after[place], numbers[place]) for place in weights
            ):
                program.descends = True
                down(order[-1], before, result, after)

        return roots, go

    return prepare


def is_weight(place: Place) -> bool:
    """By its name, unless it is in a list or dictionary of gradients."""
    within = (gradients_in(str(key)) for _, key in place[:-1])
    return parameter_of(name_of(place)) == "w" and not any(within)


def name_of(place: Place) -> str:
    """The last name on the way that says something: of `W.data`, W."""
    names = [key for _, key in place if isinstance(key, str)]
    telling = [name for name in names if name not in ("value", "data")]
    return (telling or names)[-1]


def down(
    function: Callable[..., Any],
    before: Mapping[Place, np.ndarray],
    result: Any,
    after: Mapping[Place, np.ndarray],
) -> None:
    """A step for a method that takes none: down what it returns, or what it leaves beside the
    parameters, where that is called a gradient. One that is handed the cost's may return that of
    the inputs."""
    beside = gradients_beside(after)
    sends_back = bool(beside) and any(means(one.name, "grad") for one in required(function))
    if kind(function.__name__) == "cost" or (gives_gradients(function) and not sends_back):
        descend(before, result)
    elif kind(function.__name__) in ("gradient", "step", "outputs"):
        for parameter, gradient in beside:
            parameter -= RATE * gradient
