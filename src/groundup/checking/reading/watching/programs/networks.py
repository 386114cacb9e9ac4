"""Networks of a program's classes, made from here or by the program, and called to train."""

from __future__ import annotations

import contextlib
import copy
import inspect
import itertools
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from groundup.checking.loading.deadlines import Deadline
from groundup.checking.loading.tracebacks import RAISED
from groundup.checking.names.arguments import required
from groundup.checking.names.roles import kind, means, parameter_of
from groundup.checking.reading.watching.programs.asked import asks
from groundup.checking.reading.watching.programs.calls import call, takes
from groundup.checking.reading.watching.programs.descents import (
    descend,
    gives_gradients,
    gradients_beside,
    gradients_in,
    kept_arrays,
)
from groundup.checking.reading.watching.programs.instances import (
    Maker,
    is_no_weight,
    makers,
    name_of,
    network_made,
    widths_of,
)
from groundup.checking.reading.watching.programs.program import Program
from groundup.checking.reading.watching.programs.sequences import sequences
from groundup.checking.reading.watching.programs.shapes import RATE, SIZES, Shape, shapes
from groundup.checking.reading.watching.programs.slopes import given_slope
from groundup.checking.reading.watching.programs.trials import (
    Attempts,
    Entry,
    Prepare,
    called,
    calling,
    larger,
    settings,
    takes_samples,
    works,
)
from groundup.checking.reading.watching.programs.wanted import BEYOND
from groundup.checking.reading.watching.recording.recorder import Hasty
from groundup.checking.reading.watching.recording.state import Place, leaves

NARROW = (3, 5, 1)
NOTHING: Mapping[str, Any] = {}
OF_COST = ("cost", "cost_prime")
SECONDS = 2.0  # for all that may be asked of a class
NOT_MADE = "no {name} could be made from here: {why}"


def networks(program: Program, name: str, made: type, names: Mapping[str, Any]) -> Iterator[Entry]:
    """A class's networks, made and called in every way that its names tell, until one works."""
    tried: list[Maker] = []
    until = Deadline(SECONDS, program.deadline)
    for way in asks(program, made):
        for asked in way if not (tried and until.past) else ():
            tried.append(Maker(program, made, asked))
            yield from networks_of(program, name, tried[-1], names)
            if tried[-1].works or (tried[-1].makes and BEYOND not in asked):
                return
            if tried[-1].unfit:
                break
    if not any(maker.makes for maker in tried) and (why := tried[0].why_not()):
        program.remarks.append(NOT_MADE.format(name=name, why=why))


def networks_of(
    program: Program, name: str, maker: Maker, names: Mapping[str, Any]
) -> Iterator[Entry]:
    attempts = Attempts(program)
    own_methods = [getattr(one, "__func__", one) for one in vars(maker.made).values()]
    pairs = any(inspect.isroutine(one) and takes(one, "pairs") for one in own_methods)
    for shape in shapes([SIZES, NARROW], pairs):
        network, asked = maker.first(shape)
        if network is None or maker.unfit:
            continue
        own = list(dict.fromkeys(widths_of(program, network, shape)))
        ends = shape.sizes[0], shape.sizes[-1]
        as_asked = not own or any((sizes[0], sizes[-1]) == ends for sizes in own)
        for sizes in [shape.sizes] if as_asked else own:
            suited = shape._replace(sizes=sizes)
            if not as_asked and not has_own_widths(program, network, maker, suited):
                continue
            for title, functions in sequences(network):
                once = not takes_samples([maker.made, *makers(network), *functions])

                def prepared(
                    shape: Shape, title: str = title, asked: Mapping[str, Any] = asked
                ) -> Prepare:
                    def make(names: Mapping[str, Any]) -> Any:
                        return network_made(names[name], shape, asked)

                    return network_of(program, make, title, shape, asked)

                error = attempts.error(title, prepared(suited), names, once)
                maker.unfit = maker.unfit or maker.is_misused(error)
                if error is None:
                    maker.works = True
                    style, more = f"the class {name}, {title}", prepared(larger(suited))
                    entry = called(program, style, prepared(suited), more)
                    whole = bool(own) or not once  # else it may be a layer that changes its mode
                    yield entry._replace(made=name if whole else "")


def handed(program: Program, name: str, names: Mapping[str, Any]) -> Iterator[Entry]:
    """A function that trains a network which it is handed: one of the program's classes."""
    function = names[name]
    if not takes(function, "network") or not (takes(function, "y") or takes(function, "pairs")):
        return
    for title, made in names.items():
        if not isinstance(made, type) or not program.defines(made):
            continue
        maker = Maker(program, made, next(asks(program, made))[0])
        for shape in shapes([SIZES, NARROW], takes(function, "pairs")):
            network, asked = maker.first(shape)
            if network is None or not any(widths_of(program, network, shape)):
                break

            def prepared(
                shape: Shape, title: str = title, asked: Mapping[str, Any] = asked
            ) -> Prepare:
                def prepare(names: Mapping[str, Any]) -> tuple[dict[str, Any], Callable[..., Any]]:
                    values = shape.values()
                    roots = {one: values[one] for one in ("x", "y", "pairs")}
                    roots |= {"network": network_made(names[title], shape, asked)}
                    roots |= settings([names[name]], values)
                    return roots, lambda: call(names[name], values | roots, shape.sizes)

                return prepare

            if works(program, prepared(shape), names):
                style = f"the function {name}, of the class {title}"
                yield called(program, style, prepared(shape), prepared(larger(shape)))


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

        if attempts.error(title, prepared(shape), {}, once) is None:
            one, more = (calling(program, prepared(it), {}) for it in (shape, larger(shape)))
            yield Entry(f"{name}, {title}", one, more, type(kept).__name__)


def has_own_widths(program: Program, network: Any, maker: Maker, shape: Shape) -> bool:
    """Whether the code says how many numbers its networks have: asked for another one, they are as
    many. Of a smaller network nothing would follow for those with more layers."""
    other, _ = maker.first(shape)
    one, other = (leaves({"network": each}, program.own) for each in (network, other))
    return len(one) == len(other)


def network_of(
    program: Program,
    make: Callable[[Mapping[str, Any]], Any],
    title: str,
    shape: Shape,
    asked: Mapping[str, Any] = NOTHING,
) -> Prepare:
    def prepare(names: Mapping[str, Any]) -> tuple[dict[str, Any], Callable[..., Any]]:
        values = shape.values() | {role: asked[role] for role in OF_COST if role in asked}
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
