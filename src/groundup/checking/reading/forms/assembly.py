"""Building a learner's own class for a whole network, from layers or from widths."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from groundup.checking.model.answers import Probe
from groundup.checking.model.offered import Offered
from groundup.checking.names import arguments, roles, vocabulary
from groundup.checking.reading.forms import components, slots, stacks
from groundup.checking.reading.forms.losses import Loss, loss_argument
from groundup.checking.reading.forms.objects import parts

ADD = ("add", "addlayer", "append", "push")
FORWARD = (*components.FORWARD, "predict", "run", "output", "inference")
TRAIN = ("trainstep", "trainonbatch", "gradient", "gradients", "trainbatch", "updateminibatch",
         "fitbatch", "trainone", "computegradients", "fit", "train")  # fmt: skip
SETTING_LOSS = ("use", "compile", "setloss", "set")


class Built(NamedTuple):
    network: Any
    units: list[stacks.Unit]


Assemble = Callable[[Probe], Built]


def classes(offered: Offered, layers: set[str]) -> list[type]:
    """Classes that could be of a whole network: a way forward and a way to learn."""
    return [
        kind
        for kind in components.classes(offered)
        if kind.__name__ not in layers
        and components.method(kind, FORWARD)
        and (components.method(kind, components.BACKWARD) or components.method(kind, TRAIN))
        and vocabulary.cost_named(kind.__name__) is None
        and vocabulary.activation_named(kind.__name__) is None
        and not re.search("^activ|dropout", roles.plain(kind.__name__))
    ]


def takes_gradient(kind: type) -> bool:
    """Whether a container is handed the derivative of the cost, not the targets."""
    backward = components.method(kind, components.BACKWARD)
    names = [p.name for p in arguments.required(backward)] if backward else []
    values: dict[str, None] = dict.fromkeys(("y", "x", "out", "grad", "eta", "m"))
    told = {arguments.role_in(name, values) for name in names}
    return "grad" in told or (None in told and "y" not in told)


def from_parts(
    kind: type, stack: dict[tuple[str, bool], stacks.Recipe], loss: Loss, offered: Offered
) -> Iterator[Assemble]:
    """Ways to hand a container its layers."""
    for how in (added, listed, starred):

        def assemble(probe: Probe, how: Callable = how) -> Built:
            units = stacks.units(stack, probe)
            values = told_by_name(kind, probe, loss, offered)
            network = how(kind, stacks.pieces(units), values)
            tell_loss(network, loss, offered)
            return Built(network, units)

        yield assemble


def added(kind: type, pieces: list[Any], values: dict[str, Any]) -> Any:
    network = construct(kind, values)
    add = components.method(network, ADD)
    if add is None:
        raise arguments.MissingError(f"{kind.__name__} has no add")
    for piece in pieces:
        add(piece)
    return network


def listed(kind: type, pieces: list[Any], values: dict[str, Any]) -> Any:
    names = [p.name for p in arguments.parameters(kind)]
    first = next((n for n in names if roles.means(n, "parts")), (names or [""])[0])
    if not first:
        raise arguments.MissingError(f"{kind.__name__} takes no list of layers")
    return construct(kind, {**values, first: pieces})


def starred(kind: type, pieces: list[Any], values: dict[str, Any]) -> Any:
    kinds = [p.kind for p in arguments.every_one(kind)]
    if inspect.Parameter.VAR_POSITIONAL not in kinds:
        raise arguments.MissingError(f"{kind.__name__} does not take layers one by one")
    return kind(*pieces)


def from_sizes(kind: type, loss: Loss, offered: Offered) -> Iterator[Assemble]:
    """Ways to ask a container for layers of given widths."""
    for how in (size_list, size_names):

        def assemble(probe: Probe, how: Callable = how) -> Built:
            values = told_by_name(kind, probe, loss, offered)
            network = construct(kind, {**values, **how(kind, probe.sizes)})
            tell_loss(network, loss, offered)
            return Built(network, located(network, probe))

        yield assemble


def size_list(kind: type, sizes: tuple[int, ...]) -> dict[str, Any]:
    names = [p.name for p in arguments.required(kind)]
    told = [n for n in names if roles.means(n, "sizes") or roles.means(n, "parts")]
    return {(told or names)[0]: list(sizes)}


def size_names(kind: type, sizes: tuple[int, ...]) -> dict[str, Any]:
    """`Network(input_size, hidden_size, output_size)`, the hidden one a number or a list."""
    given: dict[str, Any] = {}
    for argument in arguments.parameters(kind):
        words = roles.plain(argument.name)
        if "hidden" in words:
            several = words.endswith(("s", "layers", "list", "dims"))
            given[argument.name] = list(sizes[1:-1]) if several else sizes[1]
        elif components.INPUTS.match(words):
            given[argument.name] = sizes[0]
        elif components.OUTPUTS.match(words):
            given[argument.name] = sizes[-1]
    if len(given) < 3:
        raise arguments.MissingError(f"{kind.__name__} is not told widths by name")
    return given


def told_by_name(kind: type, probe: Probe, loss: Loss, offered: Offered) -> dict[str, Any]:
    """What a container may want beside its layers, by the names of its arguments."""
    values: dict[str, Any] = {"eta": probe.settings.eta, "l2": probe.settings.given_l2}
    for argument in arguments.parameters(kind):
        words = roles.plain(argument.name)
        if vocabulary.cost_named(argument.name) is not None and loss.name:
            prime = vocabulary.is_derivative(argument.name)
            thing = offered.names[loss.name] if prime else loss_argument(loss, offered)
            values[argument.name] = thing
        elif components.asks_activation(argument.name) or "activation" in words:
            names = probe.settings.activations
            several = words.endswith("s") and argument.default is inspect.Parameter.empty
            values[argument.name] = names if several else names[-1 if "out" in words else 0]
    return values


def construct(kind: type, values: dict[str, Any]) -> Any:
    """What has a default keeps it, but for a rate, L2 and what is given by its very name."""
    names = {p.name for p in arguments.parameters(kind)}
    lent = {"l2"} if values.get("l2") else set()
    return arguments.call(kind, values, optional={"eta", *lent, *names})


def tell_loss(network: Any, loss: Loss, offered: Offered) -> None:
    """`net.use(mse, mse_prime)`, where there is such a method and a loss to tell it."""
    use = components.method(network, SETTING_LOSS)
    if use is None or not loss.name:
        return
    names = [p.name for p in arguments.required(use)]
    primes = [vocabulary.is_derivative(name) for name in names]
    use(*(offered.names[loss.name] if p else loss_argument(loss, offered) for p in primes))


def located(network: Any, probe: Probe) -> list[stacks.Unit]:
    """The layers with weights in a network that built them itself, in order."""
    units: list[stacks.Unit] = []
    for thing in inner(network):
        l = len(units)
        if l == len(probe.w):
            break
        found = slots.parameters(thing, probe.sizes[l], probe.sizes[l + 1])
        if found:
            units.append(stacks.Unit(thing, None, *found, affine=False))
    if len(units) != len(probe.w):
        raise ValueError(f"expected {len(probe.w)} layers with weights, got {len(units)}")
    return units


def inner(network: Any) -> Iterator[Any]:
    """The objects with a `forward` in a network's attributes, lists and dicts."""
    for thing in parts(network):
        if components.method(type(thing), components.FORWARD) and not isinstance(thing, type):
            yield thing


def works(assemble: Assemble, probe: Probe) -> bool:
    """Whether a network can be built this way: the learner's constructor is only tried."""
    try:
        return bool(assemble(probe).units)
    except Exception:  # whatever a learner's constructor raises: then not this way
        return False
