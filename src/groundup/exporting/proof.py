"""A known input with its known answer, by which every exported file can prove itself."""

from __future__ import annotations

from typing import Any

import numpy as np

from groundup import randomness, shapes
from groundup.data import load_data
from groundup.data.schema import Schema
from groundup.network import Network

DIGITS = tuple("0123456789")


def schema_of(network: Network) -> Schema:
    """What its inputs are: its schema, or one that says 8-bit pixels and numbered classes."""
    if network.schema is not None:
        return network.schema
    classes = tuple(map(str, range(network.sizes[-1])))
    return Schema(shapes.picture(network.shapes) or (network.sizes[0],), classes=classes)


def known_input(network: Network) -> np.ndarray:
    """One raw input (n_0,): the first digit of MNIST's test set where the network reads such; else
    by keyed chance, pixels evenly, features as far from their mean as theirs are, in steps of 2⁻⁸
    deviations."""
    schema = schema_of(network)
    if schema.plain and schema.shape == (28, 28) and schema.classes == DIGITS:
        return load_data("mnist").test.x[0]
    keys = np.asarray(randomness.keys(schema.inputs, 0, "known input"))
    if schema.pixels:
        return (keys % np.uint64(schema.largest + 1)).astype(np.uint8)
    steps = (keys % np.uint64(513)).astype(float) / 256 - 1  # -1 to 1
    return np.array(schema.mean) + steps * np.array(schema.scale)


def known(network: Network) -> dict[str, Any]:
    """That input and its answer, for JSON: `x` (n_0,) raw, and `outputs` (n_L,)."""
    x = known_input(network)
    return {"x": x.tolist(), "outputs": network.feedforward(x).tolist()}
