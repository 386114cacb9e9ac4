"""Reads the drawings that the page has downloaded, strictly: numbers and nothing else.

    {"format": "groundup drawings 1",
     "drawings": [{"strokes": [[[0.31, 0.2], [0.32, 0.24], …], …],
                   "label": 7,
                   "pixels": "AAAA…"}, …]}

A stroke is a list of points on a canvas of side 1; `pixels` are what the page made of them, base64
of 784 bytes, 0 for paper to 255 for ink.
"""

from __future__ import annotations

import base64
import json
import os
from pathlib import Path
from typing import Any

from groundup.data.idx import DataError
from groundup.data.samples import Samples
from groundup.errors import UserError

FORMAT = "groundup drawings 1"
PIXELS = 784
MAXIMUM_BYTES = 2**26
"""The most a file may hold: 64 MiB."""
MAXIMUM_DRAWINGS = 10_000
MAXIMUM_POINTS = 20_000
"""Of a drawing, strokes counted as points."""
FARTHEST = 1000
"""The largest coordinate."""

ADVICE = "download the corrections from the page again"


def read_drawings(path: str | os.PathLike[str]) -> Samples:
    """The pixels (n, 784), uint8, and labels (n,) of a file of drawings.

    Raises DataError where the file is missing, too large, or anything but such a file.
    """
    import numpy as np

    path = Path(path)
    drawings = _drawings(path, _read(path))
    x, y = [], []
    for number, drawing in enumerate(drawings):
        try:
            pixels, label = _checked(drawing)
        except ValueError as error:
            raise DataError(f"{path}: drawing {number}: {error}; {ADVICE}") from None
        x.append(np.frombuffer(pixels, np.uint8))
        y.append(label)
    return Samples(np.stack(x), np.array(y, np.int64))


def _read(path: Path) -> bytes:
    """The file's bytes, no more of them than there may be."""
    try:
        with path.open("rb") as file:
            content = file.read(MAXIMUM_BYTES + 1)
    except OSError as error:
        raise DataError(
            f"{path}: expected a file of drawings, but the system says: "
            f"{error.strerror or error}; check the path"
        ) from error
    if len(content) > MAXIMUM_BYTES:
        raise DataError(f"{path}: expected at most 64 MiB, but it holds more; {ADVICE}")
    return content


def _drawings(path: Path, content: bytes) -> list[Any]:
    """The list in the file, nothing in it checked yet."""
    try:
        whole = json.loads(content.decode("utf-8"), parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise DataError(f"{path}: expected JSON, but it is not JSON ({error}); {ADVICE}") from None
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        said = whole.get("format") if isinstance(whole, dict) else None
        raise DataError(
            f'{path}: expected "format": "{FORMAT}", but it is {_short(said)}; name a file that '
            "was downloaded from the page"
        )
    if set(whole) != {"format", "drawings"} or not isinstance(whole["drawings"], list):
        raise DataError(
            f"{path}: expected a list of drawings beside the format, but it has "
            f"{_short(sorted(whole))}; {ADVICE}"
        )
    if not 0 < len(whole["drawings"]) <= MAXIMUM_DRAWINGS:
        raise DataError(
            f"{path}: expected 1 to {MAXIMUM_DRAWINGS:,} drawings, but it has "
            f"{len(whole['drawings']):,}; {ADVICE}"
        )
    return whole["drawings"]


def _checked(drawing: Any) -> tuple[bytes, int]:
    """The pixels and the label of one drawing. Raises ValueError where something is wrong."""
    if not isinstance(drawing, dict) or set(drawing) != {"strokes", "label", "pixels"}:
        raise UserError(f"expected strokes, label and pixels, but it is {_short(drawing)}")
    label, pixels = drawing["label"], drawing["pixels"]
    if type(label) is not int or not 0 <= label <= 9:
        raise UserError(f"expected a label from 0 to 9, but it is {_short(label)}")
    _check_strokes(drawing["strokes"])
    if not isinstance(pixels, str) or len(pixels) != 4 * -(-PIXELS // 3):
        raise UserError(f"expected {PIXELS} pixels in base64, but they are {_short(pixels)}")
    try:
        data = base64.b64decode(pixels, validate=True)
    except ValueError as error:
        raise UserError(f"expected pixels in base64, but: {error}") from None
    if len(data) != PIXELS:
        raise UserError(f"expected {PIXELS} pixels, but there are {len(data)}")
    return data, label


def _check_strokes(strokes: Any) -> None:
    if not isinstance(strokes, list) or not all(isinstance(stroke, list) for stroke in strokes):
        raise UserError(f"expected a list of strokes, but it is {_short(strokes)}")
    if len(strokes) + sum(len(stroke) for stroke in strokes) > MAXIMUM_POINTS:
        raise UserError(f"expected at most {MAXIMUM_POINTS:,} points, but there are more")
    for point in (point for stroke in strokes for point in stroke):
        if (
            not isinstance(point, list)
            or len(point) != 2
            or not all(type(c) in (int, float) and -FARTHEST <= c <= FARTHEST for c in point)
        ):
            raise UserError(f"expected points [x, y], but one is {_short(point)}")


def _refuse(constant: str) -> None:
    raise UserError(f"{constant} is not a number")


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}…"
