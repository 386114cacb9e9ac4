"""What is made up for a file that is not there, by its name and by how the program reads it."""

from __future__ import annotations

import pickle
import re
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundup.checking.loading.placeholders import datasets
from groundup.checking.loading.placeholders.callers import Asking, asking
from groundup.checking.loading.placeholders.tables import Table
from groundup.checking.loading.placeholders.widths import Widths
from groundup.checking.loading.placeholders.words import spelled, words

LABELS = re.compile(r"(^|[^a-z])(y|labels?|targets?|classes)([^a-z]|$)|_?y_?(train|test)|label")
FEATURES = re.compile(r"(^|[^a-z])x(_?(train|test|val)|[^a-z]|$)|image|pixel|feature|input")
NO_TABLES = re.compile(  # names of files that are no table of numbers as text
    r"\.(json|ya?ml|toml|ini|cfg|conf|xml|html|md|py|gz|zip|png|jpe?g|np[yz]|h5|mat|p(kl|ickle)?)$"
    r"|ubyte|idx\d|(weight|model|checkpoint|param)\w*\.(?!txt|csv|dat)"
)
COLUMN = r"\w+\[.\w+.\]\[:, *0\]"  # of an array of an archive
PARTS = (  # of digits that are pickled by name, as two well-known modules do
    "train_img", "train_label", "test_img", "test_label",
    "training_images", "training_labels", "test_images", "test_labels",
)  # fmt: skip
RUNNING_TEXT = r"\.read\(\)|\.readlines\(\)"
SENTENCES = "ten seals see one sea, one seal sees ten seas.\n" * 30
PICKLE = (".pkl", ".pickle", ".p")
PAIR = r"\w+, *\w+ *= *\w*[pP]ickle\.load"
Array = NDArray[Any]


def note(file: Any) -> None:
    asks = asking()
    if asks:
        asks.made_up[Path(str(file)).name] = None


def table(widths: Widths, columns: int | None = None) -> Array:
    """(rows, columns), the first and the last of which are labels."""
    width = columns or widths.columns
    if widths.images:
        cells = datasets.images(widths.rows, width)[0].astype(int)
    else:
        cells = datasets.samples(widths.rows, width)
    cells[:, 0] = cells[:, -1] = datasets.labels(widths.rows, widths.classes)
    return cells


def known(asks: Asking, name: str, mode: str) -> str | bytes | None:
    """What is in a file of that name."""
    text = "b" not in mode and not NO_TABLES.search(name.lower())
    if text and asks.matches(RUNNING_TEXT) and not asks.mentions("csv.", "float("):
        return SENTENCES
    if text and asks.mentions("csv.", "split(", "float("):
        return "".join(lines(asks, name))
    if re.search(r"(idx\d|ubyte)", name):
        x, y = datasets.images(datasets.length(), 28, 28)
        one = y if LABELS.search(name) else x
        head = struct.pack(f">HBB{one.ndim}I", 0, 8, one.ndim, *one.shape)
        return head + one.tobytes()
    if re.search(r"mnist.*\.(pkl|pickle)", name.lower()):
        x, y = datasets.images(datasets.length(), 784)
        if name.startswith("pickled"):  # of a well-known course: both parts of each
            classes = y.reshape(-1, 1).astype(float)
            each = np.asarray(x) / 255 * 0.99 + 0.01, classes, np.eye(10)[y] * 0.98 + 0.01
            return pickle.dumps([one for one in each for _ in ("train", "test")])
        if asks.matches(rf"['\"]({'|'.join(PARTS)})['\"]"):
            return pickle.dumps({part: y if "label" in part else np.asarray(x) for part in PARTS})
        return pickle.dumps(((x / np.float32(256), y.astype(int)),) * 3)
    if re.match(r"(data|test)_batch", name):
        x, y = datasets.images(datasets.length(), 3072)
        found = {"data": np.asarray(x), "labels": y.tolist()}
        plain = asks.matches(r"\[['\"]data['\"]\]")
        return pickle.dumps(found if plain else {key.encode(): found[key] for key in found})
    if name.endswith(PICKLE) and asks.matches(PAIR):
        cells = table(asks.widths(name))
        return pickle.dumps((cells[:, 1:-1], cells[:, -1].astype(int)))
    return None


def lines(asks: Asking, name: str) -> Iterator[str]:
    """Of a table without a head."""
    blank = asks.mentions(".split()") and not asks.mentions(
        "csv.reader", 'split(",")', "split(',')"
    )
    separator = " " if blank else "\t" if name.endswith(".tsv") else ","
    letters, widths = asks.mentions("ord("), asks.widths(name)
    names = words(asks, name, widths.classes)
    for row in table(widths).tolist():
        first = chr(ord("A") + int(row[0])) if letters else f"{row[0]:g}"
        last = names[int(row[-1])] if names else f"{row[-1]:.4g}"
        yield separator.join([first, *(f"{cell:.4g}" for cell in row[1:-1]), last]) + "\n"


def worded(cells: Array, dtype: Any, names: tuple[str, ...]) -> Array:
    """A table as text, with words for its classes; as it is where numbers are wanted."""
    if not names or (dtype is not None and np.dtype(dtype).kind in "biuf"):
        return cells.astype(dtype or float)
    last = spelled(cells[:, -1], names)
    return np.column_stack([cells[:, :-1].astype(object), last]).astype(dtype or object)


class Archive(dict[str, Any]):
    """Of arrays, as .npz and .h5: each that is asked for is there."""

    def __init__(self, file: Any, *args: Any, **options: Any):
        super().__init__()
        self.rows, asks = datasets.length(), asking()
        self.square, self.column = (28, 28), False
        if str(file).endswith((".h5", ".hdf5")):
            self.square = (784,) if "mnist" in str(file).lower() else (64, 64, 3)
            self.column = self.square == (784,) and asks is not None and asks.matches(COLUMN)
        if len(self.square) == 3 and asks and asks.mentions("209"):
            self.rows = 50 if "test" in str(file) else 209  # the cats of a well-known course

    def __missing__(self, name: str) -> Array:
        classes = 2 if len(self.square) == 3 else 10
        n = self.rows
        if "classes" in name:
            return np.array([f"class {k}".encode() for k in range(classes)])
        if LABELS.search(name.lower()):
            found = datasets.labels(n, classes)
            return found.reshape(-1, 1) if self.column else found
        return datasets.images(n, *self.square)[0]

    def get(self, key: str, default: Any = None) -> Array:
        return self[key]

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *error: Any) -> None:
        pass

    def close(self) -> None:
        pass


def archive(file: Any, *args: Any, **options: Any) -> Archive:
    """As `h5py.File`."""
    note(file)
    return Archive(file)


def matlab(file: Any, *args: Any, **options: Any) -> dict[str, Array]:
    """As scipy's `loadmat`: the digits of a well-known exercise, 20 by 20 pixels, 1 to 10; or
    those of 28 by 28 pixels as one file or another has them."""
    note(file)
    if "mnist" in Path(str(file)).name.lower():
        x, y = datasets.images(datasets.length(), 784)
        found = {f"{part}{k}": x[y == k] for part in ("train", "test") for k in range(10)}
        found |= {f"{part}_x": x for part in ("train", "test")}
        found |= {f"{part}_y": np.eye(10)[y] for part in ("train", "test")}
        return found | {"data": x.T, "label": y.reshape(1, -1).astype(float)}
    asks = asking()
    n = asks.rows if asks and asks.rows else datasets.SAMPLES
    found = {"X": datasets.samples(n, 400), "y": datasets.labels(n, 10).reshape(-1, 1) + 1}
    return found | {"Theta1": datasets.samples(25, 401), "Theta2": datasets.samples(10, 26)}


def prepared(module: str, name: str) -> Table:
    """What a module that is not there would have made of a table: its features, or its labels."""
    note(module)
    asks = asking()
    cells = table(asks.widths(module) if asks else Widths(5, 2, datasets.SAMPLES))
    return Table(cells[:, -1].astype(int) if LABELS.search(name) else cells[:, 1:])
