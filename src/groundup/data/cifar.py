"""Reads CIFAR-10 and CIFAR-100 in their binary versions, from a folder or from their archive.

    06    | 3b 2b 32 …    | 3e 2e 30 …      | 3f 2d 2b …
    label | 1,024 of red  | 1,024 of green  | 1,024 of blue, row by row

A record of CIFAR-100 begins with two labels, the coarse one and the fine one, which is learned. The
Python versions are pickles, which run what is in them when they are read: they are refused.

Source: Krizhevsky, Learning Multiple Layers of Features from Tiny Images (2009).
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

from groundup.data.folder import has_idx
from groundup.data.idx import DataError
from groundup.data.tar_archive import Take, each_file

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from groundup.data.samples import Data, Samples

SIDE, COLOURS = 32, 3
PIXELS = SIDE * SIDE * COLOURS
PIECE = 1000  # records read at once
MAXIMUM_BYTES = 2**28
"""The most that a file may have: 256 MiB. CIFAR-100's largest has 147."""
LONGEST = 2**16  # bytes of a list of names


class Version(NamedTuple):
    """A data set's files by their names."""

    name: str
    train: tuple[str, ...]
    test: str
    words: str  # a class a line
    classes: int
    labels: int  # bytes before the pixels, the last of which is the class
    mark: tuple[str, ...]  # files that together nothing else has
    pickles: tuple[str, ...]  # of the version for Python
    archive: str


VERSIONS = (
    Version(
        name="CIFAR-10",
        train=tuple(f"data_batch_{number}.bin" for number in range(1, 6)),
        test="test_batch.bin",
        words="batches.meta.txt",
        classes=10,
        labels=1,
        mark=("data_batch_1.bin",),
        pickles=("data_batch_1", "test_batch"),
        archive="cifar-10-binary.tar.gz",
    ),
    Version(
        name="CIFAR-100",
        train=("train.bin",),
        test="test.bin",
        words="fine_label_names.txt",
        classes=100,
        labels=2,
        mark=("train.bin", "test.bin"),
        pickles=("meta", "train", "test"),
        archive="cifar-100-binary.tar.gz",
    ),
)


def has_cifar_files(path: Path) -> bool:
    """Whether it is a folder with CIFAR's files, be they pickles, or with a folder of them."""
    return path.is_dir() and bool(_marked(path) or _inner(path))


def _marked(folder: Path) -> bool:
    return any(
        all((folder / name).is_file() for name in names)
        for version in VERSIONS
        for names in (version.mark, (version.words,), version.pickles)
    )


def _inner(folder: Path) -> list[Path]:
    """The folders in a folder, where all of them have CIFAR's files."""
    try:
        inner = sorted(path for path in folder.iterdir() if path.is_dir())
        return inner if all(map(_marked, inner)) and not has_idx(folder) else []
    except OSError:  # which the reader of folders tells of
        return []


def read_cifar(path: str | os.PathLike[str], full: bool = False) -> Data:
    """The data set in a folder or an archive: uint8 x (n, 3072), rows, columns, channels, and the
    classes by their names. The last sixth of the training pictures validates; with `full`, none.

    Raises DataError where files are missing, damaged, too long or too short, or are pickles.
    """
    from groundup.data.mnist_like import divided
    from groundup.data.schema import Schema

    path, found = Path(path), {}
    if path.is_dir() and not _marked(path) and (inner := _inner(path)):
        raise DataError(
            f"{path}: expected the files of CIFAR's binary version in it, but they are in a folder "
            f"of their own; name {' or '.join(map(str, inner))}"
        )
    names: dict[str, tuple[str, ...]] = {}
    seen: set[str] = set()

    def take(name: str, size: int, file: IO[bytes]) -> None:
        seen.add(name)
        for version in VERSIONS:
            if name in (*version.train, version.test):
                found[name] = _records(f"{path}: {name}", size, file, version)
            elif name == version.words:
                names[name] = _words(f"{path}: {name}", size, file, version)

    (_each_in_folder if path.is_dir() else each_file)(path, take)
    version = _version(path, seen)
    classes, notes = names.get(version.words), ()
    if classes is None:
        classes = tuple(map(str, range(version.classes)))
        notes = (f"there is no {version.words}, so the classes are called by their numbers",)
    schema = Schema((SIDE, SIDE, COLOURS), classes=classes, colours="rgb", notes=notes)
    train = _joined([found[name] for name in version.train])
    return divided(train, found[version.test], schema, full)


def _each_in_folder(folder: Path, take: Take) -> None:
    """Gives name, size and content of each file in a folder."""
    try:
        for path in sorted(folder.iterdir()):
            if path.is_file():
                with path.open("rb") as file:
                    take(path.name, os.fstat(file.fileno()).st_size, file)
    except OSError as error:
        reason = error.strerror or str(error)
        raise DataError(f"{folder}: cannot be read: {reason}; check its permissions") from None


def _version(path: Path, seen: set[str]) -> Version:
    """Which it is, by the files that are there. Raises DataError where some are missing."""
    for version in VERSIONS:
        wanted = (*version.train, version.test)
        if seen.issuperset(wanted):
            return version
        if seen.issuperset(version.pickles):
            raise DataError(
                f"{path}: expected {version.name}'s binary version, but these are pickles, which "
                f"are never loaded; get {version.archive} in their place"
            )
        if not seen.isdisjoint((*wanted, version.words)):
            missing = ", no ".join(name for name in wanted if name not in seen)
            raise DataError(
                f"{path}: expected the files of {version.name}'s binary version, but there is no "
                f"{missing}; get {version.archive} again"
            )
    raise DataError(
        f"{path}: expected {' or '.join(version.archive for version in VERSIONS)}, "
        "but it has none of their files; unpack it and name what is in it"
    )


def _records(where: str, size: int, file: IO[bytes], version: Version) -> Samples:
    """The samples in a file of so many bytes."""
    import numpy as np

    from groundup.data.samples import Samples

    length = version.labels + PIXELS
    if not 0 < size <= MAXIMUM_BYTES or size % length:
        labels = "a label" if version.labels == 1 else "two labels"
        raise DataError(
            f"{where}: expected records of {length:,} bytes, {labels} and 32×32×3 pixels each, "
            f"256 MiB at most, but it has {size:,} bytes; take it from {version.archive} again"
        )
    x, y = [], []
    for start in range(0, size // length, PIECE):
        count = min(PIECE, size // length - start)
        content = file.read(count * length)
        if len(content) != count * length:
            raise DataError(f"{where}: expected {size:,} bytes, but it ends earlier; copy it again")
        records = np.frombuffer(content, np.uint8).reshape(count, length)
        y.append(_labels(where, records[:, version.labels - 1], start, version))
        x.append(_in_rows(records[:, version.labels :]))
    return Samples(np.concatenate(x), np.concatenate(y))


def _labels(
    where: str, labels: NDArray[np.uint8], start: int, version: Version
) -> NDArray[np.int64]:
    import numpy as np

    if len(wrong := np.flatnonzero(labels >= version.classes)):
        record = int(wrong[0])
        raise DataError(
            f"{where}: record {start + record} (counted from 0): expected a label from 0 to "
            f"{version.classes - 1}, but it is {labels[record]}; take the file from "
            f"{version.archive} again"
        )
    return labels.astype(np.int64)


def _in_rows(planes: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Pictures (n, 3072) that have one channel after the other, pixel by pixel."""
    pixels = planes.reshape(-1, COLOURS, SIDE * SIDE).transpose(0, 2, 1)
    return pixels.reshape(len(planes), PIXELS)


def _words(where: str, size: int, file: IO[bytes], version: Version) -> tuple[str, ...]:
    """The names of the classes, a line each."""
    text = file.read(LONGEST).decode("utf-8", "replace") if size <= LONGEST else ""
    names = tuple(line.strip() for line in text.splitlines() if line.strip())
    if len(names) != version.classes or len({*names}) != len(names):
        raise DataError(
            f"{where}: expected the names of {version.classes} classes, one on each line, but it "
            f"has {len({*names})}; take it from {version.archive} again"
        )
    return names


def _joined(parts: list[Samples]) -> Samples:
    import numpy as np

    from groundup.data.samples import Samples

    x, y = zip(*parts, strict=True)
    return Samples(np.concatenate(x), np.concatenate(y))
