"""The ways in which code may want its samples: how many inputs and outputs, a sample a row or a
column, labels or 0 and 1, arrays or lists."""

from __future__ import annotations

import functools
import itertools
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np

SIZES = (3, 5, 2)
DEEPER = (3, 5, 4, 2)
RATE = 0.6  # of a step of the check: with 1 or ½, biases may drop out of what is left
NUMBERS = itertools.count()  # of files, each of which is not there


class Shape(NamedTuple):
    """How samples are given."""

    sizes: tuple[int, ...]
    columns: bool = False
    labels: bool = False
    lists: bool = False
    one: bool = False  # a sample alone, as vectors
    flat: bool = False  # targets of one output as a vector
    first: int = 0  # the number of the first class, where they have numbers
    more: int = 0  # samples
    apart: int = 0  # 1 where each sample is a matrix of one row, 2 of one column
    upright: bool = False  # labels as a matrix of one column, or row, as MATLAB's files have them
    batches: bool = False  # pairs are of whole batches

    @property
    def m(self) -> int:
        """How many samples: each class has one."""
        return self.more + (7 if self.sizes[-1] <= 5 else self.sizes[-1] + 3)

    def x(self, seed: int = 3) -> Any:
        return self.given(np.random.default_rng(seed).uniform(-1.0, 1.0, (self.m, self.sizes[0])))

    def y(self) -> Any:
        classes = np.arange(self.m) % max(self.sizes[-1], 2)
        if self.labels:
            classes = classes + self.first
            row = (1, -1) if self.columns else (-1, 1)
            classes = classes.reshape(row) if self.upright else classes
            return int(classes[1]) if self.one else classes.tolist() if self.lists else classes
        if self.flat:
            return classes.astype(float)
        rows = (
            np.eye(self.sizes[-1])[classes] if self.sizes[-1] > 1 else classes.reshape(-1, 1) * 1.0
        )
        return self.given(rows)

    def given(self, rows: np.ndarray) -> Any:
        if self.one:
            rows = rows[1].reshape(-1, 1) if self.columns else rows[1]
        elif self.columns:
            rows = rows.T
        elif self.apart:
            rows = np.expand_dims(rows, self.apart)
        return rows.tolist() if self.lists else rows

    def pairs(self, seed: int = 3) -> list[tuple[Any, Any]]:
        if self.batches:
            return [(self.x(one), self.y()) for one in (seed, seed + 2)]
        whole = self._replace(columns=False, one=False, lists=False)
        return list(zip(self.rows(whole.x(seed)), self.rows(whole.y()), strict=True))

    def rows(self, rows: Any) -> list[Any]:
        rows = [row.reshape(-1, 1) if self.columns and np.ndim(row) else row for row in rows]
        return [row.tolist() if self.lists else row for row in rows]

    def values(self) -> dict[str, Any]:
        """What is given for each role."""
        return {
            "x": self.x(),
            "y": self.y(),
            "pairs": self.pairs(),
            "x held out": self.x(4),
            "y held out": self.y(),
            "pairs held out": self.pairs(4),
            "sizes": list(self.sizes),
            "eta": RATE,
            "momentum": 0.0,
            "epochs": 2,
            "m": self.m,
            "n": self.m,
            "l2": 0.0,
            "seed": 0,
            "activation": "sigmoid",
            "output_activation": "sigmoid",
            "af_name": "sigmoid",
            "neurons": list(self.sizes),
            "cost": "mse",
            "quiet": False,
            "path": f"{made_up_folder()}/{next(NUMBERS)}",
        }

    def of_networks(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """What is given to make a network, where some of it is `asked` for; of biases, the number
        that they are to be, or that there are some."""
        return {**self.values(), "network": list(self.sizes), "b": 1, **asked}


@functools.cache
def made_up_folder() -> str:
    """Where a program may keep what it has learned: below the folder of the check, with which it
    goes."""
    return tempfile.mkdtemp()


def shapes(sizes: Iterable[tuple[int, ...]], pairs: bool = False) -> Iterator[Shape]:
    """All ways in which samples may be given, or `pairs` of them, the likeliest first."""
    every = dict.fromkeys(ways(list(dict.fromkeys(sizes))))
    for shape in every:
        yield shape
        if pairs and not (shape.lists or shape.one or shape.apart):
            yield shape._replace(batches=True)


def ways(known: list[tuple[int, ...]]) -> Iterator[Shape]:
    for lists, one in ((False, False), (False, True), (True, True), (True, False)):
        for columns, labels in itertools.product((False, True), (False, True)):
            for size in known if not (columns and lists) else ():
                if labels and size[-1] == 1:
                    yield Shape(size, columns, False, lists, one, flat=not one and not lists)
                else:
                    for first in (0, 1) if labels else (0,):
                        shape = Shape(size, columns, labels, lists, one, first=first)
                        yield shape
                        if labels and not (lists or one):
                            yield shape._replace(upright=True)
        if not lists and not one:
            yield from (Shape(size, apart=axis) for size in known for axis in (1, 2))


def sizes_of(shapes_seen: Iterable[tuple[int, ...]]) -> Iterator[tuple[int, ...]]:
    """The widths of a network whose matrices have these shapes, in their order, either way round,
    with or without a row for the biases."""
    matrices = [shape for shape in shapes_seen if len(shape) == 2 and min(shape) > 0]
    wide = [shape for shape in matrices if min(shape) > 1]
    narrow = [shape for shape in matrices if min(shape) == 1][-1:]  # of one output, or biases
    found = (
        (extra, [shape if turned else shape[::-1] for shape in chosen])
        for chosen in ([*wide, *narrow], wide)
        for turned, extra in itertools.product((True, False), (0, 1))
    )
    for extra, pairs in found:
        if pairs and all(a[1] == b[0] - extra for a, b in itertools.pairwise(pairs)):
            yield (pairs[0][0] - extra, *(pair[1] for pair in pairs))
