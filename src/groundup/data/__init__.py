"""Samples to learn from: the bundled MNIST, people's own files and folders, arrays and tables.

`load_data` is the way in; docs/data.md tells what it reads and what it makes of it. Reading goes
down this list: reading.py (from anything to raw numbers) with csv_file.py, parquet.py, frames.py,
table.py, picture_folder.py and pictures.py; cells.py with numerals.py and dates.py (from words to
numbers); interpretation.py, columns.py and labels.py (what they mean); splits.py; mnist_like.py
with folder.py, idx.py (the four IDX files) and streams.py (those that stay on disk); cifar.py with
tar_archive.py; catalogue.py (what is known by name); schema.py and samples.py (what comes out).

NumPy is loaded when data is, not with this module: a rung on bare Python takes `find` and
`groundup.data.idx`.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from groundup.data.catalogue import MNIST, folder_of, known
from groundup.data.cifar import has_cifar_files, read_cifar
from groundup.data.folder import has_idx
from groundup.data.idx import DataError
from groundup.data.samples import Data, Samples
from groundup.data.schema import Schema
from groundup.data.tar_archive import is_archive

__all__ = ["MNIST", "Data", "DataError", "Samples", "Schema", "load_data"]


def load_data(
    source: Any = "mnist",
    full: bool = False,
    *,
    label: str | int | Sequence[str] | None = None,
    drop: str | Sequence[str] = (),
    task: str | None = None,
    pixels: bool | None = None,
    size: tuple[int, int] | None = None,
    colours: str | None = None,
    validation: float = 0.15,
    test: float = 0.15,
    seed: int = 0,
    decimal: str | None = None,
    encoding: str | None = None,
    missing: str | Sequence[str] = (),
    schema: Schema | None = None,
    stream: bool = False,
    verify: bool = False,
) -> Data:
    """The data at `source`, in three parts, with a schema that says what the numbers mean.

    source: "mnist", the bundled one, or "fashion-mnist", where Debian's package has put it; the
        path of a folder with the four IDX files of MNIST by their names, gzipped or not
        (`"./mnist"` for a folder with that very name); of a folder with the files of CIFAR-10's or
        CIFAR-100's binary version, or of their archive; of a folder of pictures, a subfolder a
        class; of a .csv, .tsv, .parquet or .npz file; or a DataFrame, a pair (x, y), of arrays or
        of a DataFrame and its labels, or a mapping of arrays.
    full: keep all samples for training; set none aside for validation.
    label: the column of a table that is to be predicted, by name, or by place ("-1"); several for
        a regression.
    drop: columns of a table to leave out.
    task: "classes" or "regression"; by default decided by the labels.
    pixels: whether inputs are pixels, or features, which are standardised; by default decided by
        the numbers.
    size, colours: the (rows, columns) of pictures, and "grey" or "rgb".
    validation, test: shares of the samples, by class, where the source itself has no such parts;
        drawn at random, by `seed`. (In IDX files and in CIFAR's, the last 10,000 training images
        are for validation, or a sixth if there are fewer than 60,000. So MNIST comes as 50,000,
        10,000 and 10,000.)
    decimal: the decimal mark of a table of text, "." or ","; by default as its cells show.
    encoding: of a table of text, such as "cp1252"; by default UTF-8, or UTF-16 where it says so.
    missing: words that say that a cell is empty, besides "", NA, NaN, null, none and ?.
    schema: that of a model, which these data are to be read for.
    stream: leave the training samples on disk, with one pool at a time in memory, as always above
        1 GiB. For a folder of IDX files that are not gzipped, or a .parquet file.
    verify: let checkpoints identify such samples by every byte, not by 1,024 blocks.

    Raises DataError where something is missing, damaged, or does not fit, with the place.
    The split of MNIST: Nielsen, Neural Networks and Deep Learning, chapter 1.
    """
    entry, is_path = known(source), isinstance(source, str | os.PathLike)
    path = Path(source) if is_path else Path()
    cifar = entry is None and is_path and (is_archive(path) or has_cifar_files(path))
    in_files = entry is not None or cifar or (is_path and has_idx(path))
    if in_files and schema is None and (label is not None or drop):
        raise DataError(
            f"{source}: its labels are not in a table, so there is no column to name; leave out "
            "--label and --drop"
        )
    if cifar and schema is None and (task == "regression" or pixels is False):
        raise DataError(
            f"{source}: CIFAR's samples are pixels, and their labels are classes; leave out "
            "--task regression and --features"
        )
    if cifar:
        return fitting(read_cifar_alone(source, full, size, colours, stream), source, schema)
    if entry is not None:
        folder = folder_of(str(source), entry)
        found = read_idx(folder, entry.classes, full, stream, verify)
        return fitting(found, source, schema)
    if in_files:
        return fitting(read_idx(source, (), full, stream, verify), source, schema)
    label = str(label) if isinstance(label, int) else label
    named = [missing] if isinstance(missing, str) else missing
    words = (*(schema.missing if schema else ()), *named)
    if path.suffix.lower() in (".parquet", ".pq"):
        from groundup.data.interpretation import Wanted
        from groundup.data.parquet_stream import is_large, stream_parquet

        share = 0.0 if full else validation
        if stream or is_large(path):
            wanted = Wanted(task, pixels, share, test, seed, schema, words)
            return stream_parquet(path, label, drop, wanted, verify)
    if stream:
        raise DataError(
            f"{source}: expected a folder of IDX files or a Parquet file, which can be read in "
            "pieces, but it is neither; leave out --stream"
        )
    from groundup.data.cells import Reading
    from groundup.data.interpretation import Wanted, interpret
    from groundup.data.reading import read

    table = Reading(decimal, encoding, words)
    raw = read(source, label, drop, size, colours, schema, table)
    share = 0.0 if full else validation
    return interpret(raw, Wanted(task, pixels, share, test, seed, schema, words))


def read_idx(
    folder: str | os.PathLike[str],
    classes: tuple[str, ...],
    full: bool,
    stream: bool,
    verify: bool,
) -> Data:
    """A folder of IDX files."""
    from groundup.data.mnist_like import read_folder

    return read_folder(folder, classes, full, stream, verify)


def read_cifar_alone(
    source: str | os.PathLike[str], full: bool, size: object, colours: str | None, stream: bool
) -> Data:
    """CIFAR's pictures. Raises DataError for options that would change them."""
    if size not in (None, (32, 32)) or colours not in (None, "rgb") or stream:
        raise DataError(
            f"{source}: CIFAR's pictures are taken as they are, 32×32 and in colour, into memory; "
            "leave out --picture-size, --colours and --stream"
        )
    return read_cifar(source, full)


def fitting(data: Data, source: object, schema: Schema | None) -> Data:
    """Data that stand in files of their own, for a model with a schema."""
    if schema is None:
        return data
    if schema.inputs != data.schema.inputs or not schema.pixels:
        raise DataError(
            f"{source}: these are {data.schema.words()}, but the model learned from "
            f"{schema.words()}; use data of the same kind"
        )
    return data
