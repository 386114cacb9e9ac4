"""What tells a data set from others, so that a model remembers what it was trained on."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from groundup.data.samples import Data


def identity(name: str, data: Data) -> dict[str, Any]:
    """What a model file says of its data: `name`, as one asked for it ("mnist", or a folder);
    `shape`, of a sample; `classes`, how many labels there are; and `digest`, the SHA-256 of the
    test samples and their labels, in hexadecimal, which is the same under any other name."""
    x, y = data.test
    sha256 = hashlib.sha256(f"{x.dtype.str} {x.shape}".encode())
    sha256.update(x.tobytes())
    sha256.update(y.astype("<i8").tobytes())
    classes = 1 + max(int(part.y.max()) for part in data if len(part.y))
    return {
        "name": name,
        "shape": list(x.shape[1:]),
        "classes": classes,
        "digest": sha256.hexdigest(),
    }
