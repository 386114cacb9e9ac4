"""The schema of data: what a sample's numbers are, and what its label means.

A model keeps the schema of what it learned from, so that raw numbers, as they stand in a file, are
what one gives to it. Where inputs are features, not pixels, each is standardised by the mean and
the standard deviation of the training samples; a regression's targets are too. How a table's
columns become features, columns.py says.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

from groundup.data import columns as tables
from groundup.data.columns import Column
from groundup.data.pixels import WHITE, as_pixels, look_like_pixels
from groundup.errors import UserError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TASKS = ("classes", "regression")
COLOURS = ("grey", "rgb")


@dataclass(frozen=True)
class Schema:
    """What inputs and labels are. Raises UserError where the parts do not fit each other.

    shape: of a sample before it became a row: (28, 28), (32, 32, 3) in red, green and blue, (4,).
    pixels: whether the numbers are pixels: whole ones count as x / largest, fractions from 0 to 1
        as they are; other numbers are features and count as (x - mean) / scale.
    largest: the value of the brightest 8-bit pixel.
    mean, scale: one a feature; () for pixels.
    features: the names of the features, where they have any.
    columns: of a table, the columns that the features are made of; () for what is no table.
    missing: words that say that a cell of the table is empty, beside the usual ones.
    task: "classes" or "regression".
    classes: the name of each label 0, 1, …; () in a regression.
    targets: the names of what is predicted: a label column, or several in a regression.
    target_mean, target_scale: one a target of a regression: y counts as (y - mean) / scale.
    colours: "grey" or "rgb" where pictures were read, and others are turned into; else "".
    notes: what was assumed when the data were read, a sentence each.
    """

    shape: tuple[int, ...]
    pixels: bool = True
    largest: int = WHITE
    mean: tuple[float, ...] = ()
    scale: tuple[float, ...] = ()
    features: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    missing: tuple[str, ...] = ()
    task: str = "classes"
    classes: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    target_mean: tuple[float, ...] = ()
    target_scale: tuple[float, ...] = ()
    colours: str = ""
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        numbers = self.mean + self.scale + self.target_mean + self.target_scale
        numbers += tuple(column.fill for column in self.columns)
        wanted = 0 if self.pixels else self.inputs
        for holds, what in (
            (self.shape and all(n > 0 for n in self.shape), "a shape of sizes above 0"),
            (0 < self.largest <= WHITE, f"a largest pixel from 1 to {WHITE}"),
            (all(map(math.isfinite, numbers)), "finite means and scales"),
            (all(s > 0 for s in self.scale + self.target_scale), "scales above 0"),
            (len(self.mean) == len(self.scale) == wanted, f"{wanted} means and scales"),
            (len(self.features) in (0, self.inputs), f"{self.inputs} names of features"),
            (
                not self.columns or self.features == tables.names_of(self.columns),
                "the features that its columns become",
            ),
            (self.task in TASKS, f"a task among {', '.join(TASKS)}"),
            (self.colours in ("", *COLOURS), f"colours among {', '.join(COLOURS)}"),
            (self.regression != bool(self.classes), "classes, or targets of a regression"),
            (
                not self.regression
                or len(self.target_mean) == len(self.target_scale) == len(self.targets) > 0,
                "a name, a mean and a scale for each target",
            ),
        ):
            if not holds:
                raise UserError(f"expected a schema with {what}, got {self!r:.200}")

    @property
    def inputs(self) -> int:
        """How many numbers a sample has."""
        return math.prod(self.shape)

    @property
    def outputs(self) -> int:
        """How many outputs a network for it has."""
        return len(self.target_mean) if self.regression else len(self.classes)

    @property
    def regression(self) -> bool:
        return self.task == "regression"

    @property
    def plain(self) -> bool:
        """Whether inputs are what a network without a schema takes: 8-bit pixels, 0 to 255."""
        return self.pixels and self.largest == WHITE

    def name(self, label: int) -> str:
        """The name of a class; its number where it has none."""
        return self.classes[label] if 0 <= label < len(self.classes) else str(label)

    @property
    def asked(self) -> tuple[str, ...]:
        """The names of the columns that a table for it has; () where they have none."""
        return tuple(column.name for column in self.columns) or self.features

    def prepared(self, x: NDArray[Any]) -> NDArray[Any]:
        """Raw x (n, n_0) or (n_0,) as the first layer takes it: floats, or pixels to 255 as they
        are. Raises UserError for numbers that are no pixels, where these are wanted."""
        import numpy as np

        if not self.pixels and not any(self.mean) and set(self.scale) == {1.0}:
            return x if x.dtype.kind == "f" else x.astype(float)
        if not self.pixels:
            with np.errstate(over="ignore"):
                centred = x - np.array(self.mean)
                centred /= np.array(self.scale)  # in place: a pool of a stream is large
                return centred
        x = as_pixels(x, self.largest)
        return x / float(self.largest) if x.dtype == np.uint8 and not self.plain else x

    def prepared_targets(self, y: NDArray[Any]) -> NDArray[np.float64]:
        """A regression's targets (n, n_L), standardised."""
        import numpy as np

        return (y - np.array(self.target_mean)) / np.array(self.target_scale)

    def restored(self, outputs: NDArray[Any]) -> NDArray[Any]:
        """A network's outputs, a regression's in the units of its targets."""
        import numpy as np

        if not self.regression:
            return outputs
        return outputs * np.array(self.target_scale) + np.array(self.target_mean)

    def words(self) -> str:
        """A line: what a sample is, and what is asked about it."""
        by = "×".join(map(str, self.shape))
        kind = f"{by} pixels, 0 to {self.largest}" if self.pixels else f"{by} features"
        if len(self.columns) not in (0, self.inputs):
            kind = f"{len(self.columns)} columns as {kind}"
        if self.regression:
            return f"{kind}, standardised targets: {', '.join(self.targets)}"
        return f"{kind}, {len(self.classes)} classes"

    def as_dict(self) -> dict[str, Any]:
        """What `from_dict` makes it from again, for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, written: Mapping[str, Any]) -> Schema:
        """The schema in a file. Raises UserError where it is none."""
        kinds = {field.name: type(field.default) for field in fields(cls)}
        if not isinstance(written, Mapping) or not {"shape"} <= written.keys() <= kinds.keys():
            raise UserError(f"expected a schema, got {written!r:.80}")
        values: dict[str, Any] = {}
        for name, value in written.items():
            if name == "columns" and isinstance(value, list | tuple):
                values[name] = tuple(map(tables.from_dict, value))
                continue
            values[name] = tuple(value) if isinstance(value, list | tuple) else value
            kind = tuple if name == "shape" else kinds[name]
            if type(values[name]) is not kind or not all(
                isinstance(item, KINDS.get(name, str)) and not isinstance(item, bool)
                for item in (value if kind is tuple else ())
            ):
                raise UserError(
                    f"expected {kind.__name__} as {name} of a schema, got {value!r:.80}"
                )
            if KINDS.get(name) == NUMBER:
                values[name] = tuple(map(float, value))
        return cls(**values)


NUMBER = (int, float)
KINDS: dict[str, Any] = {"shape": int} | dict.fromkeys(
    ("mean", "scale", "target_mean", "target_scale"), NUMBER
)
"""What the items of a tuple are; names where nothing is said."""


def found_schema(
    x: NDArray[Any], outputs: int, names: tuple[str, ...] = (), sees: tuple[int, ...] = ()
) -> Schema | None:
    """What numbers (n, n_0) are that come without a schema: pixels, where they look so; features
    that are taken as they are, where they have names or go beyond 0 to 1. None for fractions, which
    may be pixels. `sees`, (rows, columns) or (rows, columns, channels), is the shape of what
    convolutions see."""
    classes, count = tuple(map(str, range(outputs))), x.shape[1]
    if not x.size:
        return None
    if x.dtype.name == "uint8" or look_like_pixels(x):
        side = math.isqrt(count)
        square = (side, side) if side * side == count else (count,)
        return Schema(sees or square, classes=classes)
    if not names and x.min() >= 0 and x.max() <= 1:
        return None
    mean, scale = (0.0,) * count, (1.0,) * count
    shape = sees or (count,)
    return Schema(shape, False, mean=mean, scale=scale, features=names, classes=classes)
