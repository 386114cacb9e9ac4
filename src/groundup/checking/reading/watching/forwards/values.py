"""The numbers of one run: those that are kept in places, and those that were seen in flight."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from functools import cached_property

import numpy as np

from groundup.checking.names.roles import parameter_of
from groundup.checking.reading.watching.forwards.layers import Chain, Lookup, as_rows
from groundup.checking.reading.watching.forwards.masks import Views
from groundup.checking.reading.watching.forwards.readings import Reading, order_of
from groundup.checking.reading.watching.forwards.unrolling import pieces
from groundup.checking.reading.watching.recording.recorder import Recorder, Seen
from groundup.checking.reading.watching.recording.state import (
    Array,
    Leaf,
    Place,
    pattern,
    siblings,
    spelled,
    stacks,
)
from groundup.checking.reference.backprop import activate

HEAD = 4  # numbers of a row that are compared first


class Values:
    """One run's, ready to be looked through."""

    def __init__(
        self,
        run: Recorder,
        parameters: Sequence[Place],
        stacked: bool = False,
        untrained: bool = False,
        own: tuple[str, ...] = (),
    ):
        self.run, self.own = run, own  # activations that the program has of its own
        self.numbers: dict[Place, Leaf] = {**run.start, **stacks(run.start)}
        self.there = {**run.ready, **stacks(run.ready)}  # before training
        paths = [path for path in parameters if path in self.numbers]
        self.parameters = list(dict.fromkeys(map(self.stack_of, paths))) if stacked else paths
        self.unrolled = [
            piece
            for place in self.parameters
            for piece in pieces(self.numbers[place], [one.array for one in run.seen])
        ]
        vectors = {piece.vector for piece in self.unrolled}
        self.parameters = [place for place in self.parameters if place not in vectors]
        self.parameters += [piece.place for piece in self.unrolled]
        self.numbers |= {piece.place: piece.cut(self.numbers) for piece in self.unrolled}
        self.idle = [*self.unchanged()] if untrained else []
        self.untrained = [one for one in siblings(paths, run.start) if one in self.idle]
        shapes = [self.numbers[one].array.shape for one in self.parameters]
        if not any(len(shape) == 2 and min(shape) > 1 for shape in shapes):  # but biases
            self.untrained += filter(self.is_weights, self.idle)
        every = (*paths, *self.parameters)
        self.named = {spelled(one): self.numbers[one].array.shape for one in every}
        self.arrays = [leaf.array for leaf in self.numbers.values()]
        self.arrays += [one.array for one in run.seen]
        self.reading: Reading | None = None
        self._lookups: dict[tuple[int, int], Lookup] = {}
        self._views: dict[int, Views] = {}
        self._rows: dict[int, tuple[Array, Array, list[Seen]]] = {}

    @cached_property
    def after(self) -> dict[Place, Leaf]:
        """The numbers when the step has been taken."""
        numbers = {**self.run.end, **stacks(self.run.end)}
        there = [piece for piece in self.unrolled if piece.vector in numbers]
        return numbers | {piece.place: piece.cut(numbers) for piece in there}

    def unchanged(self) -> Iterator[Place]:
        """What stands beside the parameters, or is kept alike, and no step changes: it may be one
        all the same."""
        homes = {place[:-1] for place in self.parameters}
        alike = {pattern(place) for place in self.parameters}
        for place, leaf in self.numbers.items():
            later = self.after.get(place)
            same = later is not None and np.array_equal(later.array, leaf.array)
            near = place[:-1] in homes or pattern(place) in alike
            if same and not leaf.whole and leaf.array.ndim and near:
                yield place

    def is_weights(self, place: Place) -> bool:
        """Whether it is a matrix, and called so."""
        return self.numbers[place].array.ndim == 2 and parameter_of(str(place[-1][1])) == "w"

    def stack_of(self, path: Place) -> Place:
        """The stack that a row stands in, if any."""
        for stack in self.numbers:
            if ("every", None) in stack and path not in self.run.start.keys() - {path}:
                place = stack.index(("every", None))
                if (*path[:place], ("every", None), *path[place + 1 :]) == stack:
                    return stack
        return path

    def is_zero(self, place: Place | None) -> bool:
        """Whether all is 0 there, and is not trained."""
        if place is None or place in self.parameters:
            return False
        return not self.numbers[place].array.any()

    def mask(self, a: Array) -> Array | None:
        """By what dropout multiplied these activations; None where there is none."""
        width = a.shape[1]
        if width not in self._views:
            rows, of, sights = self.events(width)
            self._views[width] = Views(rows, of, [order_of(one) for one in sights])
        return self._views[width].mask(a)

    def events(self, width: int) -> tuple[Array, Array, list[Seen]]:
        """All rows of that width in flight, the number of the sight that each is of, and the value
        that each sight is of: one way round or the other."""
        if width not in self._rows:
            rows, of, sights = [np.zeros((0, width))], [np.zeros(0, int)], []
            own = {self.numbers[place].array.tobytes() for place in self.parameters}
            for one in self.run.seen:
                shape = self.named.get(one.name)
                itself = shape is not None and (one.line == 0 or one.array.shape == shape)
                if itself or one.array.tobytes() in own:
                    continue  # a parameter
                for view in as_rows(one.array, width):
                    if len(view) <= 2000:
                        rows.append(view)
                        of.append(np.full(len(view), len(sights)))
                        sights.append(one)
            self._rows[width] = np.concatenate(rows), np.concatenate(of), sights
        return self._rows[width]

    def were_seen(self, names: Sequence[str], z: Array) -> list[bool]:
        """Whether any row of each activation was in flight; most rows are told by their head."""
        rows, width = z.shape
        whole, head = self.lookup(width, width), self.lookup(width, HEAD)
        with np.errstate(all="ignore"):
            heads = [z if name == "softmax" else activate(name, z[:, :HEAD]) for name in names]
            likely = head.places(np.concatenate([one[:, :HEAD] for one in heads])) >= 0
            return [
                bool((whole.places(activate(name, z if name == "softmax" else z[one])) >= 0).any())
                for name, one in zip(names, likely.reshape(-1, rows), strict=True)
            ]

    def lookup(self, width: int, head: int) -> Lookup:
        """All rows in flight of a width that are no whole numbers, or the first few of each."""
        if (width, head) not in self._lookups:
            seen = self.events(width)[0]
            telling = (seen != np.round(seen)).any(axis=1) & np.isfinite(seen).all(axis=1)
            self._lookups[width, head] = Lookup(seen[telling][:, :head])
        return self._lookups[width, head]

    def unused(self, chain: Chain) -> list[Place]:
        """Parameters that no layer takes."""
        return self.left(chain.used)

    def left(self, used: Set[Place]) -> list[Place]:
        every = (*self.parameters, *self.untrained)
        return [one for one in every if one not in used and self.numbers[one].array.ndim]


def is_among(array: Array, known: Sequence[Lookup]) -> bool:
    """Whether an array's rows are all among some that are known."""
    return any(
        bool((one.places(rows) >= 0).all())
        for one in known
        for rows in as_rows(array, one.rows.shape[1])
    )
