"""What `groundup train` refuses before anything is trained, each with one message."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from groundup.cli.console import fail, say
from groundup.cli.sources import Source, noun
from groundup.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from groundup.data import Data
    from groundup.network import Network


def parse_sizes(text: str) -> list[int | str]:
    """The parts of "784-30-10" or "28x28-20c5p2-100-10", as `Network` takes them."""
    from groundup import shapes

    try:
        return shapes.parts(shapes.parse(text))
    except UserError as error:
        fail(f"--sizes: {error}")


def parse_activations(text: str, layers: int) -> list[str]:
    """A name a layer from as many, from one for all, or from two as in "relu,softmax": the first
    for every hidden layer, the second for the last."""
    names = [name.strip() for name in text.split(",")]
    if len(names) == 1:
        return names * layers
    return names[:1] * (layers - 1) + names[1:] if len(names) == 2 else names


def fitted_sizes(
    layers: Sequence[int | str], digits: Data, everyday: bool = False
) -> list[int | str]:
    """The layers between an input for each number of a sample and an output for each class or
    target; as they are for digits that fit them. For pictures with convolutions that suit them,
    where it is an `everyday` network, or its own do not fit them."""
    from groundup import shapes

    schema, made = digits.schema, shapes.parse(layers)
    inputs, outputs = shapes.sizes(made)[0], made[-1][0]
    if noun(schema) == "digits" and schema.inputs == inputs and schema.outputs <= outputs:
        return list(layers)
    seeing = schema.pixels and (everyday or len(made[0]) == 4)
    neurons = [shape[0] for shape in made[:-1] if len(shape) == 2]
    proposed = shapes.proposed(schema.shape, schema.outputs) if seeing else []
    return proposed or [schema.inputs, *neurons, schema.outputs]


def for_regression(names: list[str], cost: str, given: bool, digits: Data) -> tuple[list[str], str]:
    """Activations and cost; of a regression, with linear outputs, unless others are `given`."""
    if not digits.schema.regression:
        return names, cost
    if given and (names[-1] in ("softmax", "sigmoid") or cost != "quadratic"):
        fail(
            "a regression needs --cost quadratic and outputs such as --activation relu,linear, not "
            f"{names[-1]} outputs with {cost} cost; --task classes takes labels for classes"
        )
    return (names, cost) if given else ([*names[:-1], "linear"], "quadratic")


def check_augmentation(augment: bool, digits: Data, data: str) -> None:
    """Refuses to distort what is no picture."""
    schema = digits.schema
    if augment and not schema.pixels:
        fail(f"--augment distorts pictures, but {data} has {schema.words()}; leave it out")
    if augment and len(schema.shape) > 1 and schema.shape[0] != schema.shape[1]:
        fail(
            f"--augment distorts square pictures, but {data} has {schema.words()}; use "
            "--picture-size 28x28, or leave out --augment and recipes that have it"
        )


def read_digits(
    source: Source, limit: int | None, also: str | os.PathLike[str] | None, schema: Any = None
) -> Data:
    """What there is to learn from and to be judged by: --data, --limit and --also."""
    return with_drawings(limited(source.load(schema), limit), also)


def limited(digits: Data, limit: int | None) -> Data:
    if limit is None:
        return digits
    if limit < 1:
        fail(f"--limit must be a number above 0, not {limit}")
    x, y = digits.train
    return digits._replace(train=digits.train._replace(x=x[:limit], y=y[:limit]))


def with_drawings(digits: Data, also: str | os.PathLike[str] | None) -> Data:
    """The digits, and at the end of those to learn from the drawings in a file (`--also`)."""
    if also is None:
        return digits
    import numpy as np

    from groundup.data.drawings import read_drawings
    from groundup.data.streams import Stream

    drawings, (x, y) = read_drawings(also), digits.train
    if noun(digits) != "digits":
        fail(f"--also: drawings are digits, but these are {noun(digits)}; leave it out")
    if isinstance(digits.train, Stream):
        fail("--also: drawings join digits in memory, but these stay on disk; leave it out")
    if x.shape[1] != drawings.x.shape[1]:
        fail(
            f"--also: drawings have {drawings.x.shape[1]} pixels, but these digits have "
            f"{x.shape[1]}; use them with digits of 28×28"
        )
    train = digits.train._replace(
        x=np.concatenate([x, drawings.x]), y=np.concatenate([y, drawings.y])
    )
    say(f"the network also learns from {len(drawings.y):,} drawings in {also}")
    return digits._replace(train=train)


def check_digits(network: Network, digits: Data) -> None:
    """Refuses sizes that do not fit the digits, the test digits too, before anything is trained."""
    from groundup import shapes

    inputs, outputs = network.sizes[0], network.sizes[-1]
    schema, what = digits.schema, noun(digits)
    pixels = digits.train.x.shape[1]
    numbers = "pixels" if schema.pixels else "features"
    if inputs != pixels:
        given = shapes.parts(network.shapes)[0]
        wanted = "x".join(map(str, schema.shape)) if network.convolutional else schema.inputs
        fail(
            f"--sizes begins with {given}, but these {what} have {pixels} {numbers}; begin with "
            f"{wanted}"
        )
    if schema.regression:
        if outputs != schema.outputs:
            fail(
                f"--sizes ends with {outputs}, but {', '.join(schema.targets)} is to be predicted; "
                f"end with {schema.outputs}, an output for each number"
            )
        return
    labels = 1 + max(int(part.y.max()) for part in digits if len(part.y))
    if not labels <= outputs <= max(labels, 10):
        fail(
            f"--sizes ends with {outputs}, but these {what} go from 0 to {labels - 1}; "
            f"end with {labels}, an output for each {'digit' if what == 'digits' else 'class'}"
        )


def check_file(option: str, out: Path, example: str = "digits.safetensors") -> None:
    """Refuses a file that cannot be written, before anything is trained."""
    try:
        there, is_folder = out.parent.is_dir(), out.is_dir()
    except OSError as error:
        fail(f"{option}: {error.strerror}: {out}")
    if not there:
        fail(f"{option}: there is no folder {out.parent}; make it, or choose another place")
    if is_folder:
        fail(f"{option}: {out} is a folder; name a file, such as {out / example}")
    if not os.access(out.parent, os.W_OK):
        fail(f"{option}: {out.parent} cannot be written to; choose another place")


def check_model(option: str, path: Path) -> None:
    """Refuses a model's file that cannot be written, or whose ending promises another format."""
    from groundup.formats.models import check_ending

    check_file(option, path)
    check_ending(path)


def check_checkpoint(checkpoint: Path, out: Path) -> None:
    """Refuses to write over a run that one may want to go on with."""
    check_model("--checkpoint", checkpoint)
    check_apart("--checkpoint", checkpoint, out)
    if checkpoint.is_file():
        fail(
            f"--checkpoint: {checkpoint} already exists; go on from it with --resume "
            f"{checkpoint}, remove it, or name another file"
        )


def check_apart(option: str, checkpoint: Path, out: Path) -> None:
    if os.path.realpath(checkpoint) == os.path.realpath(out):
        fail(f"{option} and --out are the same file, {out}; the model needs one of its own")
