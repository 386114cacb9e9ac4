"""What tells a data set from others, so that a model remembers what it was trained on."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from groundup.data.samples import Data


def identity(name: str, data: Data) -> dict[str, Any]:
    """What a model file says of its data: `name`, as one asked for it ("mnist", or a folder);
    `shape`, of a sample; `classes`, how many labels there are; and `digest`, the SHA-256 of the
    test samples and their labels, or where there are none of the training samples, in hexadecimal,
    which is the same under any other name. A regression has 0 classes."""
    x, y = data.test if len(data.test.x) else data.train
    sha256 = hashlib.sha256(f"{x.dtype.str} {x.shape}".encode())
    sha256.update(x.tobytes())
    sha256.update(y.astype("<f8" if y.ndim == 2 else "<i8").tobytes())
    labels = [int(part.y.max()) for part in data if len(part.y) and part.y.ndim == 1]
    return {
        "name": name,
        "shape": list(x.shape[1:]),
        "classes": 1 + max(labels, default=-1),
        "digest": sha256.hexdigest(),
    }
