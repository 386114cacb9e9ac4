"""Layers and activations of a program that only go forwards: the network that is made of them finds
the gradients, or asks them by methods of its own."""

from __future__ import annotations

import contextlib
import copy
import inspect
import re
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from groundup.checking.loading.tracebacks import RAISED
from groundup.checking.model.answers import Settings
from groundup.checking.model.offered import Offered
from groundup.checking.names import arguments, roles, vocabulary
from groundup.checking.reading.forms import components, slots
from groundup.checking.reading.forms import stacks as layers
from groundup.checking.reference.backprop import activate

SAMPLES = 11  # as many as no layer has units
AT = np.array([[0.7, -0.4, 1.3]])
PAIRS = r"\[\s*(typing\.)?tuple\s*\["  # in an annotation
UNPACKED = r"\bfor \(?\w+, ?\w+\)? in (reversed\()?(self\.)?_*layers\b"


def one_way_layers(
    parts: Offered, settings: Settings, is_container: Callable[[type], bool]
) -> Iterator[components.Build]:
    """Every way to build one that has weights, as `layers_with_weights` does for others."""

    def is_layer(kind: type) -> bool:
        forwards = components.method(kind, components.FORWARD) is not None
        return forwards and not components.two_way(kind) and not is_container(kind)

    return components.layers_with_weights(parts, settings, is_layer, called_once)


def called_once(layer: Any, n_in: int, n_out: int) -> Any:
    """A layer that has made its weights, for which it may need to see inputs: rows or columns."""
    told = components.told_later(copy.deepcopy(layer), n_in, n_out)
    if has_weights(told, n_in, n_out):
        return told
    for shape in ((SAMPLES, n_in), (n_in, SAMPLES)):
        other = copy.deepcopy(layer)
        with contextlib.suppress(*RAISED):
            layers.through(other, np.ones(shape))
        if has_weights(other, n_in, n_out):
            return other
    return layer


def has_weights(layer: Any, n_in: int, n_out: int) -> bool:
    """Whether it has some that are called so: outputs may have their shape."""
    found = slots.parameters(layer, n_in, n_out)
    return found is not None and roles.parameter_of(slots.told(found[0])) == "w"


def one_way_activations(activation: str, parts: Offered) -> Iterator[Callable[[], Any]]:
    """Ways to build one that gives what it is called."""
    word = activation.partition(" ")[0]
    for kind in components.classes(parts):
        forwards = components.method(kind, components.FORWARD) is not None
        if not forwards or vocabulary.activation_named(kind.__name__) != word:
            continue
        with contextlib.suppress(*RAISED):
            came = np.asarray(layers.through(kind(), AT.copy()), float)
            if came.shape == AT.shape and np.allclose(came, activate(activation, AT), 1e-6, 1e-6):
                yield kind


def in_pairs(kind: type, is_parts: Callable[[str], bool]) -> bool:
    """Whether a network is given its layers with their activations, two and two: it says so, or
    takes them apart."""
    asked = [one for one in arguments.parameters(kind) if is_parts(one.name)]
    said = [one.annotation for one in asked if one.annotation is not inspect.Parameter.empty]
    text = ""
    with contextlib.suppress(*RAISED):
        text = inspect.getsource(kind)
    annotated = any(re.search(PAIRS, str(annotation).lower()) for annotation in said)
    return annotated or bool(asked and re.search(UNPACKED, text))


def paired(pieces: list[Any]) -> list[tuple[Any, Any]]:
    """Raises ValueError where the last layer has no activation."""
    return list(zip(pieces[::2], pieces[1::2], strict=True))
