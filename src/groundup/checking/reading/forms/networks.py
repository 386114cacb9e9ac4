"""Forms in which a whole network is one argument: pairs, dicts, lists of neurons."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, NamedTuple

import numpy as np

from groundup.checking.reading.forms.layouts import numbers

Read = Callable[[Any], tuple[list[Any], list[Any]]]


class Form(NamedTuple):
    """`build` makes it of the learner's weights and biases, `read` takes it apart again."""

    name: str
    build: Callable[[list[Any], list[Any]], Any]
    read: Read


def named_pairs(w: str, b: str) -> Form:
    """A list of dicts with two keys."""
    return Form(
        f"a list of {{{w}, {b}}}",
        lambda ws, bs: [{w: wl, b: bl} for wl, bl in zip(ws, bs, strict=True)],
        lambda network: ([layer[w] for layer in network], [layer[b] for layer in network]),
    )


def named_lists(w: str, b: str) -> Form:
    """A dict of two lists."""
    return Form(
        f"a dict {{{w}, {b}}}",
        lambda ws, bs: {w: ws, b: bs},
        lambda network: (network[w], network[b]),
    )


def objects(ws: list[Any], bs: list[Any]) -> list[SimpleNamespace]:
    """A list of objects, their arrays under the names that people give them."""
    return [
        SimpleNamespace(w=w, W=w, weights=w, weight=w, b=b, bias=b, biases=b)
        for w, b in zip(ws, bs, strict=True)
    ]


def of_objects(network: Any) -> tuple[list[Any], list[Any]]:
    return [layer.w for layer in network], [layer.b for layer in network]


def neurons(ws: list[Any], bs: list[Any]) -> list[list[dict[str, Any]]]:
    """A list a layer of a dict a neuron, whose last weight is its bias."""
    return [
        [{"weights": [*map(float, row), float(bj)]} for row, bj in zip(wl, bl, strict=True)]
        for wl, bl in zip(ws, bs, strict=True)
    ]


def of_neurons(network: Any) -> tuple[list[Any], list[Any]]:
    rows = [numbers([neuron["weights"] for neuron in layer]) for layer in network]
    return [row[:, :-1] for row in rows], [np.array(row[:, -1]) for row in rows]


PAIRS = Form(
    "a list of (w, b)",
    lambda ws, bs: list(zip(ws, bs, strict=True)),
    lambda network: ([pair[0] for pair in network], [pair[1] for pair in network]),
)
TWO_LISTS = Form("(weights, biases)", lambda ws, bs: (ws, bs), lambda network: tuple(network))
NEURONS = Form("a list a layer of {weights} a neuron, the bias last", neurons, of_neurons)
OBJECTS = Form("a list of objects with weights and biases", objects, of_objects)
FORMS = (
    PAIRS,
    TWO_LISTS,
    named_pairs("w", "b"),
    named_lists("w", "b"),
    named_lists("weights", "biases"),
    named_pairs("weights", "biases"),
    named_pairs("weights", "bias"),
    named_pairs("W", "b"),
    named_lists("W", "b"),
    NEURONS,
    OBJECTS,
)
