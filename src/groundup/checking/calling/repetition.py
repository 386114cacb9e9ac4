"""Gradients of a second call, with other inputs, that are those of the first: what was computed on
the way forwards is kept too long."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from groundup.checking.judging.blocks import Block
from groundup.checking.judging.graph import Marks, before, marked
from groundup.checking.judging.parameters import Parameters
from groundup.checking.tracing.tape import Tape

BOTH = 2  # calls
Key = tuple[str, Any]


def gradients(held: Iterable[Block], parameters: Parameters, tape: Tape) -> set[Key]:
    """The blocks, by name and shape, that are given as gradients."""
    changes = marked(tape, parameters.changes())
    return {key(one) for one in held if changes[one.ids].any()}


def is_stale(tape: Tape, rounds: list[list[Block]], names: set[Key]) -> bool:
    """Whether all of `names` came from the inputs at first, and from those of the first call again,
    with the very same numbers. The inputs are the last block of each round."""
    if len(rounds) != BOTH:
        return False
    first, second = ({key(one): one for one in held} for held in rounds)
    inputs = [marked(tape, [held[-1].ids]) for held in rounds]
    pairs = [(first[one], second[one]) for one in names if one in first and one in second]
    again = [(x, y) for x, y in pairs if not np.array_equal(x.ids, y.ids)]
    return len(again) == len(names) > 0 and all(
        comes(tape, x, inputs[0])
        and comes(tape, y, inputs[0])
        and not comes(tape, y, inputs[1])
        and np.array_equal(tape.values[x.ids], tape.values[y.ids])
        and tape.values[x.ids].any()
        for x, y in again
    )


def comes(tape: Tape, block: Block, inputs: Marks) -> bool:
    return bool((before(tape, [block.ids]) & inputs).any())


def key(block: Block) -> Key:
    return block.name, block.kind
