"""Networks put together of a program's layer objects, where no code of its own does it, as in a
module that others are to import.

Every class that is needed is looked for in the program's modules and in those beside them. Two
hidden layers are asked for, so that what is lost on the way down shows.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
import itertools
from collections.abc import Iterator, Mapping
from typing import Any

from groundup.checking.loading.deadlines import Deadline
from groundup.checking.loading.tracebacks import RAISED
from groundup.checking.model.answers import Finding, Settings
from groundup.checking.model.offered import Offered
from groundup.checking.names import arguments, vocabulary
from groundup.checking.names.roles import kind as does
from groundup.checking.names.roles import means, plain, role
from groundup.checking.reading.forms import assembly, components
from groundup.checking.reading.watching.programs.asked import plain_optimiser
from groundup.checking.reading.watching.programs.calls import call, methods
from groundup.checking.reading.watching.programs.forward_parts import (
    in_pairs,
    one_way_layers,
    paired,
)
from groundup.checking.reading.watching.programs.neighbours import classes_and_functions
from groundup.checking.reading.watching.programs.networks import instance_of
from groundup.checking.reading.watching.programs.program import Program
from groundup.checking.reading.watching.programs.shapes import Shape
from groundup.checking.reading.watching.programs.stacks import (
    DEEP,
    HIDDEN,
    Stack,
    as_asked,
    costs,
    fits,
    losses,
    others,
    stacks,
)
from groundup.checking.reading.watching.programs.trials import Entry, hasty

READY = ("compile", "set", "use", "finalize", "build", "setup", "prepare", "configure", "init",
         "initialize", "set_loss", "set_optimizer", "setloss", "setoptimizer")  # fmt: skip
VARIABLE = {inspect.Parameter.VAR_POSITIONAL}
BY_THE_CHECK = "put together by the check"
WITHOUT = "The network was put together without one of its layers: "
PUT_TOGETHER = f"a {{name}}, {BY_THE_CHECK}"
MOST = 4  # stacks of layers that are tried
SECONDS = 2.0  # for all of them, since others may train the network


def assembled(
    program: Program, names: Mapping[str, Any], home: str, only: str | None
) -> Iterator[Entry]:
    """Networks of each container that the target, which is the module `home`, defines, with each
    kind of layers."""
    own = {k: v for k, v in names.items() if isinstance(v, type) and v.__module__ == home}
    if not any(map(holds_parts, own.values())):
        return
    with hasty(program):
        parts = Offered({**classes_and_functions(program), **own}, program.target.file)
        settings = Settings((*HIDDEN, "linear"), "quadratic")
        told = functools.partial(components.told_later, optimizer=optimiser(parts))
        builds = list(as_asked(components.layers_with_weights(parts, settings, told=told)))
        builds = builds or list(as_asked(one_way_layers(parts, settings, holds_parts)))
        odd = others(parts)
        program.remarks += odd.values()
        program.odd = [
            Finding("left out" if kind.__module__ == home else "note", WITHOUT + words)
            for kind, words in odd.items()
        ]
    layers, until = {build.name for build in builds}, Deadline(SECONDS, program.deadline)
    for name, kind in own.items():
        if only in (None, name) and name not in layers and holds_parts(kind):
            for made, sizes in itertools.islice(networks_of(program, kind, builds, parts), MOST):
                yield from instance_of(program, PUT_TOGETHER.format(name=name), made, sizes, until)


def holds_parts(kind: type) -> bool:
    """Whether a class is made of layers, or has them added, and goes forwards and back."""
    listed = any(is_parts(one.name) for one in arguments.parameters(kind))
    there = listed or takes_any(kind) or components.method(kind, assembly.ADD) is not None
    learns = any(does(name) in ("gradient", "step") for name in dir(kind) if name[0] != "_")
    return there and learns and not getattr(kind, "__abstractmethods__", None)


def takes_any(kind: type) -> bool:
    """Whether its constructor is given layers one by one."""
    return bool(VARIABLE & {one.kind for one in arguments.every_one(kind)})


def is_parts(name: str) -> bool:
    told = role(name)
    return means(name, "parts") or (told is not None and told.name == "network")


def networks_of(
    program: Program, kind: type, builds: list[components.Build], parts: Offered
) -> Iterator[tuple[Any, tuple[int, ...]]]:
    """Networks of a class that can be made at all, with their widths, the plainest first."""
    ways: Iterator[tuple[Stack, dict[bool, Any]]] = iter([(Stack(list, "sigmoid"), {})])
    if not adds_widths(kind):
        ways = (
            (stack, loss)
            for cost, stack in itertools.product(
                costs(parts), stacks(builds, parts, in_pairs(kind, is_parts))
            )
            for loss in (losses(cost, parts) if fits(stack.last, cost) else ())
        )
    for stack, loss in ways:
        made = None
        with contextlib.suppress(*RAISED), hasty(program):
            made = network(kind, stack, loss, parts)
        if made is not None:
            yield made, stack.sizes


def network(kind: type, stack: Stack, loss: dict[bool, Any], parts: Offered) -> Any:
    """One that is ready to be trained, as far as its methods' names tell."""
    pieces, sizes, shape = stack.make(), stack.sizes, Shape(stack.sizes)
    pieces = paired(pieces) if in_pairs(kind, is_parts) else pieces
    loss = loss or dict.fromkeys((False, True), "mse")
    asked = [kind, *(getattr(kind, name) for name in READY if hasattr(kind, name))]
    values = shape.of_networks({}) | {"network": pieces, "cost": loss[False]}
    for one in (one for function in asked for one in arguments.parameters(function)):
        if is_parts(one.name):
            values[one.name] = pieces
        elif vocabulary.cost_named(one.name) is not None:
            values[one.name] = loss[vocabulary.is_derivative(one.name)]
        elif plain(one.name) in components.OPTIMISERS:
            values[one.name] = optimiser(parts)
    listed = any(is_parts(one.name) for one in arguments.parameters(kind))
    starred = takes_any(kind) and not listed
    made = kind(*pieces) if starred else call(kind, values, sizes)
    if not listed and not starred:
        add_all(made, pieces, values)
    for name, method in methods(made):
        if name in READY:
            call(method, values, sizes)
    return made


def adds_widths(kind: Any) -> bool:
    """Whether what is added to a network is told by numbers of inputs and neurons, or of neurons
    alone."""
    return bool(widths_added(kind))


def widths_added(kind: Any) -> set[str | None]:
    add = components.method(kind, assembly.ADD)
    names = [plain(one.name) for one in arguments.required(add)] if add else []
    found = {width_of(name) for name in names} - {None}
    return found if "outputs" in found else set()


def width_of(name: str) -> str | None:
    if components.INPUTS.match(name):
        return "inputs"
    return "outputs" if components.OUTPUTS.match(name) else None


def add_all(made: Any, pieces: list[Any], values: Mapping[str, Any]) -> None:
    """Layers that are there, or are told by their widths."""
    add = components.method(made, assembly.ADD)
    if add is None:
        return
    told = widths_added(made)
    pairs = [*itertools.pairwise(DEEP)] if told else []
    if told == {"outputs"}:  # the inputs are a layer too
        pairs = [(0, DEEP[0]), *pairs]
    for pair in pairs:
        call(add, {**values, **components.widths(add, *pair)}, DEEP)
    for piece in pieces:
        add(piece)


def optimiser(parts: Offered) -> Any:
    """The program's plain descent."""
    return plain_optimiser(parts) or "sgd"
