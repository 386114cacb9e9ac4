"""Numbers in rows and columns, as much of pandas as the head of a script uses.

A column that is asked for by name exists: names are given to columns in the order in which they are
asked for, and a name that sounds like a label to a column of labels. What only arrays can do, their
cells do; whatever else is asked for leaves a table as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin
from numpy.typing import NDArray

FREE = "column "  # what a column is called before a program calls it something
LABEL = re.compile(
    r"label|target|(?<!p)class|admit|outcome|species|survived|diagnosis|quality|^y$|^type$|^variety$",
    re.IGNORECASE,
)
MANY = 10  # values that a column of classes has, at most
REDUCING = {"sum", "mean", "max", "min", "std", "var"}  # to a number a column
SEEN = {"plot", "hist", "boxplot"}
GAPS = {"isna": False, "isnull": False, "notna": True, "notnull": True}  # of which there are none
SAME = re.compile(r"\w*na|\w+_index|(sort|drop|infer|select)_\w+|rename|cat|corr|cov|mode")
NUMBERED = re.compile(
    r"map|apply|applymap|replace|codes"
)  # words become the numbers that they stand for
Array = NDArray[Any]


def knows_more(data: Any) -> bool:
    """Whether an array has more than its numbers, which a copy would not have."""
    plain = np.ndarray.__array_ufunc__
    return isinstance(data, np.ndarray) and type(data).__array_ufunc__ is not plain


class Table(NDArrayOperatorsMixin):
    """Two-dimensional for a `DataFrame`, one-dimensional for a `Series`. Among numbers a word
    is the number of a class. One that `grows` has a column for each name that is asked for."""

    grows = False

    def __init__(self, data: Any = (), columns: Any = None, *args: Any, **options: Any):
        names = list(columns) if columns is not None else None
        if isinstance(data, list) and data and all(isinstance(one, Mapping) for one in data):
            data = {name: [one.get(name) for one in data] for name in data[0]}  # a row each
        if isinstance(data, Mapping):
            names = list(data)
            data = np.column_stack([np.asarray(column) for column in data.values()])
        cells: Any = data.cells if isinstance(data, Table) else data
        self.cells: Array = cells if knows_more(cells) else np.array(cells)
        if names and not self.cells.size:  # to which rows will come
            self.cells = self.cells.reshape(0, len(names))
        width = self.cells.shape[1] if self.cells.ndim > 1 else 0
        self.names: list[Any] = names or getattr(data, "names", None) or free(width)
        self.words: dict[str, int] = {}

    def like(self, cells: Any, names: list[Any] | None = None) -> Any:
        """Another part of it; a number stays one."""
        if np.ndim(cells) == 0:
            return cells
        kept = names is None and np.ndim(cells) == 2 and np.shape(cells)[1] == len(self.names)
        table = Table(cells if np.asarray(cells).dtype != object else without_words(cells))
        table.names = self.names if kept else names or table.names
        table.grows = self.grows and kept
        table.words = self.words
        return table

    @property
    def values(self) -> Array:
        return self.cells

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Array:
        wants_numbers = dtype and np.dtype(dtype).kind in "biuf"
        return np.array(numbered(self.cells) if wants_numbers else self.cells, dtype)

    to_numpy = __array__

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
        out = options.pop("out", ())
        if out and not isinstance(out[0], Table):
            return getattr(ufunc, method)(*map(self.number, inputs), out=out, **options)
        named = any(isinstance(one, str) for one in inputs)
        found = getattr(ufunc, method)(*(self.number(one, named) for one in inputs), **options)
        if out:
            out[0].cells = found
            return out[0]
        return self.like(found)

    def dot(self, other: Any) -> Any:
        return self @ other

    def number(self, thing: Any, named: bool = False) -> Any:
        """A word is the number of a class; beside one, many numbers are those of two classes."""
        if isinstance(thing, str) and self.cells.dtype != object:
            return self.words.setdefault(thing, len(self.words))
        if not isinstance(thing, Table):
            return thing
        many = named and thing.cells.dtype != object and len(np.unique(thing.cells)) > MANY
        return thing.cells > np.median(thing.cells) if many else thing.cells

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or "names" not in vars(self):
            raise AttributeError(name)
        if name in self.names or (self.cells.ndim == 2 and LABEL.search(name)):
            return self[name]
        if name.startswith("to_") or name in SEEN:  # which nobody looks at
            return lambda *args, **options: None
        if hasattr(np.ndarray, name):
            return self.of_cells(name)
        if name in GAPS:
            return Unchanged(self.like(np.full(self.cells.shape, GAPS[name])))
        if name in ("median", "quantile"):
            return lambda q=0.5, **_: self.like(np.quantile(self.cells, q, axis=0))
        if SAME.fullmatch(name):
            return Unchanged(self.like(self.cells.copy()))
        if NUMBERED.fullmatch(name):
            return Unchanged(self.like(numbered(self.cells).copy()))
        raise AttributeError(f"a table of made-up numbers has no {name}", name=name, obj=self)

    def of_cells(self, name: str) -> Any:
        """What arrays have, too."""
        found = getattr(self.cells, name)
        given = {"axis": 0 if self.cells.ndim == 2 else None} if name in REDUCING else {}
        given |= {"ddof": 1} if name in ("std", "var") else {}

        def do(*args: Any, **options: Any) -> Any:
            result = found(**given) if given else found(*args, **options)
            return self.like(result) if isinstance(result, np.ndarray) else result

        if callable(found):
            return do
        return self.like(found) if isinstance(found, np.ndarray) else found

    @property
    def index(self) -> Array:
        return np.arange(len(self))

    def astype(self, kind: Any, **options: Any) -> Any:
        """What is no kind of number leaves it as it is."""
        number = isinstance(kind, (str, type)) and kind is not str and kind != "category"
        return self.like(self.cells.astype(kind)) if number else self

    def unique(self) -> Array:
        return np.unique(self.values)

    def to_list(self) -> list[Any]:
        return self.cells.tolist()

    def describe(self, *args: Any, **options: Any) -> str:
        return f"<a table of made-up numbers, {self.shape}>"

    __repr__ = info = describe

    # Columns.

    def __len__(self) -> int:
        return len(self.cells)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.names if self.ndim == 2 else self.values)

    def __contains__(self, name: Any) -> bool:
        return name in self.names

    @property
    def columns(self) -> Any:
        return Table(np.array(self.names, object))

    @columns.setter
    def columns(self, names: Iterable[Any]) -> None:
        self.names, self.grows = list(names), False

    def intersection(self, names: Iterable[Any]) -> list[Any]:
        """Those of some names of columns that are among others."""
        return [name for name in self.to_list() if name in [*names]]

    def difference(self, names: Iterable[Any]) -> list[Any]:
        return [name for name in self.to_list() if name not in [*names]]

    def position(self, name: Any) -> int:
        """Of a column. Raises KeyError where all have other names."""
        if name in self.names:
            return self.names.index(name)
        free = [j for j, one in enumerate(self.names) if str(one).startswith(FREE)]
        if isinstance(name, (int, np.integer)) and 0 <= name < len(self.names) and free:
            return int(name)
        if not isinstance(name, str) or not (free or self.grows):
            raise KeyError(name)
        if not free:
            self.add(name, np.random.RandomState(len(self.names)).uniform(size=len(self)))
            return len(self.names) - 1
        last = len(self.names) - 1
        whole = [j for j in free if j in (0, last) and len({*self.cells[:, j].tolist()}) <= MANY]
        real = [j for j in free if j != last]
        chosen = whole[-1:] if LABEL.search(str(name)) else real[:1]
        found = (chosen or free)[0]
        self.names[found] = name
        return found

    def __getitem__(self, key: Any) -> Any:
        if self.ndim == 1:
            return self.rows(np.asarray(key) if isinstance(key, Table) else key)
        if isinstance(key, (str, int, np.integer)):
            return self.column(self.position(key))
        if isinstance(key, slice) or np.asarray(key).dtype == bool:
            return self.rows(key)
        found = [self.position(name) for name in key]
        return self.like(self.cells[:, found], list(key))

    def column(self, place: int) -> Any:
        """Whole numbers as such."""
        cells = without_words(self.cells[:, place])
        whole = cells.dtype.kind == "f" and np.array_equal(cells, np.round(cells))
        return self.like(cells.astype(int) if whole else cells)

    def __setitem__(self, key: Any, value: Any) -> None:
        if self.ndim == 1 or not isinstance(key, str):
            self.cells[key] = value
        elif not any(str(name).startswith(FREE) or name == key for name in self.names):
            self.add(key, np.broadcast_to(np.asarray(value), (len(self),)))
        else:
            self.put(slice(None), self.position(key), value)

    def add(self, name: str, column: Array) -> None:
        self.cells = np.column_stack([self.cells, column])
        self.names = [*self.names, name]

    def put(self, rows: Any, columns: Any, value: Any) -> None:
        """Whole numbers become others where they must."""
        value = np.asarray(self.number(value))
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
            found = self.like(self.cells[:, kept], [self.names[j] for j in kept])
        if inplace:
            self.cells, self.names = found.cells, found.names
        return None if inplace else found

    # Rows.

    def rows(self, which: Any) -> Any:
        which = which if isinstance(which, slice) else np.asarray(which)
        return self.like(self.cells[which])

    def head(self, n: int = 5) -> Any:
        return self.rows(slice(n))

    def tail(self, n: int = 5) -> Any:
        return self.rows(slice(-n, None))

    def sample(self, n: int | None = None, frac: float | None = None, **options: Any) -> Any:
        count = n if n is not None else round(len(self) * (1.0 if frac is None else frac))
        order = np.random.RandomState(0).permutation(len(self))
        return self.rows(order[: min(count, len(self))])

    def iterrows(self) -> Iterator[tuple[int, Any]]:
        for i, row in enumerate(self.values):
            yield i, Row(row, self)

    @property
    def iloc(self) -> Place:
        """Cells by the numbers of their rows and columns; `loc`, by the names of columns."""
        return Place(self, named=False)

    @property
    def loc(self) -> Place:
        return Place(self, named=True)

    ix = loc


class Unchanged(Table):
    """A table, and the method that gave it, as in `table.copy()` and `column.cat.codes`."""

    def __init__(self, table: Table):
        vars(self).update(vars(table))

    def __call__(self, *args: Any, **options: Any) -> Any:
        return None if options.get("inplace") else self.like(self.cells)


class Row(Table):
    """Its cells by the names of their columns."""

    def __init__(self, cells: Array, table: Table):
        super().__init__(cells)
        self.table = table

    def __getitem__(self, key: Any) -> Any:
        return self.cells[self.table.position(key) if isinstance(key, str) else key]


class Place:
    """`[rows]` or `[rows, columns]`, the columns by number or by name."""

    def __init__(self, table: Table, named: bool):
        self.table, self.named = table, named

    def columns(self, key: Any) -> Any:
        if not self.named:
            return key
        if isinstance(key, slice):
            last = None if key.stop is None else self.columns(key.stop) + 1
            return slice(None if key.start is None else self.columns(key.start), last)
        if isinstance(key, (str, int)):
            return self.table.position(key)
        listed = np.asarray(key)
        return listed if listed.dtype == bool else [self.table.position(name) for name in key]

    def split(self, key: Any) -> tuple[Any, Any]:
        rows, columns = key if isinstance(key, tuple) else (key, slice(None))
        if isinstance(rows, slice) and self.named and rows.stop is not None:
            rows = slice(rows.start, rows.stop + 1)  # the last is in it
        rows = rows if isinstance(rows, (slice, int, np.integer)) else np.asarray(rows)
        return rows, self.columns(columns)

    def __getitem__(self, key: Any) -> Any:
        table = self.table
        if table.ndim == 1:
            return table[key]
        rows, columns = self.split(key)
        if isinstance(columns, (int, np.integer)):
            return table.column(int(columns))[rows]
        names = list(np.array(table.names, object)[columns])
        found = table.cells[rows][..., columns]
        return table.like(found, names if found.ndim == 2 else None)

    def __setitem__(self, key: Any, value: Any) -> None:
        self.table.put(*self.split(key), value)


def without_words(cells: Array) -> Array:
    """As numbers, if it is all numbers."""
    try:
        return cells.astype(float) if cells.dtype == object else cells
    except ValueError:
        return cells


def numbered(cells: Array) -> Array:
    """With a number for each word of a column."""
    if cells.dtype != object:
        return cells
    if cells.ndim == 2:
        return np.column_stack([*map(numbered, cells.T)])
    found = without_words(cells)
    return np.unique(cells, return_inverse=True)[1] if found.dtype == object else found


def free(width: int) -> list[Any]:
    return [f"{FREE}{j}" for j in range(width)]


# Functions of pandas that make tables of tables.


def get_dummies(data: Any, *args: Any, columns: Any = None, **options: Any) -> Any:
    """A column of 0 and 1 for each value, of real numbers for each of a few ranges; of a table, for
    each of `columns`, which it has no more."""
    table = Table(data)
    if table.ndim == 1:
        values = table.cells
        if len(np.unique(values)) > MANY:
            values = np.floor(2 * values)
        return Table((values[:, None] == np.unique(values)).astype(int))
    if columns is None:
        return table
    return concat([table.drop(columns=columns), *(get_dummies(table[name]) for name in columns)], 1)


def concat(tables: Sequence[Any], axis: Any = 0, **options: Any) -> Any:
    parts = [part if isinstance(part, Table) else Table(part) for part in tables]
    if axis in (1, "columns"):
        names = [name for part in parts for name in (part.names or [FREE])]
        return Table(np.column_stack([part.cells for part in parts]), names)
    return parts[0].like(np.concatenate([part.cells for part in parts]))


def factorize(values: Any, *args: Any, **options: Any) -> tuple[Array, Array]:
    unique, codes = np.unique(np.asarray(values), return_inverse=True)
    return codes, unique
