"""A trial's options, by the names that `groundup train` gives them, as a network and a training."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from typing import Any

from groundup.data.augmentation import Augmentation
from groundup.data.schema import Schema
from groundup.errors import UserError
from groundup.network import Network
from groundup.shapes import parse
from groundup.training.options import Options

HIDDEN = 30
NETWORK = {
    "sizes": f"784-{HIDDEN}-10",
    "activation": "sigmoid",
    "cost": "quadratic",
    "init": "scaled",
    "dtype": "float64",
}
"""What makes a network, and the defaults of `groundup train`."""

TRAINING = {
    "batch": "batch_size",
    "eta": "eta",
    "schedule": "schedule",
    "optimiser": "optimiser",
    "momentum": "momentum",
    "beta1": "beta1",
    "beta2": "beta2",
    "epsilon": "epsilon",
    "l2": "l2",
    "dropout": "dropout",
    "augment": "augmentation",
    "patience": "patience",
    "target": "target",
    "seed": "seed",
}
"""What `groundup train` calls an option, and what the library does."""

READING = {
    "label": "label",
    "drop": "drop",
    "task": "task",
    "pixels": "pixels",
    "picture_size": "size",
    "colours": "colours",
    "validation": "validation",
    "test": "test",
    "split_seed": "seed",
    "decimal": "decimal",
    "encoding": "encoding",
    "missing": "missing",
}
"""What `groundup train` calls an option of the data, and what `load_data` does."""

DATA = ("limit", *READING)
NAMES = (*NETWORK, *TRAINING, *DATA)


def network_of(parameters: Mapping[str, Any]) -> Network:
    """The network that a trial begins with. Raises UserError where there is none such."""
    given = NETWORK | {name: parameters[name] for name in NETWORK if name in parameters}
    made = parse(str(given["sizes"]))
    if given["dtype"] not in ("float64", "float32"):
        raise UserError(f"dtype must be float64 or float32, not {given['dtype']!r}")
    return Network(
        str(given["sizes"]),
        activations_of(given["activation"], len(made)),
        given["cost"],
        init=given["init"],
        seed=parameters.get("seed", 0),
        dtype=given["dtype"],
    )


def fitted(space: Mapping[str, Any], schemas: Sequence[Schema]) -> dict[str, Any]:
    """The space, where it has no sizes with those that fit the data; and for a regression, as of
    `groundup train`, with linear outputs. Raises UserError where trials need unlike sizes."""
    added: dict[str, Any] = {}
    if "sizes" not in space:
        fitting = sorted({f"{schema.inputs}-{HIDDEN}-{schema.outputs}" for schema in schemas})
        if len(fitting) > 1:
            raise UserError(
                f"sizes: trials read the data in ways that need {' or '.join(fitting)}; make a "
                "sweep for each of these"
            )
        added["sizes"] = fitting[0]
    linear = all(schema.regression for schema in schemas)
    if linear and not {"activation", "cost"} & space.keys():
        added["activation"] = f"{NETWORK['activation']},linear"
    return {**space, **added}


def options_of(parameters: Mapping[str, Any], engine: str) -> dict[str, Any]:
    """The options of its training, on one thread. Raises UserError where one makes no sense."""
    options = {TRAINING[name]: parameters[name] for name in parameters if name in TRAINING}
    if "augmentation" in options:
        options["augmentation"] = Augmentation() if options["augmentation"] else None
    options |= {"engine": engine, "threads": 1}
    Options(**options)
    return options


def reading_of(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """How a trial's data are read, as `load_data` wants it. Raises UserError where it makes no
    sense."""
    found = {READING[name]: parameters[name] for name in parameters if name in READING}
    for name in {"drop", "missing"} & found.keys():
        found[name] = [word.strip() for word in str(found[name]).split(",")]
    if "size" in found:
        sides = str(found["size"]).split("x")
        if len(sides) != 2 or not all(side.isdecimal() and int(side) for side in sides):
            raise UserError(
                f"picture_size must be rows and columns such as 28x28, not {found['size']!r}"
            )
        found["size"] = (int(sides[0]), int(sides[1]))
    return found


def activations_of(given: Any, layers: int) -> list[str]:
    """A name a layer from as many, from one for all, or from two as in "relu,softmax"."""
    names = [name.strip() for name in str(given).split(",")]
    if len(names) == 1:
        return names * layers
    return names[:1] * (layers - 1) + names[1:] if len(names) == 2 else names


def command_of(parameters: Mapping[str, Any], data: str, epochs: int, engine: str) -> str:
    """The `groundup train` that learns what the trial has learned, to the bit."""
    words = ["groundup", "train"]
    if data != "mnist":  # the defaults of other data are others
        words += ["--recipe", "origin", "--data", data]
    for name, value in parameters.items():
        if name == "augment":
            words += ["--augment"] if value else []
        elif name == "pixels":
            words += ["--pixels" if value else "--features"]
        else:
            words += [f"--{name.replace('_', '-')}", str(value)]
    return shlex.join([*words, "--epochs", str(epochs), "--engine", engine])
