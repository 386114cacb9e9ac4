"""Ids beside memory: a buffer laid out like that of an array, with an id for every item.

A view of an array is then the same view of the ids, and writing into an array is writing its ids.
An array is known by what owns its memory. Each time ids are asked for, the numbers are compared
with those of the tape: what was changed behind the tape's back gets new leaves, and that is noted
as a cut, so no verdict rests on numbers that the tape does not have.
"""

from __future__ import annotations

import weakref
from typing import Any

import numpy as np
from numpy.lib.array_utils import byte_bounds

from groundup.checking.tracing.tape import Ids, Operand, Tape

KINDS = "fiub"  # what has ids: numbers and truth values
ROUNDED = 1e-6  # relative, of what is kept in float32
FAR = 1 << 53  # integers that a float64 may not hold


class Buffer:
    """The ids beside the memory that `root` owns."""

    def __init__(self, root: np.ndarray[Any, Any], item: int):
        self.low, high = byte_bounds(root)
        self.item = item
        self.ids = np.zeros(max((high - self.low) // self.item, 1), np.int64)

    def view(self, array: np.ndarray[Any, Any]) -> Ids:
        """The ids of an array in this memory, which may be written."""
        offset = (array.__array_interface__["data"][0] - self.low) // self.item
        strides = tuple(step // self.item * 8 for step in array.strides)
        return np.ndarray(array.shape, np.int64, self.ids, offset * 8, strides)


class Memories:
    """All buffers of one tape."""

    def __init__(self, tape: Tape):
        self.tape = tape
        self.known: dict[int, tuple[weakref.ref[Any], dict[int, Buffer]]] = {}  # by size of item

    def has(self, array: np.ndarray[Any, Any]) -> bool:
        return id(owner(array)) in self.known

    def buffer(self, array: np.ndarray[Any, Any]) -> Buffer:
        root = owner(array)
        key, item = id(root), array.itemsize
        found = self.known.get(key)
        if found is None:
            gone = weakref.ref(root, lambda _, key=key: self.known.pop(key, None))
            found = self.known[key] = gone, {}
        if item not in found[1]:
            found[1][item] = Buffer(root, item) if root.size else Buffer(np.zeros(1), 8)
        return found[1][item]

    def raw(self, array: np.ndarray[Any, Any]) -> Ids:
        """The ids as they were written, to be overwritten; 0 where there are none yet."""
        if array.size == 0:
            return np.zeros(array.shape, np.int64)
        self.tape.afford(array.size)
        return self.buffer(array).view(array)

    def ids(self, array: np.ndarray[Any, Any]) -> Ids:
        """The ids of all numbers of an array; whatever had none, or has changed, is a leaf now."""
        mine = self.raw(array)
        plain = array.view(np.ndarray)
        differs = plain != self.tape.values[mine]
        if differs.any():
            if plain.dtype.kind == "f":
                differs &= ~(np.isnan(plain) & np.isnan(self.tape.values[mine]))
            new = differs | (mine == 0)
            if new.any():
                self.renew(plain, mine, new)
        return mine

    def renew(self, plain: np.ndarray[Any, Any], mine: Ids, new: Any) -> None:
        """Gives leaves to the numbers `new`, a mask; what had another value is a cut."""
        changed = new & (mine != 0)
        if changed.any() and plain.dtype.kind != "b":
            before, after = self.tape.values[mine[changed]], plain[changed].astype(float)
            if plain.itemsize < 8 and np.allclose(before, after, ROUNDED, equal_nan=True):
                new = new & ~changed
            elif np.abs(after).max() < FAR:
                self.tape.cut("a write", mine[changed])
        spread = np.array(mine)
        spread[new] = self.tape.leaf(plain[new]) if new.any() else 0
        mine[...] = spread


def owner(array: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """The array whose memory it is in. `as_strided` puts an object of its own between them."""
    while True:
        base = array.base
        if base is not None and not isinstance(base, np.ndarray):
            base = getattr(base, "base", None)
        if not isinstance(base, np.ndarray):
            return array
        array = base


class Current:
    """The tape that is being written, and its memory: one at a time, found here by the arrays and
    floats of a program."""

    tape = Tape()
    memory = Memories(tape)


def use(tape: Tape) -> None:
    """Writes on this tape from now on."""
    Current.tape, Current.memory = tape, Memories(tape)


def operand(thing: Any) -> tuple[Any, Operand]:
    """What an operation is given, as plain numbers and as the tape keeps it. A float that carries
    an id has it as `ident`; what is neither that nor an array is a constant."""
    ident = getattr(thing, "ident", None)
    if ident is not None:
        return float(thing), Operand(ident)
    if isinstance(thing, np.ndarray) and thing.dtype.kind in KINDS:
        ids = Current.memory.ids(thing)
        plain = thing.view(np.ndarray)
        if plain.dtype.kind == "f" and plain.itemsize != 8:
            plain = plain.astype(float)
        return plain, Operand(int(ids) if ids.ndim == 0 else ids.copy())
    return thing, Operand(None, thing)
