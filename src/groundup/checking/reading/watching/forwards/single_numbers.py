"""Networks whose parameters are single numbers, put together to layers.

What each weight of a neuron multiplies tells its column; single numbers that are inputs, targets or
constants are found beside them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from groundup.checking.names.roles import role
from groundup.checking.reading.watching.forwards.bindings import Cell, Event, rows_of, values
from groundup.checking.reading.watching.forwards.neurons import MOVED, NEAR, Moving, Neuron, Run
from groundup.checking.reading.watching.recording.groups import Group
from groundup.checking.reading.watching.recording.recorder import Recorder, Seen
from groundup.checking.reading.watching.recording.state import Array, Place
from groundup.checking.reference.backprop import activate


@dataclass
class Network:
    """How single numbers make up layers, and the values in flight that belong together."""

    groups: list[Group]
    rows: list[tuple[Cell, ...]]

    def seen(self, run: Recorder) -> Iterator[Seen]:
        return rows_of(run, self.rows)


def network(
    run: Run, places: Sequence[Place], given: Mapping[Place, Array], changed: set[Place]
) -> Network | None:
    """The network whose parameters are at these places, each a single number; None where that is
    none of whole layers."""
    moving = Moving(run, places, given)
    with np.errstate(all="ignore"):
        layers = moving.layers() if moving.works else None
        return Assembly(moving, layers, changed).network() if layers else None


class Assembly:
    """Of layers of neurons, in a run whose numbers were moved."""

    def __init__(self, moving: Moving, layers: list[list[Neuron]], changed: set[Place]):
        self.moving, self.layers, self.values = moving, layers, moving.values
        ready = moving.plain.ready.items()
        self.singles = {  # single numbers that stay as they are
            place: float(leaf.array)
            for place, leaf in ready
            if leaf.array.ndim == 0 and place not in changed and place not in moving.numbers
        }

    def network(self) -> Network | None:
        groups, rows = [], []
        for layer, below in zip(self.layers, [None, *self.layers], strict=False):
            columns = self.columns(layer, below)
            if columns is None:
                return None
            shape = (len(layer), len(columns[0]))
            every = tuple(place for row in columns for place in row)
            groups.append(Group(every, shape, "w"))
            used = [layer[0].weights[place] for place in columns[0]]
            rows += [tuple(self.cell(column) for column in used)]
            rows += [tuple((neuron.event, None) for neuron in layer), *self.activated(layer)]
            biases = tuple(neuron.bias for neuron in layer if neuron.bias)
            groups += [Group(biases, (len(layer),), "b")] if biases else []
        constants = self.constants()
        if constants is None:
            return None
        whole = [row for row in rows if None not in row]
        return Network([*groups, *constants, *self.samples()], whole)

    def columns(self, layer: list[Neuron], below: list[Neuron] | None) -> list[list[Place]] | None:
        """The places of each neuron's weights, in the order of what they multiply."""
        rows = []
        for neuron in layer:
            row: dict[int, Place] = {}
            for place, factor in neuron.weights.items():
                column = self.unit(factor, below) if below else alike(factor, layer[0].weights)
                if column is None:
                    return None
                row[column] = place
            if not row or len(row) < len(neuron.weights):  # none where every input was 0
                return None
            rows.append([row[column] for column in sorted(row)])
        return rows

    def unit(self, factor: Array, below: list[Neuron]) -> int | None:
        """The neuron of the layer below whose output a weight multiplies."""
        event = self.named(factor)
        movers = [
            i
            for i, neuron in enumerate(below)
            if any(event in self.moving.moved[place] for place in neuron.own)
        ]
        return movers[0] if len(movers) == 1 else None

    def named(self, column: Array, within: float = 0.0) -> Event | None:
        """The binding with these values."""
        same = ((e, array) for e, array in self.values.items() if array.shape == column.shape)
        return next((e for e, array in same if np.allclose(array, column, within, 0.0)), None)

    def cell(self, column: Array) -> Cell | None:
        """Where these values are: bound by themselves, or one of those that are bound at once."""
        if event := self.named(column):
            return event, None
        wider = ((e, array) for e, array in self.values.items() if array.size > column.size == 1)
        for event, array in wider:
            if (array == column).any():
                return event, int((array == column).argmax())
        return None

    def activated(self, layer: list[Neuron]) -> Iterator[tuple[Cell, ...]]:
        """What activations make of its weighted inputs, where that was seen."""
        z = np.stack([neuron.z for neuron in layer], axis=1)
        for name in ("sigmoid", "tanh", "relu", "softmax"):
            a = activate(name, z)
            events = [self.named(column, NEAR) for column in a.T]
            if None not in events:
                yield tuple((event, None) for event in events if event)

    # What is beside the parameters.

    def at(self, wanted: Sequence[float]) -> tuple[Place, ...] | None:
        """Where these numbers are, if each is at one place alone."""
        found = [
            [place for place, value in self.singles.items() if np.isclose(value, one, NEAR, 0.0)]
            for one in wanted
        ]
        alone = all(len(places) == 1 for places in found)
        return tuple(places[0] for places in found) if alone else None

    def constants(self) -> list[Group] | None:
        """What is added to weighted inputs, and is no parameter."""
        added = [
            layer for layer in self.layers if any(abs(neuron.constant) > NEAR for neuron in layer)
        ]
        found = [self.at([neuron.constant for neuron in layer]) for layer in added]
        groups = [Group(places, (len(places),), "b") for places in found if places]
        if len(groups) < len(added) or any(layer[0].bias for layer in added):
            return None
        fixed = any(group.shared for group in groups)
        return [Group(one.places, one.shape, "constant" if fixed else "b") for one in groups]

    def samples(self) -> Iterator[Group]:
        """Inputs and targets that are single numbers too."""
        inputs = [*self.layers[0][0].weights.values()]
        places = self.at([column[0] for column in inputs])
        if places is None or any(np.ptp(column) for column in inputs):
            return
        yield Group(places, (1, len(places)), "x")
        targets = self.targets(self.layers[-1], set(places))
        if targets:
            yield Group(targets, (1, len(targets)), "y")

    def targets(self, layer: list[Neuron], inputs: set[Place]) -> tuple[Place, ...]:
        """Numbers that change how one output's weights move, and not what it puts out."""
        found: dict[int, list[Place]] = {i: [] for i in range(len(layer))}
        for place, value in self.singles.items():
            other = self.moving.with_other(place, np.array(value + MOVED))
            if place in inputs or other is None:
                continue
            later = values(other)
            same = all(
                np.array_equal(later.get(one.event, ()), self.values[one.event]) for one in layer
            )
            hit = [i for i, one in enumerate(layer) if any(self.ends(other, p) for p in one.own)]
            if same and len(hit) == 1:
                found[hit[0]].append(place)
        ones = [place for places in found.values() for place in chosen(places)]
        return tuple(ones) if len(ones) == len(layer) else ()

    def ends(self, other: Recorder, place: Place) -> bool:
        """Whether a number ends up as another."""
        return bool(other.end[place].array != self.moving.plain.end[place].array)


def alike(column: Array, columns: Mapping[Place, Array]) -> int | None:
    found = [i for i, one in enumerate(columns.values()) if np.array_equal(one, column)]
    return found[0] if len(found) == 1 else None


def chosen(places: list[Place]) -> list[Place]:
    """The one that is called a target, or that is not called otherwise."""
    meant = {place: role(str(place[-1][1]).rstrip("0123456789_")) for place in places}
    named = [place for place, one in meant.items() if one is not None and one.name == "y"]
    open_ = named or [place for place, one in meant.items() if one is None]
    return open_ if len(open_) == 1 else []
