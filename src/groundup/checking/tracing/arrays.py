"""What an array on the tape does beside arithmetic: it moves its numbers, and their ids alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from groundup.checking.tracing.carriers import Number, Traced, method, traced
from groundup.checking.tracing.memory import KINDS, Current, operand
from groundup.checking.tracing.ufuncs import array_of, bare, given_back, ids_of, recorded

MOVES = "copy flatten ravel reshape repeat take squeeze swapaxes transpose diagonal"


def moved(function: Callable[..., Any], array: Any, *given: Any, **named: Any) -> Any:
    """What a function that only moves numbers makes of an array: a view of the same memory, or a
    copy with the same ids."""
    given, named = bare(given), {key: bare(one) for key, one in named.items()}
    plain = array.view(np.ndarray)
    made = function(plain, *given, **named)
    if not isinstance(made, np.ndarray) or made.dtype.kind not in KINDS:
        return made
    if np.may_share_memory(made, plain):
        return made.view(Traced)
    return traced(made, function(Current.memory.ids(array), *given, **named))


def movement(name: str) -> None:
    plain = getattr(np.ndarray, name)
    method(Traced, name=name)(lambda self, *given, **named: moved(plain, self, *given, **named))


for each in MOVES.split():
    movement(each)


def as_array(self: Any, *shape: Any, **_: Any) -> Any:
    """A single number as an array of this shape, or of one number."""
    return array_of(self).reshape(*(shape or (1,)))


for each in ("reshape", "ravel", "flatten"):
    method(Number, name=each)(as_array)


@method(Traced, name="__copy__")
@method(Traced, name="__deepcopy__")
def copied(self: Any, *_: Any) -> Any:
    return self.copy()


@method(Traced, name="__getitem__")
def taken(self: Any, key: Any) -> Any:
    plain, chosen = self.view(np.ndarray), index(key)
    made = plain[chosen]
    if isinstance(made, np.ndarray) and np.may_share_memory(made, plain):
        return made.view(Traced) if made.dtype.kind in KINDS else made
    if plain.dtype.kind not in KINDS:
        return made
    if isinstance(made, np.ndarray):
        return traced(made, Current.memory.ids(self)[chosen])
    return Number(made, int(Current.memory.ids(self)[chosen])) if plain.dtype.kind == "f" else made


@method(Traced, name="__setitem__")
def written(self: Any, key: Any, value: Any) -> None:
    plain, chosen = self.view(np.ndarray), index(key)
    value = np.array(bare(value)) if isinstance(value, list | tuple) else value
    if isinstance(value, np.ndarray) and value.size == 1:  # old NumPys take one for a number
        value = value.reshape(())
    ids = ids_of(value) if isinstance(value, np.ndarray | Number) else None
    plain[chosen] = bare(value)
    if plain.dtype.kind not in KINDS or not plain.size:
        return
    mine = Current.memory.raw(self)
    if ids is not None and plain.dtype.kind in "iu" and np.asarray(value).dtype.kind == "f":
        Current.tape.note("rounded", "whole numbers", ids)
    if ids is None or plain.dtype.kind != np.asarray(value).dtype.kind != "b":
        mine[chosen] = Current.tape.leaf(plain[chosen])
    else:
        mine[chosen] = ids


def index(key: Any) -> Any:
    """A key as NumPy takes it; if it has numbers of the tape in it, they decide what is taken."""
    for one in key if isinstance(key, tuple) else (key,):
        if isinstance(one, Traced):
            Current.tape.decide(operand(one)[1].ids or 0 if one.ndim == 0 else ids_of(one).copy())
    return bare(key)


@method(Traced, name="__iter__")
def numbers(self: Any) -> Iterator[Any]:
    for k in range(len(self)):
        yield self[k]


@method(Traced, name="__bool__")
def truth(self: Any) -> bool:
    if self.size == 1 and self.dtype.kind in KINDS:
        Current.tape.decide(ids_of(self).ravel())
    return bool(self.view(np.ndarray))


@method(Traced)
def astype(self: Any, dtype: Any, *_: Any, **named: Any) -> Any:
    """Whatever is a float is a float64; its ids stay where its values do."""
    made = self.view(np.ndarray).astype(dtype)
    if made.dtype.kind == "f":
        made = self.view(np.ndarray).astype(float)
    if self.dtype.kind not in KINDS or made.dtype.kind not in KINDS:
        return made
    same = made.dtype.kind == "f" or (self.dtype.kind in "iub" and made.dtype.kind in "iu")
    return traced(made, ids_of(self) if same else None)


@method(Traced)
def tolist(self: Any) -> Any:
    return (
        [one.tolist() if isinstance(one, Traced) else one for one in self]
        if self.ndim
        else self[()]
    )


@method(Traced)
def item(self: Any, *place: Any) -> Any:
    if len(place) == 1 and not isinstance(place[0], tuple):
        return self.reshape(-1)[place[0]]
    return self[place[0] if len(place) == 1 else place] if place else self.reshape(-1)[0]


class Row(Traced):
    """A copy of an array, as one row: what is written into it is written into the array, too."""

    whole: Any


@method(Row, name="__setitem__")
def written_in_row(self: Any, key: Any, value: Any) -> None:
    written(self, key, value)
    self.whole[np.unravel_index(np.arange(self.size)[index(key)], self.whole.shape)] = self[key]


def flat(self: Any) -> Any:
    """As one row that can be written."""
    row = self.reshape(-1)
    if not self.flags.c_contiguous:
        row = row.view(Row)
        row.whole = self
    return row


def flat_written(self: Any, value: Any) -> None:
    self[...] = np.resize(value, self.shape)


Traced.flat = property(flat, flat_written)  # type: ignore[assignment]


@method(Number, Traced, name="round")
def rounded(self: Any, *given: Any, **named: Any) -> Any:
    """New numbers: what is rounded has no slope."""
    return given_back(np.round(bare(self), *given, **named), None)


@method(Number, name="__round__")
def rounded_number(self: Any, *decimals: Any) -> Any:
    return round(bare(self), *decimals)


@method(Traced)
def fill(self: Any, value: Any) -> None:
    self[...] = value


@method(Traced)
def sort(self: Any, axis: int = -1, **_: Any) -> None:
    self[...] = np.take_along_axis(self.copy(), np.argsort(bare(self), axis), axis)


@method(Traced)
def partition(self: Any, _: Any, axis: int = -1, **__: Any) -> None:
    self.sort(axis)


@method(Traced)
def put(self: Any, places: Any, values: Any, **_: Any) -> None:
    np.put(self, places, values)


def extreme_index(kind: str) -> None:
    def index(self: Any, axis: Any = None, *_: Any, keepdims: bool = False, **__: Any) -> Any:
        found = recorded(kind, self, options=axis)
        if not keepdims:
            return found
        return np.expand_dims(found, tuple(range(self.ndim)) if axis is None else axis)

    method(Traced, name=kind)(index)


for each in ("argmax", "argmin"):
    extreme_index(each)
