"""What scikit-learn and Keras do to data before training, where they are not installed."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from groundup.checking.loading.placeholders.tables import Table

Array = NDArray[Any]


def rows(data: Any, index: Array) -> Any:
    """Those of an array, a table or a list."""
    if isinstance(data, Table):
        return data.rows(index)
    return [data[i] for i in index] if isinstance(data, (list, tuple)) else np.asarray(data)[index]


def train_test_split(
    *arrays: Any, test_size: Any = None, train_size: Any = None, **options: Any
) -> list[Any]:
    """The classes of the last array, which may be labels, are shared out among both parts."""
    n = len(arrays[0])
    if test_size is None and train_size is not None:
        test_size = 1 - train_size if train_size < 1 else n - train_size
    test_size = 0.25 if test_size is None else test_size
    count = round(n * test_size) if test_size < 1 else min(int(test_size), n // 4)
    order, seen = [], Counter()
    for label in np.asarray(arrays[-1]).reshape(n, -1).tolist():
        order.append(seen[str(label)])
        seen[str(label)] += 1
    index = np.argsort(order, kind="stable")
    count = min(max(count, 1), n - 1)
    return [rows(array, part) for array in arrays for part in (index[count:], index[:count])]


def shuffled(*arrays: Any, **options: Any) -> Any:
    index = np.random.RandomState(0).permutation(len(arrays[0]))
    found = [rows(array, index) for array in arrays]
    return found if len(found) > 1 else found[0]


class Transformer:
    """What is fitted to data and then changes them."""

    def __init__(self, *args: Any, **options: Any):
        self.options = options

    def fit_transform(self, data: Any, *args: Any) -> Any:
        return self.fit(data).transform(data)

    def fit(self, data: Any, *args: Any) -> Any:
        self.measure(np.asarray(data))
        return self

    def measure(self, x: Array) -> None:
        raise NotImplementedError

    def transform(self, data: Any) -> Any:
        raise NotImplementedError


class StandardScaler(Transformer):
    """x becomes (x - mean) / scale, column by column."""

    def measure(self, x: Array) -> None:
        self.scaled(x.mean(axis=0), x.std(axis=0))

    def scaled(self, shift: Array, scale: Array) -> None:
        self.mean_, self.scale_ = shift, np.where(scale == 0, 1.0, scale)

    def transform(self, data: Any) -> Array:
        return (np.asarray(data, float) - self.mean_) / self.scale_

    def inverse_transform(self, data: Any) -> Array:
        return np.asarray(data, float) * self.scale_ + self.mean_


class MinMaxScaler(StandardScaler):
    def measure(self, x: Array) -> None:
        low, high = self.options.get("feature_range", (0, 1))
        width = np.ptp(x, axis=0) / (high - low)
        self.scaled(x.min(axis=0) - low * np.where(width == 0, 1.0, width), width)


class LabelEncoder(Transformer):
    def measure(self, x: Array) -> None:
        self.classes_ = np.unique(x)

    def transform(self, data: Any) -> Array:
        return np.searchsorted(self.classes_, np.asarray(data).reshape(-1))

    def inverse_transform(self, data: Any) -> Array:
        return self.classes_[np.asarray(data)]


class LabelBinarizer(LabelEncoder):
    """A column a class, or one for two classes."""

    def transform(self, data: Any) -> Array:
        found = np.eye(len(self.classes_), dtype=int)[super().transform(data)]
        return found[:, 1:] if len(self.classes_) == 2 else found

    def inverse_transform(self, data: Any) -> Array:
        return self.classes_[np.asarray(data).argmax(axis=1)]


class Dense(np.ndarray[Any, Any]):
    """What might have been sparse."""

    def toarray(self) -> Array:
        return np.asarray(self)

    todense = toarray


class OneHotEncoder(Transformer):
    """A column for each value of each column."""

    def measure(self, x: Array) -> None:
        self.categories_ = [np.unique(column) for column in x.reshape(len(x), -1).T]

    def transform(self, data: Any) -> Array:
        columns = np.asarray(data).reshape(len(data), -1).T
        pairs = zip(columns, self.categories_, strict=True)
        return np.hstack([(column[:, None] == one).astype(float) for column, one in pairs]).view(
            Dense
        )


def normalize(data: Any, *args: Any, axis: int = 1, **options: Any) -> Array:
    x = np.asarray(data, float)
    return x / np.maximum(np.linalg.norm(x, axis=axis, keepdims=True), 1e-12)


def to_categorical(y: Any, num_classes: int | None = None, *args: Any, **options: Any) -> Array:
    """A column a class."""
    labels = np.asarray(y, int)
    labels = labels[:, 0] if labels.shape[1:] == (1,) else labels
    return np.eye(num_classes or int(labels.max()) + 1)[labels]
