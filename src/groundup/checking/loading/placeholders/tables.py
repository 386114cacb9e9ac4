"""Numbers in rows and columns, as much of pandas as the head of a script uses.

A column that is asked for by name exists: names are given to columns in the order in which they are
asked for, and a name that sounds like a label to a column of labels.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin
from numpy.typing import NDArray

from groundup.checking.loading.placeholders.places import Place
from groundup.checking.loading.placeholders.worded import Worded, changed, reducing, same

FREE = "column "  # what a column is called before a program calls it something
LABEL = re.compile(
    r"label|target|(?<!p)class|admit|outcome|species|survived|diagnosis|quality|^y$|^type$|^variety$",
    re.IGNORECASE,
)
SAME = (
    "copy", "dropna", "fillna", "reset_index", "set_index", "sort_values", "sort_index",
    "drop_duplicates", "infer_objects", "rename", "squeeze",
)  # fmt: skip
CHANGED = ("map", "apply", "applymap", "replace")  # so that words become numbers
MANY = 10  # values that a column of classes has, at most
Array = NDArray[Any]


class Names(np.ndarray[Any, Any]):
    """Of columns, as an `Index`."""

    @property
    def values(self) -> Array:
        return np.asarray(self)

    def to_list(self) -> list[Any]:
        return self.tolist()


class Table(Worded, NDArrayOperatorsMixin):
    """Two-dimensional for a `DataFrame`, one-dimensional for a `Series`."""

    frame: Any = None  # of which it is a row

    def __init__(self, data: Any = (), columns: Any = None, *args: Any, **options: Any):
        names = list(columns) if columns is not None else None
        if isinstance(data, Table):
            names = names or data.names
        elif isinstance(data, Mapping):
            names = list(data)
            data = np.column_stack([np.asarray(column) for column in data.values()])
        self.cells: Array = np.array(data)
        width = self.cells.shape[1] if self.cells.ndim > 1 else 0
        self.names: list[Any] = names or [f"{FREE}{j}" for j in range(width)]
        self.words: dict[str, int] = {}  # the numbers that stand for words

    def like(self, cells: Array, names: list[Any] | None = None) -> Any:
        """Another part of it; a number stays one."""
        if np.ndim(cells) == 0:
            return cells
        kept = names is None and np.ndim(cells) == 2 and np.shape(cells)[1] == len(self.names)
        table = Table(cells)
        table.names, table.words = (self.names if kept else names or table.names), self.words
        return table

    # As numbers.

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Array:
        return np.array(self.cells if dtype else self.values, dtype)

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
        out = options.pop("out", ())
        found = getattr(ufunc, method)(*map(self.number, inputs), **options)
        if out and isinstance(out[0], Table):
            out[0].cells = found
            return out[0]
        return self.like(found)

    def number(self, thing: Any) -> Any:
        """A word is the number of a class."""
        if isinstance(thing, str):
            return self.words.setdefault(thing, len(self.words))
        return thing.cells if isinstance(thing, Table) else thing

    def to_numpy(self, dtype: Any = None, **options: Any) -> Array:
        return self.__array__(dtype)

    @property
    def shape(self) -> tuple[int, ...]:
        return self.cells.shape

    @property
    def ndim(self) -> int:
        return self.cells.ndim

    @property
    def size(self) -> int:
        return self.cells.size

    @property
    def dtype(self) -> Any:
        return self.cells.dtype

    @property
    def index(self) -> Array:
        return np.arange(len(self))

    @property
    def T(self) -> Any:  # noqa: N802
        return self.like(self.cells.T, [*range(len(self))])

    @property
    def cat(self) -> Table:
        return self.like(self.cells)

    codes = cat

    def __len__(self) -> int:
        return len(self.cells)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.names if self.ndim == 2 else self.values)

    def __contains__(self, name: Any) -> bool:
        return name in self.names

    def iterrows(self) -> Iterator[tuple[int, Any]]:
        for i, row in enumerate(self.values):
            found = self.like(row)
            found.frame = self
            yield i, found

    def tolist(self) -> list[Any]:
        return self.values.tolist()

    to_list = tolist

    def astype(self, kind: Any, **options: Any) -> Any:
        """What is no kind of number leaves it as it is."""
        number = isinstance(kind, (str, type)) and kind is not str and kind != "category"
        return self.like(self.cells.astype(kind)) if number else self

    def dot(self, other: Any) -> Any:
        return self.like(self.cells @ np.asarray(other))

    # Columns.

    @property
    def columns(self) -> Array:
        return np.array(self.names, object).view(Names)

    @columns.setter
    def columns(self, names: Iterable[Any]) -> None:
        names, last = list(names), self.names
        self.spelled = names[last.index(self.spelled)] if self.spelled in last else None
        self.names = names

    def position(self, name: Any) -> int:
        """Of a column. Raises KeyError where all have other names."""
        if name in self.names:
            return self.names.index(name)
        free = [j for j, one in enumerate(self.names) if str(one).startswith(FREE)]
        if isinstance(name, (int, np.integer)) and 0 <= name < len(self.names) and free:
            return int(name)
        if not free or not isinstance(name, str):
            raise KeyError(name)
        last = len(self.names) - 1
        whole = [j for j in free if j in (0, last) and np.ptp(self.cells[:, j]) < MANY]
        real = [j for j in free if j != last]
        chosen = whole[-1:] if LABEL.search(name) else real[:1]
        found = (chosen or free)[0]
        if self.names[found] == self.spelled:
            self.spelled = name
        self.names[found] = name
        return found

    def __getattr__(self, name: str) -> Any:
        known = vars(self).get("names", ())
        if name in known or (self.__dict__ and self.ndim == 2 and LABEL.search(name)):
            return self[name]
        if name.startswith("to_"):  # a file or text, which nobody looks at
            return lambda *args, **options: None
        raise AttributeError(f"a table of made-up numbers has no {name}", name=name, obj=self)

    def __getitem__(self, key: Any) -> Any:
        if self.ndim == 1:
            if isinstance(key, str) and self.frame is not None:
                return self.cells[self.frame.position(key)]
            return self.part(self.cells[np.asarray(key) if isinstance(key, Table) else key])
        if isinstance(key, (str, int, np.integer)):
            return self.column(self.position(key))
        if isinstance(key, slice) or np.asarray(key).dtype == bool:
            return self.rows(key)
        found = [self.position(name) for name in key]
        return self.part(self.cells[:, found], list(key))

    def __setitem__(self, key: Any, value: Any) -> None:
        if self.ndim == 1 or not isinstance(key, str):
            self.cells[key], self.spelled = value, None
            return
        names = [name for name in self.names if str(name).startswith(FREE) or name == key]
        if not names:
            added = np.broadcast_to(np.asarray(value), (len(self),))
            self.cells = np.column_stack([self.cells, added])
            self.names = [*self.names, key]
            return
        self.put(slice(None), self.position(key), value)

    def put(self, rows: Any, columns: Any, value: Any) -> None:
        """Whole numbers become others where they must."""
        value = np.asarray(self.number(value))
        if self.spelled in np.atleast_1d(np.array(self.names, object)[columns]):
            self.spelled = None
        self.cells = self.cells.astype(np.result_type(self.cells, value))
        self.cells[rows, columns] = value

    def pop(self, name: Any) -> Any:
        column = self[name]
        self.drop(columns=name, inplace=True)
        return column

    __delitem__ = pop

    def drop(
        self, labels: Any = None, axis: Any = 0, columns: Any = None, inplace: bool = False,
        index: Any = None, **options: Any,
    ) -> Any:  # fmt: skip
        """Without some columns, or some rows."""
        if columns is None and axis in (1, "columns"):
            columns = labels
        if columns is None:
            gone = np.atleast_1d(np.asarray(index if index is not None else labels))
            found = self.rows(np.setdiff1d(np.arange(len(self)), gone))
        else:
            names = [columns] if isinstance(columns, (str, int)) else list(columns)
            out = {self.position(name) for name in names}
            kept = [j for j in range(len(self.names)) if j not in out]
            found = self.part(self.cells[:, kept], [self.names[j] for j in kept])
        if inplace:
            self.cells, self.names = found.cells, found.names
        return None if inplace else found

    # Rows.

    def rows(self, which: Any) -> Any:
        return self.part(self.cells[np.asarray(which) if not isinstance(which, slice) else which])

    def head(self, n: int = 5) -> Any:
        return self.rows(slice(n))

    def tail(self, n: int = 5) -> Any:
        return self.rows(slice(-n, None))

    def sample(self, n: int | None = None, frac: float | None = None, **options: Any) -> Any:
        count = n if n is not None else round(len(self) * (1.0 if frac is None else frac))
        order = np.random.RandomState(0).permutation(len(self))
        return self.rows(order[: min(count, len(self))])

    @property
    def iloc(self) -> Place:
        """Cells by the numbers of their rows and columns; `loc`, by the names of columns."""
        return Place(self, named=False)

    @property
    def loc(self) -> Place:
        return Place(self, named=True)

    ix = loc

    # What is known of columns.

    def isnull(self) -> Any:
        return self.like(np.zeros(self.shape, bool))

    isna = isnull

    def describe(self, *args: Any, **options: Any) -> str:
        return repr(self)

    info = describe

    def unique(self) -> Array:
        return np.unique(self.values)

    def nunique(self) -> int:
        return len(self.unique())

    def value_counts(self, *args: Any, **options: Any) -> Any:
        return self.like(np.unique(self.cells, return_counts=True)[1])

    def __repr__(self) -> str:
        return f"<a table of made-up numbers, {self.shape}>"


for name in SAME:
    setattr(Table, name, same)
for name in CHANGED:
    setattr(Table, name, changed)
for name in ("mean", "sum", "max", "min", "median"):
    setattr(Table, name, reducing(vars(np)[name]))
Table.std = reducing(np.std, ddof=1)  # type: ignore
Table.var = reducing(np.var, ddof=1)  # type: ignore
