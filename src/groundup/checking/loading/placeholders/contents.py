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

LABELS = re.compile(r"(^|[^a-z])(y|labels?|targets?|classes)([^a-z]|$)|_?y_?(train|test)|label")
FEATURES = re.compile(r"(^|[^a-z])x(_?(train|test|val)|[^a-z]|$)|image|pixel|feature|input")
NO_TABLES = re.compile(  # names of files that are no table of numbers as text
    r"\.(json|ya?ml|toml|ini|cfg|conf|xml|html|md|py|gz|zip|png|jpe?g|np[yz]|h5|mat|p(kl|ickle)?)$"
    r"|ubyte|idx\d|(weight|model|checkpoint|param)\w*\.(?!txt|csv|dat)"
)
ONE_HOT = (  # how a program takes the class from a row of 0 and one 1
    r"(?i)(y|labels?|targets?)\w*\.argmax\((axis *= *)?(1|-1)"
    r"|argmax\((\w+\.)?(y|\w*labels?|targets?)(_\w+)?, *(axis *= *)?(1|-1)"
)
OWN_ONE_HOT = r"\b(eye|identity)\([^()]*\)\[|to_categorical\("  # how it makes such rows
COLUMN = r"\w+\[.\w+.\]\[:, *0\]"  # of an array of an archive
PARTS = (  # of digits that are pickled by name, as two well-known modules do
    "train_img", "train_label", "test_img", "test_label",
    "training_images", "training_labels", "test_images", "test_labels",
)  # fmt: skip
SENTENCES = "ten seals see one sea, one seal sees ten seas.\n" * 30
PICKLE = (".pkl", ".pickle", ".p")
PAIR = r"\w+, *\w+ *= *\w*[pP]ickle\.load"
FLOWERS = ("setosa", "versicolor", "virginica")
LETTERS = {"sonar": ("R", "M"), "ionosphere": ("b", "g")}  # by a part of a file's name
SPELLINGS = (rf"(?i)['\"]({before})({'|'.join(FLOWERS)})['\"]" for before in ("iris[-_ ]", ""))
PATTERNS = tuple(SPELLINGS)  # with what stands before them, if anything does
REPLACED = r"(?s)\.replace\(.{1,99}?inplace"  # by numbers, in a table's own column
UNKNOWN = Widths(5, 2, datasets.SAMPLES)
Array = NDArray[Any]


def note(file: Any) -> None:
    if asks := asking():
        asks.made_up[Path(str(file)).name] = None


def widths(file: Any) -> Widths:
    asks = asking()
    return asks.widths(Path(str(file)).name) if asks else UNKNOWN


def words_of(file: Any, classes: int) -> tuple[str, ...]:
    return words(asking(), Path(str(file)).name, classes)


def words(asks: Asking | None, name: str, classes: int) -> tuple[str, ...]:
    """Those in the last column of the table in the file `name`, class by class; none where it has
    numbers."""
    if asks is None or name in asks.numbered or asks.matches(REPLACED):
        return ()
    for part, letters in LETTERS.items():
        if part in name.lower() and any(asks.mentions(f"'{a}'", f'"{a}"') for a in letters):
            return letters
    hit = next(filter(None, map(asks.found, PATTERNS)), None)
    if hit is None or classes != len(FLOWERS):
        return ()
    before, flower = hit[1], hit[2]
    return tuple(before + (one.capitalize() if flower[0].isupper() else one) for one in FLOWERS)


def table(widths: Widths, columns: int | None = None) -> Array:
    """(rows, columns), the first and the last of which are labels."""
    width = columns or widths.columns
    if widths.images:
        cells = datasets.images(widths.rows, width)[0].astype(int)
    else:
        cells = datasets.samples(widths.rows, width)
    cells[:, 0] = cells[:, -1] = datasets.labels(widths.rows, widths.classes)
    return cells


# What readers of arrays and tables give.


def arrays(file: Any, *args: Any, **options: Any) -> Any:
    """The table, the labels or the archive that a reader of NumPy's gives."""
    file, asks = str(file), asking()
    assert asks is not None
    if file.endswith(".npz"):
        return Archive(file)
    wide, stem = widths(file), Path(file).stem.lower()
    if LABELS.search(stem):
        classes = datasets.labels(wide.rows, wide.classes)
        rows = asks.matches(ONE_HOT) and not asks.matches(OWN_ONE_HOT)
        dtype = options.get("dtype") or (int if file.endswith(".npy") else float)
        return (np.eye(wide.classes)[classes] if rows else classes).astype(dtype)
    columns = options.get("usecols")
    most = None if columns is None else max(wide.columns, *np.atleast_1d(columns) + 1)
    cells, alone = table(wide, most), file.endswith(".npy") and FEATURES.search(stem)
    if columns is not None:
        pass
    elif wide.images and alone:
        cells = cells[:, 1:]
    elif wide.bare or alone:
        cells = datasets.samples(wide.rows, wide.columns - 1)
    names = () if wide.bare else words_of(file, wide.classes)
    cells = worded(cells, options.get("dtype", float), names)
    cells = cells if columns is None else cells[:, columns]
    return cells.T if options.get("unpack") else cells


def worded(cells: Array, dtype: Any, names: tuple[str, ...]) -> Array:
    """A table as text, with words for its classes; as it is where numbers are wanted."""
    if not names or (dtype is not None and np.dtype(dtype).kind in "biuf"):
        return cells if dtype is None else cells.astype(dtype)
    found = cells.astype(object)
    found[:, -1] = np.array(names, object)[cells[:, -1].astype(int)]
    return found.astype(dtype or object)


def frame(file: Any, *args: Any, names: Any = None, **options: Any) -> Table:
    """As pandas' `read_csv`."""
    wide, columns = widths(file), options.get("usecols")
    if names is None and columns is not None and isinstance(columns[0], str):
        names = columns
    width = columns if names is None else names
    cells = table(wide, None if width is None else len(width))
    made = Table(worded(cells, None, words_of(file, wide.classes)), names)
    made.grows = width is None
    return made


def prepared(module: str, name: str) -> Table:
    """What a module that is not there would have made of a table: its features, or its labels."""
    note(module)
    cells = table(widths(module))
    return Table(cells[:, -1].astype(int) if LABELS.search(name) else cells[:, 1:])


def idx(file: Any) -> Array:
    """As idx2numpy's `convert_from_file`: the images or the labels of digits."""
    note(file)
    pixels, classes = datasets.digits(28, 28)
    return classes if LABELS.search(Path(str(file)).stem.lower()) else pixels


class Archive(dict[str, Any]):
    """Of arrays, as .npz and .h5: each that is asked for is there."""

    def __init__(self, file: Any, *args: Any, **options: Any):
        super().__init__()
        note(file)
        self.rows, asks = datasets.length(), asking()
        self.square, self.column = (28, 28), False
        if str(file).endswith((".h5", ".hdf5")):
            self.square = (784,) if "mnist" in str(file).lower() else (64, 64, 3)
            self.column = self.square == (784,) and asks is not None and asks.matches(COLUMN)
        if len(self.square) == 3 and asks and asks.mentions("209"):
            self.rows = 50 if "test" in str(file) else 209  # the cats of a well-known course

    def __missing__(self, name: str) -> Array:
        classes = 2 if len(self.square) == 3 else 10
        if "classes" in name:
            return np.array([f"class {k}".encode() for k in range(classes)])
        if LABELS.search(name.lower()):
            found = datasets.labels(self.rows, classes)
            return found.reshape(-1, 1) if self.column else found
        return datasets.images(self.rows, *self.square)[0]

    def get(self, key: str, default: Any = None) -> Array:
        return self[key]

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *error: Any) -> None:
        pass

    def close(self) -> None:
        pass


def matlab(file: Any, *args: Any, **options: Any) -> dict[str, Array]:
    """As scipy's `loadmat`: the digits of a well-known exercise, 20 by 20 pixels, 1 to 10; or
    those of 28 by 28 pixels as one file or another has them."""
    note(file)
    if "mnist" in Path(str(file)).name.lower():
        x, y = datasets.digits(784)
        found = {f"{part}{k}": x[y == k] for part in ("train", "test") for k in range(10)}
        found |= {f"{part}_x": x for part in ("train", "test")}
        found |= {f"{part}_y": np.eye(10)[y] for part in ("train", "test")}
        return found | {"data": x.T, "label": y.reshape(1, -1).astype(float)}
    asks = asking()
    n = asks.rows if asks and asks.rows else datasets.SAMPLES
    found = {"X": datasets.samples(n, 400), "y": datasets.labels(n, 10).reshape(-1, 1) + 1}
    return found | {"Theta1": datasets.samples(25, 401), "Theta2": datasets.samples(10, 26)}


# What is in files that `open` opens.


def known(asks: Asking, name: str, mode: str) -> str | bytes | None:
    """What is in a file of that name, where that is known."""
    text = "b" not in mode and not NO_TABLES.search(name.lower())
    table = asks.mentions("csv.", "split(", "float(")
    numbers = asks.mentions("csv.", "float(", "asfarray(")
    if text and asks.mentions(".read()", ".readlines()") and not numbers:
        return SENTENCES
    if text and table:
        return "".join(lines(asks, name))
    if re.search(r"(idx\d|ubyte)", name):
        one = datasets.digits(28, 28)[bool(LABELS.search(name))]
        head = struct.pack(f">HBB{one.ndim}I", 0, 8, one.ndim, *one.shape)
        return head + one.tobytes()
    found = pickled(asks, name)
    return None if found is None else pickle.dumps(found)


def pickled(asks: Asking, name: str) -> Any:
    if found := re.search(r"(mnist|cifar).*\.(pkl|pickle)", name.lower()):
        x, y = datasets.digits(784 if found[1] == "mnist" else 3072)
        if name.startswith("pickled"):  # of a well-known course: both parts of each
            classes = y.reshape(-1, 1).astype(float)
            each = x / 255 * 0.99 + 0.01, classes, np.eye(10)[y] * 0.98 + 0.01
            return [np.asarray(one) for one in each for _ in ("train", "test")]
        if asks.mentions(*(f"{quote}{part}{quote}" for part in PARTS for quote in "'\"")):
            return {part: y if "label" in part else np.asarray(x) for part in PARTS}
        return ((np.asarray(x / np.float32(256)), y.astype(int)),) * 3
    if re.match(r"(data|test)_batch", name):
        x, y = datasets.digits(3072)
        found = {"data": np.asarray(x), "labels": y.tolist()}
        plain = asks.mentions("['data']", '["data"]')
        return found if plain else {key.encode(): one for key, one in found.items()}
    if name.endswith(PICKLE) and asks.matches(PAIR):
        cells = table(asks.widths(name))
        return cells[:, 1:-1], cells[:, -1].astype(int)
    return None


def lines(asks: Asking, name: str) -> Iterator[str]:
    """Of a table without a head."""
    commas = asks.mentions("csv.reader", 'split(",")', "split(',')")
    blank = asks.mentions(".split()") and not commas
    separator = " " if blank else "\t" if name.endswith(".tsv") else ","
    letters, widths = asks.mentions("ord("), asks.widths(name)
    names = words(asks, name, widths.classes)
    for row in table(widths).tolist():
        first = chr(ord("A") + int(row[0])) if letters else f"{row[0]:g}"
        last = names[int(row[-1])] if names else f"{row[-1]:.4g}"
        yield separator.join([first, *(f"{cell:.4g}" for cell in row[1:-1]), last]) + "\n"
