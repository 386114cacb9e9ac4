"""Making a network of given sizes from a learner's class, whatever its constructor wants."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from groundup.checking.model.answers import Probe
from groundup.checking.names.arguments import Argument, arguments
from groundup.checking.names.roles import snake
from groundup.checking.reading.forms.layouts import Layout
from groundup.checking.reading.uses import plain_steps

OF_SAMPLES = re.compile(r"(^|_)(num|number|nb|no|in|out)_(of_)?(feature|class|label|categorie)e?s$")
NO_SIZE = re.compile(r"activ|func|(^|_)fn(_|$)|rate|drop|init|bias")


class Maker(NamedTuple):
    """One way to call a class. `make(probe)` gives an instance of the probe's sizes, or of its own
    where `fixed`."""

    make: Callable[[Probe], Any]
    layers: int | None = None
    fixed: bool = False
    data: Layout | None = None  # inputs and targets go to the constructor, in this layout


def makers(thing: Any, costs: dict[str, Any]) -> Iterator[Maker]:
    """All ways that make sense, the likeliest first. `costs` are the learner's own, by name."""
    import copy

    if not isinstance(thing, type):
        yield Maker(lambda probe: copy.deepcopy(thing), fixed=True)
        return
    wanted = arguments(thing)
    if wanted is None:
        yield Maker(lambda probe: thing(*probe.sizes))
        yield Maker(lambda probe: thing(list(probe.sizes)))
        return
    thing = functools.partial(thing, **plain_steps(thing))
    required = [argument for argument in wanted if argument.required]
    if {"x", "y"} <= {a.role.name for a in required if a.role} and not sized(required):
        for layout in (Layout(x="a row a sample"), Layout(x="a column a sample")):
            yield Maker(with_data(thing, wanted, layout), fixed=True, data=layout)
        return
    yield from by_sizes(thing, wanted, costs)
    if not [argument for argument in required if not known(argument)]:
        yield Maker(lambda probe: thing(**others(wanted, probe, costs)), fixed=True)


def sized(wanted: list[Argument]) -> bool:
    return any(argument.role and argument.role.name == "sizes" for argument in wanted)


def known(argument: Argument) -> bool:
    """Whether there is something to give that is no size."""
    names = ("eta", "l2", "activation", "output_activation", "cost", "epochs", "m", "quiet", "seed")
    return argument.role is not None and argument.role.name in names


def with_data(
    thing: Callable[..., Any], wanted: tuple[Argument, ...], layout: Layout
) -> Callable[[Probe], Any]:
    def make(probe: Probe) -> Any:
        x, y, *_ = probe.batches[0]
        given = {"x": layout.give_x(x), "y": layout.give_y(y)}
        values = {a.name: given[a.role.name] for a in wanted if a.role and a.role.name in given}
        return thing(**values, **others(wanted, probe, {}))

    return make


def others(wanted: tuple[Argument, ...], probe: Probe, costs: dict[str, Any]) -> dict[str, Any]:
    """What is given beside sizes: what is required, and a learning rate and L2 always."""
    settings = probe.settings
    values: dict[str, Any] = {
        "eta": settings.eta,
        "l2": settings.given_l2,
        "activation": settings.activations[0],
        "output_activation": settings.activations[-1],
        "cost": next((c for name, c in costs.items() if named_like(name, settings.cost)), None),
        "epochs": 1,
        "m": len(probe.batches[0].x),
        "quiet": False,
        "seed": 0,
    }
    if values["cost"] is None:
        values["cost"] = settings.cost.replace("-", "_")
    always = {"eta"} | ({"l2"} if settings.l2 else set()) | ({"cost"} if costs else set())
    return {
        argument.name: values[argument.role.name]
        for argument in wanted
        if argument.role
        and argument.role.name in values
        and (argument.required or argument.role.name in always)
    }


def named_like(name: str, cost: str) -> bool:
    plain = snake(name)
    if cost == "cross-entropy":
        return "entropy" in plain or "log" in plain
    return "quadratic" in plain or "mse" in plain or "squared" in plain


def by_sizes(
    thing: Callable[..., Any], wanted: tuple[Argument, ...], costs: dict[str, Any]
) -> Iterator[Maker]:
    """Sizes as one list, or as a number an argument."""
    free = [a for a in wanted if not known(a) and (a.required or is_size(a))]
    sized = in_order([argument for argument in free if is_size(argument)])
    if len(sized) == 3 and "hidden" in sized[1].name and sized[1].required:  # of which it is a list
        yield from by_counts(thing, sized, wanted, costs)
    for argument in free:
        if argument.role and argument.role.name in ("sizes", "network"):
            yield Maker(
                lambda p, n=argument.name: thing(**{n: list(p.sizes)} | others(wanted, p, costs))
            )
            return
    required = [argument for argument in free if argument.required]
    if len(required) == 1:
        name = required[0].name
        yield Maker(lambda p: thing(**{name: list(p.sizes)} | others(wanted, p, costs)))
        yield Maker(lambda p: thing(**{name: tuple(p.sizes)} | others(wanted, p, costs)))
    counts = [argument for argument in free if is_size(argument)]
    counts = counts if len(counts) >= 2 else required
    yield from by_counts(thing, in_order(counts), wanted, costs)


def is_size(argument: Argument) -> bool:
    words = ("input", "hidden", "output", "size", "nodes", "dim", "neurons", "units", "layer")
    plain = snake(argument.name)
    if known(argument) or NO_SIZE.search(plain):
        return False
    return (
        any(word in plain for word in words)
        or re.search(r"(^|_)n_", plain) is not None
        or OF_SAMPLES.search(plain) is not None
        or (argument.role is not None and argument.role.name == "sizes")
    )


def in_order(counts: list[Argument]) -> list[Argument]:
    """Inputs, hidden layers, outputs."""

    def place(argument: Argument) -> int:
        plain = snake(argument.name)
        counted = OF_SAMPLES.search(plain)
        is_in = plain.startswith(("in", "n_in", "num_in", "n_x", "nx")) or "input" in plain
        is_out = plain.startswith(("out", "n_out", "num_out", "n_y", "ny")) or "output" in plain
        if counted and not (is_in or is_out):
            is_in, is_out = counted[4] == "feature", counted[4] != "feature"
        return 0 if is_in else 2 if is_out else 1

    return sorted(counts, key=place)


def by_counts(
    thing: Callable[..., Any],
    counts: list[Argument],
    wanted: tuple[Argument, ...],
    costs: dict[str, Any],
) -> Iterator[Maker]:
    if len(counts) < 2:
        return
    names = [argument.name for argument in counts]

    def each(probe: Probe) -> Any:
        return thing(**dict(zip(names, probe.sizes, strict=True)) | others(wanted, probe, costs))

    def hidden_list(probe: Probe) -> Any:
        inner = list(probe.sizes[1:-1])
        given = dict(zip(names, (probe.sizes[0], inner, probe.sizes[-1]), strict=True))
        return thing(**given | others(wanted, probe, costs))

    if len(names) == 3:
        yield Maker(hidden_list)
    yield Maker(each, layers=len(names) - 1)
