"""The schema of data: what a sample's numbers are, and what its label means.

A model keeps the schema of what it learned from, so that raw numbers, as they stand in a file, are
what one gives to it. Where inputs are features, not pixels, each is standardised by the mean and
the standard deviation of the training samples; a regression's targets are too.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

from groundup.errors import UserError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TASKS = ("classes", "regression")
COLOURS = ("grey", "rgb")
WHITE = 255
"""The largest 8-bit pixel."""


@dataclass(frozen=True)
class Schema:
    """What inputs and labels are. Raises UserError where the parts do not fit each other.

    shape: of a sample before it became a row: (28, 28), (32, 32, 3) in red, green and blue, (4,).
    pixels: whether the numbers are pixels: 8-bit ones count as x / largest, floats as they are;
        other numbers are features and count as (x - mean) / scale.
    largest: the value of the brightest 8-bit pixel.
    mean, scale: one a feature; () for pixels.
    features: the names of the features, where they have any.
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
    task: str = "classes"
    classes: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    target_mean: tuple[float, ...] = ()
    target_scale: tuple[float, ...] = ()
    colours: str = ""
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        numbers = self.mean + self.scale + self.target_mean + self.target_scale
        wanted = 0 if self.pixels else self.inputs
        for holds, what in (
            (self.shape and all(n > 0 for n in self.shape), "a shape of sizes above 0"),
            (0 < self.largest <= WHITE, f"a largest pixel from 1 to {WHITE}"),
            (all(map(math.isfinite, numbers)), "finite means and scales"),
            (all(s > 0 for s in self.scale + self.target_scale), "scales above 0"),
            (len(self.mean) == len(self.scale) == wanted, f"{wanted} means and scales"),
            (len(self.features) in (0, self.inputs), f"{self.inputs} names of features"),
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
        """Whether inputs are what a network without a schema takes: 8-bit pixels to 255."""
        return self.pixels and self.largest == WHITE

    def name(self, label: int) -> str:
        """The name of a class; its number where it has none."""
        return self.classes[label] if 0 <= label < len(self.classes) else str(label)

    def prepared(self, x: NDArray[Any]) -> NDArray[Any]:
        """Raw x (n, n_0) or (n_0,) as the first layer takes it: floats, or pixels to 255 as they
        are."""
        import numpy as np

        if not self.pixels:
            with np.errstate(over="ignore"):
                centred = x - np.array(self.mean)
                centred /= np.array(self.scale)  # in place: a pool of a stream is large
                return centred
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
            values[name] = tuple(value) if isinstance(value, list | tuple) else value
            kind = tuple if name == "shape" else kinds[name]
            if type(values[name]) is not kind or not all(
                isinstance(item, KINDS.get(name, str)) and not isinstance(item, bool)
                for item in (value if kind is tuple else ())
            ):
                raise UserError(
                    f"expected {kind.__name__} as {name} of a schema, got {value!r:.80}"
                )
        return cls(**values)


KINDS: dict[str, Any] = {"shape": int} | dict.fromkeys(
    ("mean", "scale", "target_mean", "target_scale"), (int, float)
)
"""What the items of a tuple are; names where nothing is said."""


def grey_image(x: NDArray[Any], schema: Schema | None) -> NDArray[np.uint8]:
    """A sample's pixels (n_0,) as a picture to look at, (rows, columns), 0 to 255: of a square
    where there is no schema, less what is too many."""
    import numpy as np

    image = bright(x, schema)
    if schema is not None and len(schema.shape) == 2:
        return image.reshape(schema.shape)
    if schema is not None and len(schema.shape) == 3:
        return image.reshape(schema.shape).mean(axis=2).astype(np.uint8)
    side = math.isqrt(x.size)
    return image[: side * side].reshape(side, side)


def picture(x: NDArray[Any], schema: Schema | None) -> NDArray[np.uint8]:
    """A sample's pixels (n_0,) as a picture in its colours, (rows, columns, 3), or in grey."""
    if schema is not None and len(schema.shape) == 3:
        return bright(x, schema).reshape(schema.shape)
    return grey_image(x, schema)


def bright(x: NDArray[Any], schema: Schema | None) -> NDArray[np.uint8]:
    """Pixels (n_0,) on a scale from 0 to 255."""
    import numpy as np

    largest = 1 if x.dtype != np.uint8 else schema.largest if schema is not None else WHITE
    return np.clip(x * (WHITE / largest) + 0.5, 0, WHITE).astype(np.uint8)
