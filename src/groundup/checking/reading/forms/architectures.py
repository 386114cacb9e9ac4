"""A network's description as a list of dictionaries, a layer each, that functions are given:
`{"input_dim": 4, "output_dim": 6, "activation": "relu"}`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from groundup.checking.model.answers import Probe
from groundup.checking.names import arguments, roles, vocabulary


def architectures(function: Callable, probe: Probe) -> dict[str, Any]:
    """The function's arguments that want such a list, written for the probe's network as the
    learner's file writes one."""
    lists = [v for v in getattr(function, "__globals__", {}).values() if is_architecture(v)]
    return {
        argument.name: written(lists[0][0], probe)
        for argument in arguments.parameters(function)
        if lists and roles.means(argument.name, "sizes")
    }


def is_architecture(thing: Any) -> bool:
    """Whether it is a list of dictionaries, each with two widths and the name of an activation."""
    if not isinstance(thing, list) or not thing:
        return False
    return all(
        isinstance(layer, dict)
        and [type(value) for value in layer.values()].count(int) == 2
        and any(map(is_activation, layer.values()))
        for layer in thing
    )


def is_activation(value: Any) -> bool:
    return isinstance(value, str) and vocabulary.activation_named(value) is not None


def written(like: dict[str, Any], probe: Probe) -> list[dict[str, Any]]:
    """The probe's layers in the words of one of the learner's: widths in the order they have
    there."""
    layers = []
    for l, activation in enumerate(probe.settings.activations):
        widths = iter(probe.sizes[l : l + 2])
        name = activation.split()[0].replace("-", "_")
        layers.append(
            {
                key: next(widths) if type(value) is int else name if is_activation(value) else value
                for key, value in like.items()
            }
        )
    return layers
