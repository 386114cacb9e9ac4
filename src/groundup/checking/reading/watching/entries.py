"""Ways to make a program train: as it runs by itself, through its own functions, or called from
here."""

from __future__ import annotations

import contextlib
import inspect
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

import numpy as np

from groundup.checking.loading.tracebacks import RAISED
from groundup.checking.names.arguments import parameters, required
from groundup.checking.names.roles import kind
from groundup.checking.reading.watching.calls import (
    SIZES,
    Shape,
    call,
    methods,
    sequences,
    shapes,
    sizes_of,
    takes,
)
from groundup.checking.reading.watching.descents import (
    descend,
    descended,
    kept_arrays,
    lengths,
    vector_of,
)
from groundup.checking.reading.watching.program import Program
from groundup.checking.reading.watching.recording import CALL, Hasty, StopWatchingError, Watch, seed
from groundup.checking.reading.watching.state import leaves

NARROW = (3, 5, 1)
TRIED = 0.2  # seconds for a call, to see whether it can be made
MAKERS = ("init", "initialize", "initialise", "init_weights", "init_params", "build", "setup")
WORDS = (
    "sigmoid",
    "Sigmoid",
    "SIGMOID",
    "logistic",
    "tanh",
)  # that a network may know an activation by
# From a program's names to what is at hand in a call of them, and the call.
Prepare = Callable[[Mapping[str, Any]], tuple[dict[str, Any], Callable[..., Any]]]


class Entry(NamedTuple):
    """A way to make a program train."""

    style: str  # what is run, in words
    run: Callable[[Watch], None]
    larger: Callable[[Watch], None] | None = None  # the same with more samples, where it can be
    made: str = ""  # the class whose network is called


def entries(program: Program, only: str | None) -> Iterator[Entry]:
    """The likeliest first: as a script; what needs no arguments; networks and functions. Of one
    name alone, where `only` says it."""
    if only is None:
        yield script(program)
    names = program.run(Hasty(program.own))
    names = {name: thing for name, thing in names.items() if only in (None, name)}
    functions = {k: v for k, v in names.items() if inspect.isfunction(v) and program.defines(v)}
    yield from without_arguments(program, functions)
    for name, thing in names.items():
        if isinstance(thing, type) and program.defines(thing):
            yield from networks(program, name, thing, names)
    for name, function in functions.items():
        if vector := vector_of(function):
            yield from unrolled(program, name, vector, names)
        if takes(function, "x", "pairs") and takes(function, "y", "pairs"):
            sizes = [SIZES, NARROW, *fixed_sizes(program, functions)]
            for shape in shapes(sizes):
                if works(program, given(name, shape), names):
                    more = given(name, larger(shape))
                    yield called(program, f"the function {name}", given(name, shape), more)


def unrolled(program: Program, name: str, vector: str, names: Mapping[str, Any]) -> Iterator[Entry]:
    """A function that gives the gradient of one long vector, and a step down it."""
    for shape in shapes([SIZES]):
        for length in lengths(shape.sizes):
            prepare = descended(name, vector, shape, length)
            if works(program, prepare, names):
                yield Entry(f"the function {name}", calling(program, prepare))


def of_usage(program: Program) -> Iterator[Entry]:
    """A script that uses the program's own file: as it runs, and its functions one by one."""
    yield script(program)
    names = program.run(Hasty(program.own))
    own = {
        k: v
        for k, v in names.items()
        if inspect.isfunction(v) and v.__module__ == names["__name__"]
    }
    yield from without_arguments(program, own)


def without_arguments(
    program: Program, functions: Mapping[str, Callable[..., Any]]
) -> Iterator[Entry]:
    for name, function in functions.items():
        if not required(function):
            yield Entry(
                f"the function {name}", calling(program, lambda names, name=name: ({}, names[name]))
            )


def script(program: Program) -> Entry:
    """The program's file, run as one runs it."""
    name = program.target.file.name if program.target.file else "the file"
    run = partial(program.run, main=True)
    return Entry(f"{name}, as it runs", lambda watch: ended(lambda: run(watch), program.note))


def fixed_sizes(
    program: Program, functions: Mapping[str, Callable[..., Any]]
) -> Iterator[tuple[int, ...]]:
    """Those of parameters that a function without arguments makes."""
    for function in functions.values():
        if not parameters(function) and "init" in function.__name__.lower():
            try:
                with hasty(program):
                    made = function()
            except RAISED:
                continue
            found = leaves({"made": made}, lambda thing: False)
            yield from sizes_of(leaf.array.shape for leaf in found.values())


def given(name: str, shape: Shape) -> Prepare:
    def prepare(names: Mapping[str, Any]) -> tuple[dict[str, Any], Callable[..., Any]]:
        values = shape.values()
        roots = {"x": values["x"], "y": values["y"]} | rate([names[name]], values)

        def go() -> None:
            call(names[name], values | roots, shape.sizes)

        return roots, go

    return prepare


def networks(program: Program, name: str, made: type, names: Mapping[str, Any]) -> Iterator[Entry]:
    """A class's networks, made and called in every way that its names tell."""
    for shape in shapes([SIZES, NARROW]):
        network, word = first_made(program, made, shape)
        if network is None:
            continue
        own = list(dict.fromkeys(widths_of(program, network, shape)))
        ends = shape.sizes[0], shape.sizes[-1]
        as_asked = not own or any((sizes[0], sizes[-1]) == ends for sizes in own)
        for sizes in [shape.sizes] if as_asked else own:
            suited = shape._replace(sizes=sizes)
            if not as_asked and not has_own_widths(program, network, made, suited):
                continue
            for title, _ in sequences(network):
                prepare = network_of(program, name, title, suited, word)
                if works(program, prepare, names):
                    more = network_of(program, name, title, larger(suited), word)
                    entry = called(program, f"the class {name}, {title}", prepare, more)
                    yield entry._replace(made=name)


def has_own_widths(program: Program, network: Any, made: type, shape: Shape) -> bool:
    """Whether the code says how many numbers its networks have: asked for another one, they are as
    many. Of a smaller network nothing would follow for those with more layers."""
    other, _ = first_made(program, made, shape)
    one, other = (leaves({"network": each}, program.own) for each in (network, other))
    return len(one) == len(other)


def first_made(program: Program, made: type, shape: Shape) -> tuple[Any, str]:
    """A network, and what its activation had to be called; None where none can be made."""
    for word in WORDS:
        with contextlib.suppress(*RAISED), hasty(program):
            return network_made(made, shape, word), word
    return None, ""


def network_made(made: type, shape: Shape, word: str) -> Any:
    """One that is ready: by its constructor, or also by a method that makes its weights."""
    values = shape.of_networks(word)
    network = call(made, values, shape.sizes)
    for name, method in methods(network):
        if name in MAKERS:
            call(method, values, shape.sizes)
    return network


def widths_of(program: Program, network: Any, shape: Shape) -> Iterator[tuple[int, ...]]:
    """Those that a network's matrices show, without the samples that it was given."""
    data = [np.asarray(shape.x()), np.asarray(shape.y())]
    found = leaves({"network": network}, program.own).values()
    yield from sizes_of(
        leaf.array.shape
        for leaf in found
        if leaf.array.ndim == 2 and not any(np.array_equal(leaf.array, one) for one in data)
    )


@contextlib.contextmanager
def hasty(program: Program) -> Iterator[None]:
    """For calls that are only tried: silent, their loops left when they take long."""
    program.relay.use(Hasty(program.own, TRIED))
    with program.quiet():
        yield


def works(
    program: Program,
    prepare: Prepare,
    names: Mapping[str, Any],
) -> bool:
    """Whether it can be called so at all."""
    if program.deadline.past:
        return False
    try:
        with hasty(program):
            prepare(names)[1]()
    except (*RAISED, StopWatchingError) as error:
        program.note(error)
        return False
    return True


def network_of(program: Program, name: str, title: str, shape: Shape, word: str) -> Prepare:
    def prepare(names: Mapping[str, Any]) -> tuple[dict[str, Any], Callable[..., Any]]:
        values = shape.values()
        network = network_made(names[name], shape, word)
        roots = {"network": network, "x": values["x"], "y": values["y"], "pairs": values["pairs"]}
        order = next(functions for one, functions in sequences(network) if one == title)
        roots |= rate(order, values)

        def go() -> None:
            known, result = values | roots, None
            before = kept_arrays(network, program.own)
            numbers = {place: array.copy() for place, array in before.items()}
            for function in order:
                result = call(function, known, shape.sizes)
                if kind(function.__name__) == "outputs" and result is not None:
                    known["out"] = result
            still = all(np.array_equal(before[place], numbers[place]) for place in numbers)
            if kind(title) == "cost" and still:  # of other methods one may add what they give
                descend(network, before, result)

        return roots, go

    return prepare


def calling(
    program: Program,
    prepare: Prepare,
) -> Callable[[Watch], None]:
    """An entry that calls what `prepare` gives, as if it were a loop of one turn."""

    def run(watch: Watch) -> None:
        def whole() -> None:
            names = program.run(Hasty(program.own))
            program.relay.use(watch)
            seed()
            roots, go = prepare(names)
            watch.before(CALL, roots, names)
            watch.turn(CALL, roots, names)
            go()
            watch.after(CALL, roots, names)

        ended(whole, program.note)

    return run


def called(program: Program, style: str, prepare: Prepare, more: Prepare) -> Entry:
    return Entry(style, calling(program, prepare), calling(program, more))


def larger(shape: Shape) -> Shape:
    """With more samples; a sample alone stays alone."""
    return shape._replace(more=4)


def rate(functions: list[Callable[..., Any]], values: Mapping[str, Any]) -> dict[str, Any]:
    """The learning rate, where one of the functions is given it."""
    given = any(takes(function, "eta") for function in functions)
    return {"eta": values["eta"]} if given else {}


def ended(run: Callable[[], Any], note: Callable[[BaseException], None]) -> None:
    """Runs until it ends, or raises what is noted then."""
    try:
        run()
    except (*RAISED, StopWatchingError) as error:
        note(error)
