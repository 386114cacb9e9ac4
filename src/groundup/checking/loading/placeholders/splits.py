"""Data sets that come in parts, one to train with and one to test with: digits, a few of each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundup.checking.loading.placeholders.datasets import Bunch, images, length

Array = NDArray[Any]


class Rows:
    """As a part of a data set of Hugging Face's: columns by name, rows by number, which are
    dictionaries."""

    def __init__(self, columns: dict[str, list[Any]]):
        self.columns = columns

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, str):
            return self.columns[key]
        return {name: column[key] for name, column in self.columns.items()}

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return (self[i] for i in range(len(self)))

    def with_format(self, *args: Any, **options: Any) -> Rows:
        """Itself: its images are arrays in any case."""
        return self

    set_format = shuffle = with_format


class Picture(np.ndarray[Any, Any]):
    """An array that says of what kind it is, as Pillow's images do."""

    mode = "L"

    def convert(self, *args: Any) -> Picture:
        return self


def load_dataset(name: str = "", *args: Any, split: str | None = None, **options: Any) -> Any:
    """As Hugging Face's, for digits: a part, or all of them."""
    x, y = images(length(), 28, 28)
    part = Rows({"image": list(np.asarray(x).view(Picture)), "label": y.tolist()})
    return part if split else {"train": part, "test": part}


class Batches:
    """As a part of TensorFlow's digits: pixels (n, 784), 0 to 1, and labels."""

    def __init__(self, one_hot: bool, flat: bool):
        x, y = images(length(), 784)
        rows = np.asarray(x) / np.float32(255)
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


class Tensor(np.ndarray[Any, Any]):
    """An array that turns into one as PyTorch's do."""

    def numpy(self) -> Array:
        return np.asarray(self)


class Pictures:
    """As torchvision's data sets of images: `data`, `targets`, or a pair a sample."""

    def __init__(self, *args: Any, **options: Any):
        x, y = images(length(), 28, 28)
        self.data, self.targets = np.asarray(x).view(Tensor), y.astype(int).view(Tensor)

    def __len__(self) -> int:
        return len(self.data)

    def __getitem__(self, i: Any) -> tuple[Tensor, int]:
        return (self.data[i : i + 1] / 255).view(Tensor), int(self.targets[i])
