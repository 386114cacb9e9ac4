"""A table of numbers, one column of which shows words: those that the program itself names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from groundup.checking.loading.placeholders.places import whole

Array = NDArray[Any]


class Worded:
    cells: Array
    names: list[Any]
    words: dict[str, int]
    spelled: Any = None  # the name of the column, as long as it has its first cells

    def spelling(self, words: Sequence[str]) -> Self:
        """Itself; its last column shows words from now on, until it gets other cells."""
        if words:
            self.words, self.spelled = {word: k for k, word in enumerate(words)}, self.names[-1]
        return self

    @property
    def values(self) -> Array:
        """Its cells, some of them as words."""
        if self.spelled is None or not (self.cells.ndim == 1 or self.spelled in self.names):
            return self.cells
        found = self.cells.astype(object)
        column = found if self.cells.ndim == 1 else found[:, self.names.index(self.spelled)]
        column[:] = np.array(list(self.words), object)[column.astype(int)]
        return found

    def part(self, cells: Array, names: list[Any] | None = None) -> Any:
        """Like it, with its words where it still has their column."""
        table = self.like(cells, names)
        if isinstance(table, Worded) and (self.spelled in table.names or self.cells.ndim == 1):
            table.spelled = self.spelled
        return table

    def column(self, place: int) -> Any:
        found = self.like(whole(self.cells[:, place]))
        found.spelled = self.spelled if self.names[place] == self.spelled else None
        return found

    def like(self, cells: Array, names: list[Any] | None = None) -> Any:
        raise NotImplementedError


def same(table: Any, *args: Any, **options: Any) -> Any:
    return table.part(table.cells.copy()) if isinstance(table, Worded) else table


def changed(table: Worded, *args: Any, **options: Any) -> Any:
    return table.like(table.cells.copy())


def reducing(function: Any, **given: Any) -> Any:
    """A method that gives a number a column, or one of a single column."""

    def reduce(table: Worded, axis: Any = 0, *args: Any, **options: Any) -> Any:
        options = {name: option for name, option in options.items() if name in given}
        axis = axis if table.cells.ndim == 2 else None
        return table.like(function(table.cells, axis=axis, **(given | options)))

    return reduce
