"""Streams: samples that stay on disk, of which a pool at a time is in memory.

A file is divided into blocks of 128 samples. An epoch visits the blocks in keyed order; as many as
make a pool are read into one buffer, and the pool is shuffled. So each sample comes once an epoch,
in an order that depends on the file, the seed and the epoch's number only, and a file sorted by
class is learned from as well as a shuffled one. The bytes are read into the buffer, not mapped: the
pages of a mapped file would count as memory of the process.
"""

from __future__ import annotations

import os
import threading
import weakref
import zlib
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from groundup import randomness
from groundup.data.idx import DataError
from groundup.data.samples import Samples
from groundup.data.schema import Schema
from groundup.errors import UserError

BLOCK = 128  # samples
POOL = 2**17  # samples, of 784 bytes; wider ones are fewer
POOL_BYTES = POOL * 784
PROBED = 1024  # blocks that a fingerprint reads
MEASURED = 10_000  # samples that an epoch's cost is measured on


class RowsOnDisk:
    """The x of a stream: (n, width) numbers of `dtype` in the file at `path`, from `offset` on.

    Only what is asked for is read: `x[3:5]`, `x[[7, 1]]`. As a whole it refuses to become an array.
    Reading raises DataError where the file has become shorter than it was.
    """

    ndim = 2

    def __init__(
        self, path: Path, offset: int, shape: tuple[int, int], dtype: Any = np.uint8
    ) -> None:
        self.path, self.offset, self.shape, self.dtype = path, offset, shape, np.dtype(dtype)
        self.row_bytes = shape[1] * self.dtype.itemsize
        self._file = path.open("rb", buffering=0)
        weakref.finalize(self, self._file.close)
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return self.shape[0]

    def __array__(self, dtype: Any = None, copy: Any = None) -> NDArray[Any]:
        raise UserError(
            f"{self.path}: expected to read its {len(self):,} samples pool by pool, but all were "
            "asked for at once; take some of them, such as x[:10_000]"
        )

    def __getitem__(self, rows: Any) -> NDArray[Any]:
        """The rows of a slice without a step, or of numbers (m,), in memory."""
        if isinstance(rows, slice):
            first, last, step = rows.indices(len(self))
            if step != 1:
                raise UserError(f"take a stream's rows by a slice without a step, not {rows}")
            found = np.empty((max(0, last - first), self.shape[1]), self.dtype)
            self.read(first, found)
            return found
        found = np.empty((len(rows), self.shape[1]), self.dtype)
        for i, row in enumerate(rows):
            self.read(int(row), found[i : i + 1])
        return found

    def first(self, count: int) -> RowsOnDisk:
        """The first rows of the same file, as if there were no others."""
        return RowsOnDisk(self.path, self.offset, (count, self.shape[1]), self.dtype)

    def read(self, first: int, into: NDArray[Any]) -> None:
        """Fills `into` (m, width) with the rows from `first` on."""
        left = into.reshape(-1).view(np.uint8).data
        place = self.offset + first * self.row_bytes
        while left:
            try:
                count = self._read_at(place, left)
            except OSError as error:
                raise DataError(
                    f"{self.path}: expected to read on, but the system says: "
                    f"{error.strerror or error}; check the disk"
                ) from error
            if not count:
                held = os.fstat(self._file.fileno()).st_size - self.offset
                raise DataError(
                    f"{self.path}: expected {len(self):,} samples, as at the start, but now it "
                    f"ends after {held // self.row_bytes:,}: it has become shorter "
                    "since training began; put the whole file back"
                )
            place, left = place + count, left[count:]

    def _read_at(self, place: int, into: memoryview) -> int:
        if hasattr(os, "preadv"):
            return os.preadv(self._file.fileno(), [into], place)
        with self._lock:
            self._file.seek(place)
            return self._file.readinto(into) or 0


Blocks = NDArray[np.int64]
"""(k, 3): of each block its first row in the file, how many samples it has, and the place of its
first label in the stream's y."""


class Stream(Samples):
    """Samples whose x stays on disk and whose labels are in memory.

    x: `RowsOnDisk`, of the whole file. y: (n,) labels, or (n, k) targets, of those rows that are
    learned from; `spare` blocks of the file are not. `verify`: the fingerprint is of every byte.
    """

    spare: frozenset[int]
    verify: bool

    def __new__(  # pyright: ignore[reportInconsistentConstructor]
        cls,
        x: Any,
        y: NDArray[Any],
        schema: Schema | None = None,
        spare: frozenset[int] = frozenset(),
        verify: bool = False,
    ) -> Self:
        self = super().__new__(cls, x, y, schema)
        self.spare, self.verify = spare, verify
        return self

    def _replace(self, **changes: Any) -> Samples:  # type: ignore[override]
        """Samples in memory, where x is."""
        given: dict[str, Any] = {"x": self.x, "y": self.y, "schema": self.schema, **changes}
        return Samples(**given) if isinstance(given["x"], np.ndarray) else Stream(**given)

    @property
    def rows(self) -> RowsOnDisk:
        return self.x  # type: ignore[return-value]

    def __repr__(self) -> str:
        return f"Stream({self.rows.path}: {len(self.y):,} samples of {self.rows.shape[1]} numbers)"

    @cached_property
    def blocks(self) -> Blocks:
        """Those that are learned from, in the order of the file."""
        return blocks(len(self.rows), self.spare)

    def sample(self, count: int, *name: str) -> Samples:
        """At least `count` samples, or all, of blocks that keyed chance chooses, in memory."""
        return self.read(chosen(self.blocks, -(-count // BLOCK), *name))

    def read(self, wanted: Blocks) -> Samples:
        """The samples of blocks, in memory."""
        x = np.empty((int(wanted[:, 1].sum()), self.rows.shape[1]), self.rows.dtype)
        y = np.empty((len(x), *self.y.shape[1:]), self.y.dtype)
        fill(self, wanted, x, y)
        return Samples(x, y.astype(np.int64) if y.ndim == 1 else y, self.schema)

    def fingerprint(self, whole: bool = False) -> list[int]:
        """How many samples there are, and a CRC-32 over sizes, labels and 1,024 keyed blocks, or
        all of them."""
        wanted = self.blocks if whole else chosen(self.blocks, PROBED, "fingerprint")
        crc = zlib.crc32(f"{self.rows.dtype.str} {self.rows.shape}".encode())
        crc = zlib.crc32(np.ascontiguousarray(self.y).reshape(-1).view(np.uint8).data, crc)
        buffer = np.empty((BLOCK, self.rows.shape[1]), self.rows.dtype)
        for row, count, _ in wanted.tolist():
            self.rows.read(row, buffer[:count])
            crc = zlib.crc32(buffer[:count].reshape(-1).view(np.uint8).data, crc)
        return [len(self.y), crc]


def parted(stream: Stream, held_out: int, schema: Schema) -> tuple[Stream, Samples]:
    """What is learned from, on disk, and `held_out` samples or a few more to validate with, in
    memory: the last of the file, or, where these or the others lack a class, blocks of it that
    keyed chance chooses."""
    rows, y, verify = stream.rows, stream.y, stream.verify
    if not held_out:
        return Stream(rows, y, schema, verify=verify), Samples(rows[:0], y[:0].astype(np.int64))
    cut = len(y) - held_out
    if len(np.unique(y[:cut])) == len(np.unique(y[cut:])) == len(np.unique(y)):
        kept = Stream(rows.first(cut), y[:cut], schema, verify=verify)
        return kept, Samples(rows[cut:], y[cut:].astype(np.int64), schema)
    aside = chosen(stream.blocks, -(-held_out // BLOCK), "validation")
    held = np.zeros(len(y), bool)
    for _, count, label in aside.tolist():
        held[label : label + count] = True
    spare = frozenset((aside[:, 0] // BLOCK).tolist())
    return Stream(rows, y[~held], schema, spare, verify), stream.read(aside)._replace(schema=schema)


def blocks(rows: int, spare: frozenset[int] = frozenset()) -> Blocks:
    """The blocks of a file of so many rows, but those whose numbers are spare."""
    first = np.arange(0, rows, BLOCK)
    first = first[~np.isin(first // BLOCK, sorted(spare))]
    count = np.minimum(BLOCK, rows - first)
    return np.stack([first, count, np.cumsum(count) - count], axis=1)


def chosen(among: Blocks, count: int, *name: str) -> Blocks:
    """`count` of the blocks by keyed chance, or all, in the order of the file."""
    return among[np.sort(shuffled(len(among), 0, "blocks", *name)[:count])]


def shuffled(count: int, seed: int, *name: str | int) -> NDArray[np.int64]:
    """The numbers 0 to count−1 in keyed order."""
    return np.argsort(np.asarray(randomness.keys(count, seed, *name)), kind="stable")


def fill(
    stream: Stream,
    wanted: Blocks,
    x: NDArray[Any],
    y: NDArray[Any],
    numbers: NDArray[np.int64] | None = None,
) -> int:
    """Reads blocks one after another into x (m, width), y (m, …) and the samples' numbers (m,);
    returns how many samples they are."""
    at = 0
    for row, count, label in wanted.tolist():
        part = slice(at, at + count)
        stream.rows.read(row, x[part])
        y[part] = stream.y[label : label + count]
        if numbers is not None:
            numbers[part] = np.arange(label, label + count)
        at += count
    return at


class Pool(NamedTuple):
    """What is in memory at a time. x, y and numbers are overwritten by the pool after the next."""

    x: NDArray[Any]  # (m, width)
    y: NDArray[Any]  # (m,) or (m, k)
    numbers: NDArray[np.int64]  # (m,): where the samples are in the stream's y
    order: NDArray[np.int64]  # rows of x, each once: whole batches, but for an epoch's last pool


class Pools:
    """The pools of a stream, in two buffers: one is learned from while the other is filled.

    Whatever is left over when a pool is cut into batches begins the next pool.
    """

    def __init__(self, stream: Stream, batch_size: int) -> None:
        self.stream, self.batch_size = stream, batch_size
        width, kind = stream.rows.shape[1], stream.rows.dtype
        row_bytes = width if kind == np.uint8 else 64 * width  # and what standardising takes
        self.per_pool = max(1, min(POOL, POOL_BYTES // row_bytes) // BLOCK)  # blocks
        several = len(stream.blocks) > self.per_pool
        size = min(len(stream.y), self.per_pool * BLOCK + batch_size)
        self._buffers = [self._buffer(size) for _ in range(1 + several)]

    def _buffer(self, size: int) -> tuple[NDArray[Any], NDArray[Any], NDArray[np.int64]]:
        stream = self.stream
        x = np.empty((size, stream.rows.shape[1]), stream.rows.dtype)
        y = np.empty(
            (size, *stream.y.shape[1:]), np.int64 if stream.y.ndim == 1 else stream.y.dtype
        )
        return x, y, np.empty(size, np.int64)

    def epoch(self, seed: int, epoch: int) -> Iterator[Pool]:
        """The pools of an epoch, in its order. Each is good until the next but one is asked for."""
        every = self.stream.blocks
        order = shuffled(len(every), seed, "blocks", epoch)
        starts = range(0, len(order), self.per_pool)
        carried = 0  # samples, at the end of the order before
        before: Pool | None = None
        for number, start in enumerate(starts):
            x, y, numbers = self._buffers[number % len(self._buffers)]
            if before is not None and carried:
                rows = before.order[-carried:]
                x[:carried], y[:carried] = before.x[rows], before.y[rows]
                numbers[:carried] = before.numbers[rows]
            wanted = every[np.sort(order[start : start + self.per_pool])]
            count = fill(self.stream, wanted, x[carried:], y[carried:], numbers[carried:])
            mixed = carried + shuffled(count, seed, "pool", epoch, number)
            mixed = np.concatenate([np.arange(carried), mixed])
            last = start == starts[-1]
            carried = 0 if last else len(mixed) % self.batch_size
            before = Pool(x[: len(mixed)], y[: len(mixed)], numbers[: len(mixed)], mixed)
            yield before._replace(order=mixed[: len(mixed) - carried])
