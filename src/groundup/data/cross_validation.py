"""Cross-validation: samples in k folds, each of which judges once what the others teach."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from groundup.data.catalogue import known
from groundup.data.cells import Reading
from groundup.data.cifar import has_cifar_files
from groundup.data.folder import has_idx
from groundup.data.idx import DataError
from groundup.data.interpretation import Wanted, interpret
from groundup.data.reading import read
from groundup.data.tar_archive import is_archive

if TYPE_CHECKING:
    from groundup.data.samples import Data

FEWEST, MOST = 2, 100
IN_PARTS = (
    "expected samples that are not split yet, but these come with a test set of their own; leave "
    "out --folds"
)


def load_folds(
    source: Any,
    count: int,
    *,
    label: str | Sequence[str] | None = None,
    drop: str | Sequence[str] = (),
    task: str | None = None,
    pixels: bool | None = None,
    size: tuple[int, int] | None = None,
    colours: str | None = None,
    validation: float = 0.15,
    seed: int = 0,
    decimal: str | None = None,
    encoding: str | None = None,
    missing: Sequence[str] = (),
) -> Iterator[Data]:
    """The data at `source` `count` times, read once: each time another fold is what is tested on,
    and of the others `validation` is set aside. Folds are chosen by keyed chance, as `load_data`
    splits, and have the same share of each class. Each time has a schema of its own, by what is
    learned from: whatever is in a fold, nothing of it is known to the network that it judges.

    The other arguments are those of `load_data`. Raises DataError where data are in parts already.
    """
    if not FEWEST <= count <= MOST:
        raise DataError(f"folds are {FEWEST} to {MOST}, not {count}; 5 or 10 are usual")
    path = Path(source) if isinstance(source, str | os.PathLike) else None
    holds = (has_idx, has_cifar_files, is_archive)
    if known(source) is not None or (path is not None and any(one(path) for one in holds)):
        raise DataError(f"{source}: {IN_PARTS}")
    raw = read(source, label, drop, size, colours, None, Reading(decimal, encoding, (*missing,)))
    if any(raw.parts):
        raise DataError(f"{source}: {IN_PARTS}")
    wanted = Wanted(task, pixels, validation, 0.0, seed, None, (*missing,))
    return (interpret(raw, replace(wanted, fold=(number, count))) for number in range(count))
