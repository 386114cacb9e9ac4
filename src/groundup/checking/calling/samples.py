"""Made-up data, in the forms in which people give them: few samples, none like another, and no
number of them that is a width too, so that what does not fit raises an error that says so."""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from groundup.checking.tracing.carriers import Number
from groundup.checking.tracing.conversions import owned
from groundup.checking.tracing.memory import Current

SIZES = (6, 5, 4)
MANY, OTHERWISE = 8, 11  # samples, and where a width is 8
WIDEST = 1024  # inputs or outputs that code has itself, as the pixels of a picture
NARROW = (*SIZES[:-1], 1)
OFTEN = 6  # the same error, whatever the samples, or widths that are tried
BATCH, RATE, EPOCHS, DECAY = 3, 0.37, 4, 0.1  # a rate that no number of samples makes
CLASSES = 20  # or fewer: then there is a sample of each, for code that counts them
WORDS = 3  # places of a sequence: few, for what looks back so far only
WHOLE_NUMBERS = "integer"  # in the error of an index that is none
FEW = 3  # samples in lists, each number of which is computed on its own; 2 in a batch


class Samples(NamedTuple):
    """`columns`: a sample a column. `labels`: a class's number for each, `standing` in a column.
    `single`: one sample at a time. `flat`: the targets of one output as a vector. `turned`: weights
    that are made up are (n_out, n_in) for arrays of rows, and (n_in, n_out) for all else.
    `words`: each input is a sequence of whole numbers, as of words, with a target for each of
    them; or, with `labels`, one for the whole sequence."""

    sizes: tuple[int, ...] = SIZES
    columns: bool = False
    labels: bool = False
    lists: bool = False
    single: bool = False
    flat: bool = False
    standing: bool = False
    turned: bool = False
    first: int = 0  # the number of the first class
    twice: bool = False  # given again, with other inputs
    apart: int = 0  # 1 where each sample is a matrix of one row, 2 of one column
    more: int = 0  # samples than usual
    words: bool = False
    softmax: bool = False  # whether it is the last layer's activation, where there are words
    alike: bool = False  # of one width, since no others fit: what is right only so is not right
    choice: int = 0  # of what else may be given
    seed: int = 3
    l2: float | None = DECAY

    @property
    def m(self) -> int:
        if self.lists and not self.single:
            return self.more + FEW
        usual = OTHERWISE if MANY in self.sizes else MANY
        each = self.sizes[-1] + 1 if self.labels and self.sizes[-1] <= CLASSES else 0
        return self.more + max(usual, each)

    @property
    def deep(self) -> tuple[int, ...]:
        """The widths with one hidden layer more, where any number of them is taken: what is in all
        but the last, and what goes from one to the next, is seen then."""
        return (*self.sizes[:2], *self.sizes[1:])

    @property
    def square(self) -> Samples:
        """All layers of one width, which nothing is too large or too small for."""
        return self._replace(sizes=(self.sizes[1],) * len(self.sizes), turned=False)

    @property
    def is_thin(self) -> bool:
        """Whether inputs or hidden neurons are one, where sums and means, and much else, are the
        same: so forms fit that nobody meant."""
        return 1 in self.sizes[:-1]

    @property
    def all_weights(self) -> int:
        """How many weights and biases there are."""
        return sum((n_in + 1) * n_out for n_in, n_out in itertools.pairwise(self.sizes))

    def inputs(self, other: int = 0) -> np.ndarray[Any, Any]:
        """(m, n_in), from -1 to 1; (m, WORDS) of whole numbers."""
        chance = np.random.default_rng(self.seed + other)
        if self.words:
            return chance.integers(0, self.sizes[0], (self.m, WORDS))
        return chance.uniform(-1.0, 1.0, (self.m, self.sizes[0]))

    def targets(self) -> np.ndarray[Any, Any]:
        """(m, n_out) of 0 and 1, or (m,); (m, WORDS) of whole numbers."""
        if self.words and not self.labels:
            chance = np.random.default_rng(self.seed)
            return chance.integers(0, self.sizes[-1], (self.m, WORDS))
        classes = self.classes()
        if self.labels:
            numbers = classes + self.first
            return numbers.reshape(-1, 1) if self.standing else numbers
        if self.sizes[-1] > 1:
            return np.eye(self.sizes[-1])[classes]
        return classes.astype(float) if self.flat else classes.reshape(-1, 1).astype(float)

    def classes(self) -> np.ndarray[Any, Any]:
        """(m,) of whole numbers, of which each comes."""
        return np.arange(self.m) % max(self.sizes[-1], 2)

    def form(self, rows: np.ndarray[Any, Any]) -> Any:
        """All samples, as the code wants them."""
        turned = rows.T if self.columns and rows.ndim > 1 else rows
        if self.apart and rows.ndim > 1:
            turned = np.expand_dims(rows, self.apart)
        return owned(turned.tolist() if self.lists else turned)

    def each(self, rows: np.ndarray[Any, Any]) -> list[Any]:
        """The same, one by one."""
        several = [row.reshape(-1, 1) if self.columns and np.ndim(row) else row for row in rows]
        return [owned(row.tolist() if self.lists or not np.ndim(row) else row) for row in several]

    def pairs(self, other: int = 0) -> list[tuple[Any, Any]]:
        return list(zip(self.each(self.inputs(other)), self.each(self.targets()), strict=True))

    def values(self, turn: int) -> dict[str, Any]:
        """What is given for each role in one of several calls."""
        pairs = self.pairs()
        whole = self.form(self.inputs()), self.form(self.targets())
        x, y = pairs[turn % self.m] if self.single else whole
        rows = np.eye(max(self.sizes[-1], 2))[self.classes()]
        return {
            "x": x,
            "y": y,
            "one-hot": self.each(rows)[turn % self.m] if self.single else self.form(rows),
            "pairs": pairs,
            "halves": whole,
            "rows": [[*one, other] for one, other in pairs],
            "x held out": self.form(self.inputs(1)),
            "y held out": self.form(self.targets()),
            "pairs held out": self.pairs(1),
            "sizes": list(self.deep),
            "hidden sizes": list(self.deep[1:-1]),
            "layers": len(self.deep) - 1,
            "hidden layers": len(self.deep) - 2,
            "n_in": self.sizes[0],
            "input shape": (self.sizes[0],),
            "n_hidden": self.sizes[1],
            "n_out": self.sizes[-1],
            "eta": RATE,
            "epochs": EPOCHS,
            "m": 1 if self.single else FEW - 1 if self.lists else BATCH,
            "every": 1,
            "softmax": self.softmax,
            "bias": 1.0,
            "l2": self.l2,
            "momentum": 0.0,
            "threshold": 1e-9,
            "keep": 1.0,
            "drop": 0.0,
            "seed": 1,
            "flag": False,
            "path": "made_up",
        }  # fmt: skip


def idents(thing: Any) -> Iterator[int]:
    """The ids of the numbers in it."""
    if isinstance(thing, Number):
        yield thing.ident
    elif isinstance(thing, np.ndarray):
        yield from map(int, np.ravel(Current.memory.raw(thing)))
    elif isinstance(thing, list | tuple | dict):
        for one in thing.values() if isinstance(thing, dict) else thing:
            yield from idents(one)


def forms(sizes: tuple[int, ...], pairs: bool) -> Iterator[Samples]:
    """The likeliest first; samples in pairs are columns more often than not."""
    for lists, single in ((False, False), (False, True), (True, True), (True, False)):
        for labels, columns in itertools.product((False, True), (pairs, not pairs)):
            one = Samples(sizes, columns, labels, lists, single)
            if columns and lists:
                continue
            if sizes[-1] > 1:
                yield one
                if labels and not lists:
                    yield one._replace(first=1)
                if labels and not (lists or single):
                    yield one._replace(standing=True)
            elif not (labels and single):
                yield one._replace(labels=False, flat=labels)
        if not lists and not single:
            yield from (Samples(sizes, apart=axis) for axis in (1, 2))


def sequences() -> Iterator[Samples]:
    """Of whole numbers, for code that looks weights up by its inputs."""
    for labels, single in itertools.product((False, True), (True, False)):
        yield Samples(words=True, labels=labels, single=single)


def resized(samples: Samples, error: BaseException) -> tuple[int, ...] | None:
    """The widths that an error asks for: one of ours does not fit a number that is none of ours, or
    one number is wanted where there are several."""
    if re.search("only (length-1|0-dimensional|size-1) arrays can be converted", str(error)):
        return (*samples.sizes[:-1], 1) if samples.sizes[-1] > 1 else None
    for pair in mismatches(str(error)):
        for mine, other in (pair, pair[::-1]):
            if mine in samples.sizes and other not in (mine, samples.m) and 0 < other <= WIDEST:
                sizes = list(samples.sizes)
                sizes[0 if mine == sizes[0] else -1 if mine == sizes[-1] else 1] = other
                return tuple(sizes)
    return None


def fits_one_width(samples: Samples, asked: tuple[int, ...]) -> bool:
    """Whether widths of ours that are one already have to be another of ours, as where the numbers
    of each layer meet those of the next."""
    several = not (samples.single or samples.lists or samples.alike)
    return several and {*samples.sizes} < {*SIZES} and {*asked} < {*SIZES}


def mismatches(said: str) -> Iterator[tuple[int, int]]:
    """Numbers that an error calls different: "(size 2 is different from 3)", "3 (dim 1) != 2 (dim
    0)", "shapes (7,2) (7,1)", "size 6 into shape (28,28)"."""
    for one in re.finditer(r"size (\d+) is different from (\d+)|(\d+) \(dim \d\) != (\d+)", said):
        first, second = (int(number) for number in one.groups() if number)
        yield first, second
        return
    shapes = [
        tuple(map(int, re.findall(r"\d+", one))) for one in re.findall(r"\(([\d, ]+)\)", said)
    ]
    for one, other in itertools.pairwise(shapes):
        yield from ((a, b) for a, b in zip(one[::-1], other[::-1], strict=False) if a != b)
    for one in re.finditer(r"reshape array of size (\d+) into shape \(([\d,]+)\)", said):
        yield int(one[1]), math.prod(map(int, filter(None, one[2].split(","))))
    for one in re.finditer(r"index (\d+) is out of bounds for axis \d+ with size (\d+)", said):
        yield int(one[2]), int(one[1]) + 1


def plain(samples: Samples) -> Samples:
    """Whatever the form of the targets."""
    return samples._replace(labels=False, first=0, standing=False, flat=False)


class Forms:
    """Samples in one form after the other, each once, and in the widths that errors ask for.
    Without `arrays` they are lists."""

    def __init__(self, arrays: bool, pairs: bool = False):
        self.arrays, self.pairs = arrays, pairs
        self.waiting: list[Samples] = []
        self.known: set[tuple[int, ...]] = set()
        self.seen = Counter[str]()  # errors
        self.met: dict[tuple[Samples, str], bool] = {}  # with such inputs: whether of labels
        self.misfits = set[Samples]()  # inputs
        self.words = False  # whether some were given
        for sizes in (SIZES, NARROW):
            self.add(sizes)

    def __iter__(self) -> Iterator[Samples]:
        tried = set[Samples]()
        while self.waiting:
            samples = self.waiting.pop(0)
            if samples not in tried and plain(samples) not in self.misfits:
                tried.add(samples)
                yield samples

    def first(self, samples: Samples) -> None:
        """The next that is tried."""
        self.waiting.insert(0, samples)

    def add(self, sizes: tuple[int, ...]) -> None:
        self.known.add(sizes)
        every = forms(sizes, self.pairs)
        self.waiting += [one for one in every if self.arrays or one.lists]

    def learn(self, samples: Samples, error: BaseException | None) -> bool:
        """Whether an error asks for other widths, which are tried next."""
        self.seen[str(error)] += error is not None
        met = plain(samples), str(error)
        if error is not None and self.met.setdefault(met, samples.labels) != samples.labels:
            self.misfits.add(met[0])  # whatever the targets, so it comes of the inputs
        if not self.words and WHOLE_NUMBERS in str(error):
            self.words = True
            self.waiting += sequences()
        sizes = resized(samples, error) if error is not None else None
        if sizes and fits_one_width(samples, sizes):
            self.first(samples.square._replace(alike=True))
            return True
        if not sizes or (sizes not in self.known and len(self.known) >= OFTEN):
            return False
        self.first(samples._replace(sizes=sizes))
        if sizes not in self.known:
            self.add(sizes)
        return True

    def is_always(self, error: BaseException | None) -> bool:
        """Whether it comes whatever the samples."""
        plain = isinstance(error, AttributeError | KeyError | TypeError)
        return plain and (self.seen[str(error)] > OFTEN or "is not callable" in str(error))
