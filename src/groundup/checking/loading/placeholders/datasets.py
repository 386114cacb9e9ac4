"""Data sets of libraries that are not installed: numbers of their shapes, a few samples of each.

Samples are in -1 to 1, pixels 0 to 255 or as the library gives them; of K classes, sample i is of
class i mod K, so that every part of the data has each.
"""

from __future__ import annotations

import math
from collections.abc import Callable
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

    def __init__(self, **parts: Any):
        super().__init__(parts)
        self.__dict__ = self


class Images(np.ndarray[Any, Any]):
    """Fewer than there would be, which a program may not notice: `x.reshape(60000, 784)`."""

    mode = "L"  # of one of Pillow's

    def reshape(self, *shape: Any, **options: Any) -> Any:
        plain = np.asarray(self)
        try:
            return plain.reshape(*shape, **options)
        except ValueError:
            wanted = shape[0] if len(shape) == 1 else shape
            if np.ndim(wanted) == 0 or wanted[0] == -1:
                raise
            return plain.reshape(len(plain), *wanted[1:])

    def __array_wrap__(self, array: Any, context: Any = None, return_scalar: bool = False) -> Any:
        return array[()] if return_scalar else np.asarray(array)

    def numpy(self) -> Array:
        """As PyTorch's do."""
        return np.asarray(self)

    def convert(self, *args: Any) -> Images:
        """As Pillow's."""
        return self


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


def digits(*shape: int) -> tuple[Array, Array]:
    return images(length(), *shape)


def length() -> int:
    """As many samples as the program sets apart, and a few, in whole batches."""
    asks = asking()
    if asks is None:
        return SAMPLES
    if asks.rows:
        return asks.rows
    widths = asks.widths()
    return multiple(max(SAMPLES, widths.rows + SAMPLES // 2), widths.batch)


# What makes samples up.


def making(width: int = 2, classes: int = 2, targets: int = 0) -> Callable[..., Any]:
    """`make_moons` and the like; with targets, real numbers."""

    def make(
        n_samples: Any = 100,
        n_features: int = width,
        *,
        n_classes: int = classes,
        n_targets: int = targets,
        centers: Any = None,
        **options: Any,
    ) -> tuple[Array, Array]:
        if np.ndim(centers) == 2:
            n_classes, n_features = np.shape(centers)
        n = min(int(np.sum(n_samples)), MOST)  # which may be a pair
        x = samples(n, n_features + n_targets)
        if n_targets:
            return x[:, :n_features], np.squeeze(x[:, n_features:])
        return x, labels(n, n_classes if np.ndim(centers) else int(centers or n_classes))

    return make


def spiral(samples: int = 100, classes: int = 3) -> tuple[Array, Array]:
    """As those of the book on neural networks from scratch: as many of each class, one after the
    other."""
    x, y = making(classes=classes)(samples * classes)
    return x, np.sort(y).astype(np.uint8)


def curve(samples: int = 1000) -> tuple[Array, Array]:
    """A number and another one that follows from it, (n, 1)."""
    x = np.linspace(0.0, 1.0, min(samples, MOST)).reshape(-1, 1)
    return x, np.sin(2.0 * np.pi * x)


# What is loaded.


def loader(name: str) -> Any:
    """`load_iris` and the like."""

    def load(*, return_X_y: bool = False, as_frame: bool = False, **options: Any) -> Any:  # noqa: N803
        n = length()
        if name in TARGETS:
            x = samples(n, TARGETS[name])
            return bunch(x, x.sum(axis=1), 0, return_X_y, as_frame)
        width, classes = TABLES[name]
        chosen = options.get("n_class", classes)
        x, y = samples(n, width), labels(n, chosen)
        if name != "digits":
            return bunch(x, y, chosen, return_X_y, as_frame)
        x = np.floor(8 + 8 * x)
        return bunch(x, y, chosen, return_X_y, as_frame, images=x.reshape(-1, 8, 8))

    return load


def bunch(x: Array, y: Array, classes: int, pair: bool, frame: bool, **beside: Any) -> Any:
    features = [f"feature {j}" for j in range(x.shape[1])]
    data, target = (Table(x, features), Table(y)) if frame else (x, y)
    if pair:
        return data, target
    both = Table(np.column_stack([x, y]), [*features, "target"]) if frame else None
    names = np.array([f"class {k}" for k in range(classes)])
    return Bunch(
        data=data, target=target, target_names=names, frame=both, feature_names=features,
        DESCR="", filename="", **beside,
    )  # fmt: skip


def fetch_openml(
    name: str = "mnist_784",
    *args: Any,
    return_X_y: bool = False,  # noqa: N803
    as_frame: Any = "auto",
    **options: Any,
) -> Any:
    """Digits of 784 pixels, 0 to 255, or another data set of that name."""
    asks = asking()
    if as_frame == "auto":
        as_frame = asks is not None and asks.mentions(".values", "to_numpy", ".iloc")
    known = next((one for one in TABLES if one in name.lower()), None)
    if known and "mnist" not in name.lower():
        return loader(known)(return_X_y=return_X_y, as_frame=as_frame)
    x, y = digits(784)
    return bunch(x.astype(float), y.astype(int), 10, return_X_y, as_frame)


def pair_of(*shape: int, flat: bool = True) -> Any:
    """`load_data` of a data set of images; labels (n,), or (n, 1) where they are not flat."""

    def load_data(*args: Any, **options: Any) -> tuple[tuple[Array, Array], tuple[Array, Array]]:
        x, y = digits(*shape)
        y = y if flat else y.reshape(-1, 1)
        return (x, y), (x[:SAMPLES].copy(), y[:SAMPLES].copy())

    return load_data


def four() -> tuple[Array, ...]:
    """As a well-known module mnist: pixels (n, 784) and labels, to train and to test with."""
    train, test = pair_of(784)()
    return *map(np.asarray, train), *map(np.asarray, test)


def load_digits(
    normalize: bool = True, flatten: bool = True, one_hot_label: bool = False, **options: Any
) -> list[tuple[Array, Array]]:
    """As a well-known book's `load_mnist`."""

    def part(pixels: Array, classes: Array) -> tuple[Array, Array]:
        x = pixels / np.float32(255) if normalize else pixels
        return x if flatten else x.reshape(-1, 1, 28, 28), eye[
            classes
        ] if one_hot_label else classes

    eye = np.eye(10)
    return [part(*one) for one in pair_of(784)()]


class Digits:
    """As `MNIST` of python-mnist: lists of pixels, and labels."""

    def __init__(self, *args: Any, **options: Any): ...

    def load_training(self) -> tuple[list[list[int]], list[int]]:
        x, y = digits(784)
        return x.tolist(), y.tolist()

    load_testing = load_training


class Rows(list[dict[str, Any]]):
    """As a part of a data set of Hugging Face's: columns by name, rows by number."""

    def __getitem__(self, key: Any) -> Any:
        return [row[key] for row in self] if isinstance(key, str) else super().__getitem__(key)

    def with_format(self, *args: Any, **options: Any) -> Rows:
        """Itself: its images are arrays in any case."""
        return self

    set_format = shuffle = with_format


def load_dataset(name: str = "", *args: Any, split: str | None = None, **options: Any) -> Any:
    """As Hugging Face's, for digits: a part, or all of them."""
    x, y = digits(28, 28)
    part = Rows({"image": one, "label": k} for one, k in zip(x, y.tolist(), strict=True))
    return part if split else {"train": part, "test": part}


class Batches:
    """As a part of TensorFlow's digits: pixels (n, 784), 0 to 1, and labels."""

    def __init__(self, one_hot: bool, flat: bool):
        x, y = digits(784)
        rows = x / np.float32(255)
        self.images = rows if flat else rows.reshape(-1, 28, 28, 1)
        self.labels: Array = np.eye(10)[y] if one_hot else y
        self.num_examples, self.begun = len(rows), 0

    def next_batch(self, size: int, *args: Any, **options: Any) -> tuple[Array, Array]:
        """The next samples, from the first on again after the last."""
        places = np.arange(self.begun, self.begun + size) % self.num_examples
        self.begun = int(places[-1]) + 1
        return self.images[places], self.labels[places]


def read_data_sets(
    *args: Any, one_hot: bool = False, reshape: bool = True, **options: Any
) -> Bunch:
    """As TensorFlow's lesson on digits has it."""
    part = Batches(one_hot, reshape)
    return Bunch(train=part, test=part, validation=part)


class Pictures:
    """As torchvision's data sets of images: `data`, `targets`, or a pair a sample."""

    def __init__(self, *args: Any, **options: Any):
        x, y = digits(28, 28)
        self.data, self.targets = x, y.astype(int).view(Images)

    def __len__(self) -> int:
        return len(self.data)

    def __getitem__(self, i: Any) -> tuple[Array, int]:
        return (self.data[i : i + 1] / 255).view(Images), int(self.targets[i])
