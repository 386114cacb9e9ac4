"""Samples of pixels as images to look at."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from groundup.data.pixels import WHITE, as_pixels
from groundup.data.schema import Schema

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


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

    x = as_pixels(x)
    largest = 1 if x.dtype != np.uint8 else schema.largest if schema is not None else WHITE
    return np.clip(x * (WHITE / largest) + 0.5, 0, WHITE).astype(np.uint8)
