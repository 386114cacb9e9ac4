"""Ways to make a program train: as it runs by itself, through its own functions, or called from
here."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import product
from typing import Any

from groundup.checking.loading.tracebacks import RAISED
from groundup.checking.names.arguments import parameters, required
from groundup.checking.reading.cuts import Cuts
from groundup.checking.reading.uses import tree
from groundup.checking.reading.watching.programs.assembly import assembled
from groundup.checking.reading.watching.programs.calls import call, count, takes
from groundup.checking.reading.watching.programs.descents import cuts_of, descended, lengths, widths
from groundup.checking.reading.watching.programs.networks import (
    NARROW,
    handed,
    instances,
    networks,
)
from groundup.checking.reading.watching.programs.program import Program
from groundup.checking.reading.watching.programs.shapes import (
    DEEPER,
    SIZES,
    Shape,
    shapes,
    sizes_of,
)
from groundup.checking.reading.watching.programs.trials import (
    Entry,
    Prepare,
    called,
    calling,
    ended,
    hasty,
    larger,
    settings,
    works,
)
from groundup.checking.reading.watching.recording.recorder import Hasty
from groundup.checking.reading.watching.recording.state import leaves


def entries(program: Program, only: str | None) -> Iterator[Entry]:
    """The likeliest first: as a script; what needs no arguments; networks and functions. Of one
    name alone, where `only` says it."""
    if only is None:
        yield script(program)
    names = program.run(Hasty(program.own))
    home = str(names["__name__"])
    names = {name: thing for name, thing in names.items() if only in (None, name)}
    functions = {k: v for k, v in names.items() if inspect.isfunction(v) and program.defines(v)}
    yield from without_arguments(program, functions)
    yield from assembled(program, names, home, only)
    for name, thing in names.items():
        if isinstance(thing, type) and program.defines(thing):
            yield from networks(program, name, thing, names)
    yield from instances(program, only)
    for name, function in functions.items():
        yield from handed(program, name, names)
        if found := cuts_of(function):
            yield from unrolled(program, name, found, names)
        if takes(function, "x", "pairs") and takes(function, "y", "pairs"):
            # one output last: it is broadcast to any number that is written
            sizes = [*written_sizes(function), SIZES, *fixed_sizes(program, functions), NARROW]
            sizes += sizes_of_matrices(function)
            for shape in shapes(sizes):
                if works(program, given(name, shape), names):
                    more = given(name, larger(shape))
                    yield called(program, f"the function {name}", given(name, shape), more)


def unrolled(program: Program, name: str, found: Cuts, names: Mapping[str, Any]) -> Iterator[Entry]:
    """A function that gives the gradient of one long vector, and a step down it."""
    for shape in shapes([SIZES, DEEPER] if found.lengths else [SIZES]):
        for length, known in product(lengths(shape.sizes), widths(found, shape.sizes)):
            prepare = descended(name, found.vector, shape, length, known)
            if works(program, prepare, names):
                yield Entry(f"the function {name}", calling(program, prepare))
                break


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
            run = calling(program, lambda names, name=name: ({}, names[name]))
            yield Entry(f"the function {name}", run, sized=True)


def script(program: Program) -> Entry:
    """The program's file, run as one runs it."""
    name = program.target.file.name if program.target.file else "the file"
    run = partial(program.run, main=True)
    return Entry(
        f"{name}, as it runs",
        lambda watch: ended(lambda: run(watch), program.note),
        whole=True,
        sized=True,
    )


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


def written_sizes(function: Callable[..., Any]) -> Iterator[tuple[int, ...]]:
    """Those that a function gives to names of its own, such as `n_inputs = 2`."""
    numbers = {
        target.id: node.value.value
        for node in ast.walk(tree(function))
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name) and type(node.value.value) is int
    }
    places = {count(name, (0, 1, 2)): number for name, number in numbers.items() if number > 0}
    if places.keys() & {0, 2}:
        yield (places.get(0, SIZES[0]), SIZES[1], places.get(2, SIZES[2]))


def sizes_of_matrices(function: Callable[..., Any]) -> Iterator[tuple[int, ...]]:
    """Those that the matrices show which it makes: `size=(2, hidden)` and `size=(hidden, 3)`."""
    found: dict[int, None] = {1: None}
    for node in ast.walk(tree(function)):
        match node:
            case ast.Tuple([ast.Constant(int(n)), ast.Name()] | [ast.Name(), ast.Constant(int(n))]):
                found[n] = None
    ends = sorted(product(found, found), key=min, reverse=True)  # 1 would be broadcast
    yield from ((n_in, SIZES[1], n_out) for n_in, n_out in ends if n_in > 1 and n_in != n_out)


def given(name: str, shape: Shape) -> Prepare:
    def prepare(names: Mapping[str, Any]) -> tuple[dict[str, Any], Callable[..., Any]]:
        values = shape.values()
        roots = {"x": values["x"], "y": values["y"]} | settings([names[name]], values)

        def go() -> None:
            call(names[name], values | roots, shape.sizes)

        return roots, go

    return prepare
