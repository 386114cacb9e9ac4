"""Weights that are single numbers, `w1` to `w8`: which neuron each of them is of.

Every number is moved, one at a time, and the program is run to see what else moves. The first value
in flight that does is the neuron's; by how much it does is what the number multiplies there: an
input, another neuron's output, or 1 for a bias.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from groundup.checking.reading.watching.forwards.bindings import Event, values
from groundup.checking.reading.watching.recording.recorder import Recorder
from groundup.checking.reading.watching.recording.state import Array, Place

Run = Callable[[Mapping[Place, Array]], Recorder | None]
MOVED = 0.25  # by which a number is moved; what it multiplies is exact for any
NEAR = 1e-8
INVERSES: dict[str, Callable[[Array], Array]] = {
    "linear": lambda a: a,
    "sigmoid": lambda a: np.log(a / (1.0 - a)),
    "tanh": np.arctanh,
}


@dataclass
class Neuron:
    """The first value that its numbers move, and what they multiply there."""

    event: Event
    own: list[Place]  # its numbers
    shared: list[Place]  # those of others in its layer that are its own too
    weights: dict[Place, Array] = field(default_factory=dict)  # what each multiplies, (m,)
    bias: Place | None = None
    z: Array = field(default_factory=lambda: np.zeros(0))  # weighted inputs, (m,)
    constant: float = 0.0  # what is added to them and is no parameter
    depth: int = 0


class Moving:
    """What moves in a run when a number is moved."""

    def __init__(self, run: Run, places: Sequence[Place], given: Mapping[Place, Array]):
        self.run, self.given = run, given
        plain = run(given)
        self.works = plain is not None
        if plain is None:
            return
        self.plain, self.values = plain, values(plain)
        self.numbers = {place: plain.start[place].array for place in places if place in plain.start}
        self.moved = {place: self.moves(place, array) for place, array in self.numbers.items()}
        every = [one.array.reshape(-1) for one in plain.seen]
        every += [leaf.array.reshape(-1) for leaf in plain.ready.values()]
        self.known = np.unique(np.concatenate(every))

    def with_other(self, place: Place, array: Array) -> Recorder | None:
        """A run with another number there."""
        return self.run({**self.given, place: array})

    def moves(self, place: Place, array: Array) -> dict[Event, Array]:
        """By how much values move with one number; its own other names are left out."""
        other = self.with_other(place, array + MOVED)
        found = values(other) if other else {}
        changes = {
            event: found[event] - before
            for event, before in self.values.items()
            if event in found and found[event].shape == before.shape
        }
        return {
            event: change
            for event, change in changes.items()
            if change.any() and not (self.values[event] == array).all()
        }

    def layers(self) -> list[list[Neuron]] | None:
        """All neurons, the inputs' first."""
        neurons = self.neurons()
        for neuron in neurons:
            below = [one for one in neurons if one is not neuron and self.depends(neuron, one)]
            neuron.depth = 1 + max((one.depth for one in below), default=-1)
            if not self.linear(neuron):
                return None
        depths = sorted({neuron.depth for neuron in neurons})
        layers = [[one for one in neurons if one.depth == depth] for depth in depths]
        return layers if len(neurons) and self.whole(layers) else None

    def neurons(self) -> list[Neuron]:
        order = {event: i for i, event in enumerate(self.values)}
        members: dict[Event, list[Place]] = {}
        for place, moved in self.moved.items():
            if moved:
                members.setdefault(min(moved, key=order.__getitem__), []).append(place)
        shared: dict[Event, list[Place]] = {event: [] for event in members}
        for event, own in members.items():
            for other in members.keys() - {event}:
                moving = [place for place in own if other in self.moved[place]]
                if 0 < len(moving) < len(own):
                    shared[other] += moving
        taken = {place for every in shared.values() for place in every}
        found = [
            Neuron(
                event,
                [place for place in members[event] if place not in taken],
                [place for place in {*shared[event], *members[event]} if place in taken],
            )
            for event in sorted(members, key=order.__getitem__)
        ]
        return [neuron for neuron in found if neuron.own]

    def depends(self, neuron: Neuron, on: Neuron) -> bool:
        return any(neuron.event in self.moved[place] for place in on.own)

    def linear(self, neuron: Neuron) -> bool:
        """Whether its weighted inputs are linear in its numbers: as they were bound, or before an
        activation. What each multiplies is then a number that the program has, or 1."""
        value = self.values[neuron.event]
        for back in INVERSES.values():
            neuron.weights, neuron.bias = {}, None
            neuron.z = rest = back(value)
            for place in (*neuron.own, *neuron.shared):
                factor = (back(value + self.moved[place][neuron.event]) - neuron.z) / MOVED
                if np.allclose(np.abs(factor), 1.0, rtol=0.0, atol=NEAR) and np.ptp(factor) < NEAR:
                    if neuron.bias is not None:
                        break
                    neuron.bias, factor = place, np.round(factor)
                elif (exact := self.exact(factor)) is None:
                    break
                else:
                    neuron.weights[place] = factor = exact
                rest = rest - self.numbers[place] * factor
            else:
                neuron.constant = float(np.mean(rest))
                if np.allclose(rest, neuron.constant, rtol=0.0, atol=NEAR):
                    return True
        return False

    def exact(self, found: Array) -> Array | None:
        """The numbers that the program has at these; None where it has others."""
        if not np.isfinite(found).all():
            return None
        after = np.searchsorted(self.known, found).clip(1, len(self.known) - 1)
        near = np.stack([self.known[after - 1], self.known[after]])
        best = near[np.abs(near - found).argmin(axis=0), np.arange(found.size)]
        return best if np.allclose(best, found, rtol=NEAR, atol=NEAR) else None

    def whole(self, layers: list[list[Neuron]]) -> bool:
        """Whether all neurons of a layer have weights for all that is below."""
        widths = [{len(neuron.weights) for neuron in layer} for layer in layers]
        below = [len(layer) for layer in layers[:-1]]
        samples = {neuron.z.size for layer in layers for neuron in layer}
        biases = [{neuron.bias is None for neuron in layer} for layer in layers]
        return (
            all(len(width) == 1 for width in widths)
            and [*map(max, widths[1:])] == below
            and len(samples) == 1
            and all(len(there) == 1 for there in biases)
        )
