"""Samples: the one place where people's arrays, lists or tables become what a network takes.

Anything that NumPy reads as numbers will do: arrays, nested lists, tables such as pandas'. What
comes out is uint8 (pixels, which count as x/255) or floats, and labels as int64. Every ValueError
names the argument, what was expected, what came and what to do.

NumPy is loaded when it is needed, not with this module.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from groundup.data.images import grey_image
from groundup.data.pixels import WHITE, as_pixels, look_like_pixels
from groundup.data.schema import Schema
from groundup.errors import UserError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, DTypeLike, NDArray

    Pair = tuple[ArrayLike, ArrayLike]
    """x and y as people have them: `Samples`, or what can become so."""


SHOWN = 12  # samples in a notebook


class _Pair(NamedTuple):
    x: NDArray[Any]
    """(n, n_0), a sample a row: 8-bit pixels, or floats. May be read-only."""
    y: NDArray[Any]
    """Labels (n,), int64 from 0; or, for a regression, targets (n, n_L), floats."""


class Samples(_Pair):
    """n samples and what each of them is: `x, y`.

    `schema` says what the numbers mean, where that is known; a network that learns from them keeps
    it.
    """

    schema: Schema | None
    where: Callable[[int], str] | None = None
    """Where a sample stands in the file or folder that it was read from: "line 7"."""

    def __new__(cls, x: NDArray[Any], y: NDArray[Any], schema: Schema | None = None) -> Self:
        self = super().__new__(cls, x, y)
        self.schema = schema
        return self

    def __repr__(self) -> str:
        x, y = (f"{a.dtype} {a.shape}" if hasattr(a, "dtype") else repr(a) for a in self)
        return f"Samples(x: {x}, y: {y})"

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if name != "where"}

    def _replace(self, **changes: Any) -> Self:  # pyright: ignore[reportIncompatibleMethodOverride]
        """Others with the same schema."""
        given: dict[str, Any] = {**self._asdict(), "schema": self.schema, **changes}
        return type(self)(**given)


class Data(NamedTuple):
    """What to learn from, what to tune on, and what to judge by at the end."""

    train: Samples
    validation: Samples
    test: Samples

    @property
    def schema(self) -> Schema:
        """What the numbers mean; where the samples do not say, rows of pixels or of numbers
        that are taken as they are, in classes named by their number."""
        if self.train.schema is not None:
            return self.train.schema
        labels = [int(part.y.max()) for part in self if len(part.y) and part.y.ndim == 1]
        classes = map(str, range(1 + max(labels, default=0)))
        return Schema(self.train.x.shape[1:], classes=tuple(classes))

    def _repr_html_(self) -> str:
        """How a notebook shows it: how much there is, and the first samples."""
        from groundup.showing import markup

        schema = self.schema
        parts = zip(("train", "validation", "test"), self, strict=True)
        return markup.block(
            markup.words(schema.words(), bold=True),
            markup.table(["", "samples"], [[name, f"{len(part.x):,}"] for name, part in parts]),
            _shown(self.train, schema),
            *(markup.words(f"note: {note}") for note in schema.notes),
        )


def as_samples(
    given: Pair,
    inputs: int,
    outputs: int,
    name: str,
    targets: bool = False,
    schema: Schema | None = None,
    sees: tuple[int, ...] = (),
) -> Samples:
    """Samples x (n, inputs) with labels y (n,), 0 to outputs−1 or the names of the schema's
    classes, from a pair; `name` says which they are. With `targets`, y may be a regression's
    floats, (n, outputs), or (n,) for one output. Arrays are taken as they are where they fit.
    `sees` is what convolutions see, (rows, columns) or (rows, columns, channels)."""
    if not isinstance(given, tuple | list) or len(given) != 2:
        raise UserError(f"{name}: expected Samples(x, y), got {type(given).__name__}; give a pair")
    own = getattr(given, "schema", None)
    if own is not None and schema is not None and own is not schema:
        check_alike(own, schema, name)
    check_seen(own.shape if own is not None else (), sees, f"{name}.x")
    schema = schema or own
    x = as_inputs(given[0], inputs, f"{name}.x", schema, sees)
    y = numbered(given[1], schema, outputs, f"{name}.y")
    if targets and y.dtype.kind == "f" and y.size:
        y = as_targets(y, outputs, f"{name}.y")
    else:
        y = as_labels(y, outputs, f"{name}.y")
    if x.ndim != 2:
        raise UserError(f"{name}.x: expected a row for each sample, (n, {inputs}), got {x.shape}")
    check_as_many(x, y, name)
    return Samples(x, y, own)


def check_alike(own: Schema, wanted: Schema, name: str) -> None:
    """Raises UserError for samples whose columns, classes or targets are not the network's, or
    stand in another order: their places would mean something else. Classes that are but numbers
    have no names that could differ."""
    few = min(len(own.classes), len(wanted.classes))
    classes = [schema.classes[:few] for schema in (own, wanted)]
    if any(names == tuple(map(str, range(few))) for names in classes):
        classes = [(), ()]
    targets = [schema.targets if schema.outputs > 1 else () for schema in (own, wanted)]
    for what, there, expected in (
        ("columns", own.features, wanted.features),
        ("classes", *classes),
        ("targets", *(targets if wanted.regression else [(), ()])),
    ):
        if there and expected and there != expected:
            raise UserError(
                f"{name}: expected {what} {', '.join(expected[:12])}, as in the network, got "
                f"{', '.join(there[:12])}; read the data as the network's own: "
                "load_data(…, schema=network.schema)"
            )


def as_inputs(
    x: Any,
    inputs: int,
    name: str = "x",
    schema: Schema | None = None,
    sees: tuple[int, ...] = (),
) -> NDArray[Any]:
    """x, (n, inputs) or one sample (inputs,), as uint8 where it is so, else as floats. Pictures may
    have their own shape, (n, 28, 28) or (28, 28), or that which convolutions see. With a schema, a
    table's columns are taken by their names. Pixels of any type count as 8-bit ones do; without a
    schema, what looks like pixels is taken for them."""
    import numpy as np

    if schema is not None and schema.asked and has_names(x):
        from groundup.data.frames import rows_for

        return rows_for(x, schema, name)
    x = as_numbers(x, name, _remedy(schema))
    one = x.ndim == len(sees) == 3 and x.size == inputs  # sample in colours
    if x.ndim > 3 or one:
        check_seen(x.shape if one else x.shape[1:], sees, name, one)
    x = _flat(x, inputs, sees or (schema.shape if schema is not None else ()))
    if x.ndim not in (1, 2) or x.shape[-1] != inputs:
        raise UserError(
            f"{name}: expected {inputs} numbers a sample, (n, {inputs}), as many as the network "
            f"has inputs, got {x.shape}"
        )
    if x.dtype.kind != "b" and (
        schema.pixels if schema is not None else look_like_pixels(np.atleast_2d(x))
    ):
        x = as_pixels(x, schema.largest if schema is not None else WHITE, name)
    return x if x.dtype == "uint8" or x.dtype.kind == "f" else x.astype(float)


def check_seen(shape: tuple[int, ...], sees: tuple[int, ...], name: str, one: bool = False) -> None:
    """Raises UserError for samples of a shape, or for a single one, that are other pictures than
    convolutions see."""
    if not sees or len(shape) < 2 or _beyond_1(shape) == _beyond_1(sees):
        return
    wanted, got = ("×".join(map(str, sizes)) for sizes in (sees, shape))
    if (*shape[1:], shape[0]) == sees:
        axes = "1, 2, 0" if one else "0, 2, 3, 1"
        remedy = f"their channels come first: give x.transpose({axes})"
    elif shape[0] == shape[1]:
        remedy = f"begin the network with {got.replace('×', 'x')}"
    else:
        remedy = "cut or fill them up to squares"
    raise UserError(
        f"{name}: expected pictures of {wanted} numbers, which the network's convolutions see, got "
        f"{got}; {remedy}"
    )


def _beyond_1(shape: tuple[int, ...]) -> list[int]:
    return [n for n in shape if n > 1]


def has_names(x: Any) -> bool:
    """Whether it is a frame, or a row of one, pandas' Series, whose numbers have names."""
    return hasattr(x, "columns") or (hasattr(x, "index") and hasattr(x, "to_frame"))


def _remedy(schema: Schema | None) -> str:
    """What to do about inputs that are no numbers."""
    if schema is None or not schema.columns:
        return "; groundup.load_data makes numbers of a table with words and gaps"
    names = ", ".join([column.name for column in schema.columns][:12])
    return f"; give a DataFrame with the columns {names}"


def _flat(x: NDArray[Any], inputs: int, shape: tuple[int, ...]) -> NDArray[Any]:
    """Pictures (n, rows, columns), or (…, 3) of colours, as rows; where their shape is known, one
    of them as a row, too."""
    if x.ndim < 3 and (not shape or x.shape[-1:] == (inputs,)):
        return x
    shape = shape or x.shape[1:]
    if x.ndim > 3 and _beyond_1(x.shape[1:]) == _beyond_1(shape):
        return x.reshape(len(x), -1)  # (n, 28, 28, 1), or (n, 1, 28, 28)
    if len(shape) < 2 or math.prod(shape) != inputs or x.shape[-len(shape) :] != shape:
        return x
    return x.reshape(*x.shape[: -len(shape)], inputs)


def numbered(y: Any, schema: Schema | None, outputs: int, name: str) -> NDArray[Any]:
    """Labels as numbers: names of the schema's classes, "0" to those of the outputs without one, or
    whatever is a number already."""
    import numpy as np

    classes = schema.classes if schema is not None else tuple(map(str, range(outputs)))
    words = np.asarray(y) if classes else None
    if words is None or words.dtype.kind not in "USO" or not words.size:
        return as_numbers(y, name)
    flat = words.reshape(-1).tolist()
    if not any(isinstance(word, str) for word in flat):
        return as_numbers(y, name)
    places = {word: place for place, word in enumerate(classes)}
    unknown = [word for word in flat if word not in places]
    if unknown:
        named = any(not word.isdecimal() for word in classes)
        remedy = "train with them" if named else "have groundup.load_data number them"
        raise UserError(
            f"{name}: expected labels among {', '.join(classes[:12])}, got {unknown[0]!r:.60}; "
            f"leave such samples out, or {remedy}"
        )
    return np.array([places[word] for word in flat], np.int64).reshape(words.shape)


def as_labels(y: ArrayLike, outputs: int, name: str = "y") -> NDArray[np.int64]:
    """Labels (n,), 0 to outputs−1; a column (n, 1), as tables have it, becomes a row."""
    y = as_numbers(y, name)
    y = y[:, 0] if y.ndim == 2 and y.shape[1] == 1 else y
    if y.ndim != 1 or (y.dtype.kind not in "iu" and y.size):
        raise UserError(
            f"{name}: expected whole labels, (n,), got {y.dtype} {y.shape}; "
            "where they are whole numbers, use y.astype(int)"
        )
    if len(y) and not 0 <= y.min() <= y.max() < outputs:
        raise UserError(
            f"{name}: expected labels from 0 to {outputs - 1}, as the network has {outputs} "
            f"outputs, got {y.min()} to {y.max()}"
        )
    return y.astype("int64", copy=False)


def as_targets(y: Any, outputs: int, name: str = "y", schema: Schema | None = None) -> NDArray[Any]:
    """Targets (n, outputs) as floats, from targets or labels (n,), which may be names of the
    schema's classes."""
    import numpy as np

    y = numbered(y, schema, outputs, name)
    if y.ndim == 1 and outputs == 1 and y.dtype.kind == "f":
        y = y[:, np.newaxis]
    if y.ndim == 2 and y.shape[1] == outputs:
        return y.astype(float, copy=False)
    if y.ndim == 2 and y.shape[1] != 1:
        raise UserError(
            f"{name}: expected labels (n,) or targets (n, {outputs}), got {y.dtype} {y.shape}"
        )
    return np.eye(outputs)[as_labels(y, outputs, name)]


def check_as_many(x: NDArray[Any], y: NDArray[Any], name: str = "") -> None:
    """Raises ValueError where there is not one of y for each row of x."""
    if len(x) != len(y):
        of = f"{name}." if name else ""
        raise UserError(
            f"{of}x, {of}y: expected one y for each row of x, got {len(x)} rows and {len(y)}"
        )


def check_finite(x: NDArray[Any], dtype: DTypeLike, name: str, first: int = 0) -> None:
    """Raises ValueError, which names the first, where an x (n, n_0) is not a number of `dtype`:
    NaN, infinite, or too large for it; samples are counted from `first` on."""
    import numpy as np

    most = np.finfo(dtype).max
    if x.dtype == np.uint8 or not x.size or (-most <= x.min() and x.max() <= most):
        return
    sample, feature = np.argwhere(~(np.abs(x) <= most))[0]  # NaN is never that
    raise UserError(
        f"{name}: expected finite numbers, at most {most:.3g} in {np.dtype(dtype)}, got "
        f"{x[sample, feature]} in sample {first + sample}, feature {feature} (counted from 0); "
        "replace such numbers or leave their samples out"
    )


def as_numbers(given: Any, name: str, remedy: str = "") -> NDArray[Any]:
    """What is given as an array of numbers of any kind. Raises UserError, which ends in a remedy,
    where it is none."""
    import numpy as np

    try:
        array = np.asarray(given)
        array = array.astype(float) if array.dtype == object else array
    except (TypeError, ValueError) as error:
        raise UserError(
            f"{name}: expected rows of numbers, all of one length, got {type(given).__name__}: "
            f"{error}{remedy}"
        ) from None
    if array.dtype.kind not in "biuf":
        raise UserError(f"{name}: expected numbers, got {array.dtype} {array.shape}{remedy}")
    return array


def _shown(samples: Samples, schema: Schema) -> str:
    """The first samples, as pictures or as rows, for a notebook."""
    from groundup.showing import markup

    labels = [
        f"{label:.4g}" if schema.regression else schema.name(int(label))
        for label in samples.y[:SHOWN].reshape(-1).tolist()[:SHOWN]
    ]
    if schema.pixels:
        images = (grey_image(row, schema) for row in samples.x[:SHOWN])
        return markup.pictures(zip(images, labels, strict=True))
    names = schema.features or tuple(str(k) for k in range(schema.inputs))
    rows = [
        [*(f"{value:.4g}" for value in row[:SHOWN]), label]
        for row, label in zip(samples.x[:SHOWN].tolist(), labels, strict=True)
    ]
    return markup.table([*names[:SHOWN], "label"], rows)
