"""Reads pictures of any size and mode, by Pillow (the extra `pictures`), into rows of pixels.

A picture is turned as its EXIF says, laid on white where it is transparent, brought to 8 bits, made
grey (0.299 red + 0.587 green + 0.114 blue) or red, green and blue, scaled with its proportions kept
until it fits, and put into the middle; what is left beside it has the median colour of its border.
A pixel that comes of many is their mean, weighted (bilinear, antialiased).
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from groundup.data.idx import DataError
from groundup.errors import UserError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL import Image

ENDINGS = (
    ".bmp", ".gif", ".jpeg", ".jpg", ".pbm", ".pgm", ".png", ".pnm", ".ppm", ".tif", ".tiff",
    ".webp",
)  # fmt: skip
MAXIMUM_PIXELS = 50_000_000
"""The most that a picture may have: 7,000×7,000, say."""


def is_picture(path: Path) -> bool:
    """Whether a file's name is that of a picture."""
    return path.suffix.lower() in ENDINGS


def pictures_in(folder: Path) -> list[Path]:
    """The pictures in a folder and those in it, by name; hidden ones left out."""
    return sorted(
        path
        for path in folder.rglob("*")
        if is_picture(path)
        and path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )


def size_of(path: Path) -> tuple[tuple[int, int], bool]:
    """The (rows, columns) of a picture, and whether it has colours: by its head alone. Raises
    DataError where it is none, or too large."""
    with _opened(path) as image:
        columns, rows = image.size
        turned = image.getexif().get(0x0112, 1) >= 5
        coloured = image.mode not in ("1", "L", "LA", "I", "I;16", "F")
        return ((columns, rows) if turned else (rows, columns)), coloured


def read_picture(path: Path, shape: Sequence[int]) -> NDArray[np.uint8]:
    """The pixels of a picture, scaled to shape, (rows, columns) for grey ones or (rows, columns, 3)
    for red, green and blue. Raises DataError where it cannot be read."""
    import numpy as np

    with _opened(path) as image:
        flat = flattened(image)
        return np.asarray(fitted(flat.convert("L" if len(shape) == 2 else "RGB"), shape))


def read_grey(path: Path) -> NDArray[np.uint8]:
    """The grey pixels of a picture in its own size (rows, columns)."""
    import numpy as np

    with _opened(path) as image:
        return np.asarray(flattened(image).convert("L"))


def flattened(image: Image.Image) -> Image.Image:
    """The picture upright, opaque, and in 8 bits."""
    import numpy as np
    from PIL import Image, ImageOps

    image = ImageOps.exif_transpose(image)
    if image.mode in ("I", "F") or image.mode.startswith("I;16"):
        deep = np.asarray(image).astype(np.float64)
        largest = 1.0 if image.mode == "F" and deep.max(initial=0) <= 1 else 65535.0
        return Image.fromarray(np.clip(deep * (255 / largest) + 0.5, 0, 255).astype(np.uint8))
    if image.mode in ("LA", "PA", "RGBA", "La", "RGBa") or "transparency" in image.info:
        image = image.convert("RGBA")
        white = Image.new("RGBA", image.size, (255, 255, 255, 255))
        return Image.alpha_composite(white, image).convert("RGB")
    return (
        image if image.mode in ("L", "RGB") else image.convert("L" if image.mode == "1" else "RGB")
    )


def fitted(image: Image.Image, shape: Sequence[int]) -> Image.Image:
    """The picture in the middle of one of (rows, columns), as large as its proportions allow."""
    import numpy as np
    from PIL import Image

    rows, columns = shape[:2]
    if image.size == (columns, rows):
        return image
    scale = min(rows / image.height, columns / image.width)
    height, width = (max(1, round(side * scale)) for side in (image.height, image.width))
    small = image.resize((width, height), Image.Resampling.BILINEAR)
    if small.size == (columns, rows):
        return small
    pixels = np.asarray(small)
    border = [pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]]
    colour = np.median(np.concatenate(border), axis=0).astype(int)
    whole = Image.new(image.mode, (columns, rows), tuple(np.atleast_1d(colour).tolist()))
    whole.paste(small, ((columns - width) // 2, (rows - height) // 2))
    return whole


@contextmanager
def _opened(path: Path) -> Iterator[Image.Image]:
    """A picture whose head is read, and is not too large. What goes wrong is a DataError."""
    image_module = pillow(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of Pillow, on files that it reads all the same
            with image_module.open(path) as image:
                if image.width * image.height > MAXIMUM_PIXELS:
                    raise DataError(_too_large(path, f"{image.width:,}×{image.height:,}"))
                yield image
    except image_module.DecompressionBombError:
        raise DataError(_too_large(path, f"more than {2 * MAXIMUM_PIXELS:,}")) from None
    except UserError:
        raise
    except Exception as error:  # Pillow's readers raise of all kinds for damaged files
        unknown = "cannot identify" in str(error)
        reason = "it is not of a kind that Pillow knows" if unknown else str(error)
        raise DataError(
            f"{path}: expected a picture, but {reason or type(error).__name__}; save it again"
        ) from None


def _too_large(path: Path, came: str) -> str:
    return (
        f"{path}: expected a picture of at most {MAXIMUM_PIXELS:,} pixels, but it has {came}; "
        "make it smaller"
    )


def pillow(path: Path) -> Any:
    """Pillow's Image. Raises UserError where it is missing."""
    try:
        from PIL import Image
    except ImportError:
        raise UserError(
            f"{path}: reading pictures needs Pillow, which is not installed; install it with "
            "pip install 'groundup[pictures]'"
        ) from None
    return Image
