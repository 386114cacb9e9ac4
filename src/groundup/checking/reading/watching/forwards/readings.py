"""How a way forwards was read, and of which samples."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from groundup.checking.reading.watching.forwards.layers import Layer, Masks
from groundup.checking.reading.watching.recording.recorder import Seen
from groundup.checking.reading.watching.recording.state import Array


@dataclass
class Reading:
    """A network as it was seen to go forwards."""

    layers: tuple[Layer, ...]
    names: tuple[str, ...]  # of activations
    x: Array  # (m, n_0), of the samples of the step, in their order
    outputs: Array  # (m, n_L), as the program computed them
    name: str  # what the program calls them
    one_by_one: bool
    confirmed: int  # layers whose activations were seen
    pool: Array  # (r, n_0), the rows among which they were found
    softmax: bool = False  # whether the outputs, which are those of another activation, go into one
    sights: tuple[Sight, ...] = ()  # of outputs, a line for the same rows; first where these were
    masks: Masks = ()  # of dropout, a layer: (m, n_l)
    unsure: bool = False  # whether samples one by one may be others, with the same outputs

    def hidden_masks(self, sizes: Sequence[int]) -> list[Array] | None:
        """What dropout multiplies the activations of each hidden layer by; None without it."""
        if all(mask is None for mask in self.masks):
            return None
        pairs = zip(self.masks, sizes[1:-1], strict=False)
        return [np.ones((len(self.x), n)) if mask is None else mask for mask, n in pairs]

    def with_biases(self) -> Reading:
        """The same, where an input that is always 1, or -1, goes with what are biases in later
        layers."""
        first = self.layers[0]
        later = next((layer for layer in self.layers[1:] if layer.row is not None), None)
        if later is None or first.b or first.row is not None or self.x.shape[1] < 2:
            return self
        row, sign = later.row, later.sign
        if row is None or not (self.x[:, row] == sign).all():
            return self
        layers = (replace(first, row=row, sign=sign), *self.layers[1:])
        return replace(self, layers=layers, x=np.delete(self.x, row, axis=1))


class Match(NamedTuple):
    seen: Seen
    places: Array


class Sight(NamedTuple):
    """Outputs that were seen: of which of the pool's rows, and where."""

    seen: Seen
    number: int  # from the last of that binding's on
    places: tuple[int, ...]
    alone: bool  # whether samples came one by one

    @property
    def key(self) -> tuple[str, str, int, int]:
        return self.seen.scope, self.seen.name, self.seen.line, self.number


def order_of(seen: Seen) -> int:
    """0 where it is no binding."""
    return seen.order if seen.line > 0 else 0


def sights_of(groups: Iterable[list[Match]]) -> list[Sight]:
    """The likeliest first: the last binding. Samples one by one belong together."""
    found = []
    for group in sorted(groups, key=lambda group: -order_of(group[-1].seen)):
        singles = all(len(match.places) == 1 for match in group)
        every = dict.fromkeys(int(i) for match in group for i in match.places)
        rows = [tuple(every)] if singles else [tuple(map(int, one.places)) for one in group[::-1]]
        found += [Sight(group[-1].seen, i, places, singles) for i, places in enumerate(rows)]
    return found
