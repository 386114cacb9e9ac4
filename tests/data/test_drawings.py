"""Reading the drawings that the page has downloaded."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from groundup.data import DataError
from groundup.data.drawings import MAXIMUM_DRAWINGS, MAXIMUM_POINTS, read_drawings

PIXELS = bytes(range(256)) * 3 + bytes(16)


def drawing(**changes: Any) -> dict[str, Any]:
    whole = {
        "strokes": [[[0.25, 0.5], [0.5, 1]], [[-0.1, 0]]],
        "label": 7,
        "pixels": base64.b64encode(PIXELS).decode(),
    }
    return whole | changes


def write(path: Path, drawings: Any, **changes: Any) -> Path:
    path.write_text(json.dumps({"format": "groundup drawings 1", "drawings": drawings} | changes))
    return path


def test_pixels_and_labels_come_as_they_are(tmp_path) -> None:
    x, y = read_drawings(write(tmp_path / "a.json", [drawing(), drawing(label=0)]))
    assert x.dtype == np.uint8
    assert x.shape == (2, 784)
    assert x[0].tobytes() == PIXELS
    assert y.dtype == np.int64
    assert y.tolist() == [7, 0]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"label": 10}, "label from 0 to 9, but it is 10"),
        ({"label": -1}, "label"),
        ({"label": True}, "label"),
        ({"label": 7.0}, "label"),
        ({"label": "7"}, "label"),
        ({"pixels": ""}, "784 pixels in base64"),
        ({"pixels": "!" * 1048}, "base64"),
        ({"pixels": base64.b64encode(bytes(785)).decode()}, "785"),
        ({"pixels": [0] * 784}, "784 pixels in base64"),
        ({"strokes": {}}, "list of strokes"),
        ({"strokes": [0.5]}, "list of strokes"),
        ({"strokes": [[0.5]]}, "points"),
        ({"strokes": [[[0.5, 0.5, 0.5]]]}, "points"),
        ({"strokes": [[[0.5, "0.5"]]]}, "points"),
        ({"strokes": [[[0.5, True]]]}, "points"),
        ({"strokes": [[[0.5, 1e9]]]}, "points"),
        ({"strokes": [[[0, 0]] * MAXIMUM_POINTS]}, "at most 20,000 points"),
        ({"strokes": [[]] * (MAXIMUM_POINTS + 1)}, "at most 20,000 points"),
        ({"more": 1}, "strokes, label and pixels"),
    ],
)
def test_a_wrong_drawing_is_named(tmp_path, changes, message) -> None:
    path = write(tmp_path / "a.json", [drawing(), drawing(**changes)])
    with pytest.raises(DataError, match=rf"a\.json: drawing 1: .*{message}.*again"):
        read_drawings(path)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "JSON"),
        (b"\xff\xfe", "JSON"),
        (b"[" * 100_000, "JSON"),
        (b'{"format": NaN}', "NaN"),
        (b"[]", "format"),
        (b'{"format": "groundup drawings 2", "drawings": []}', "groundup drawings 2"),
        (b'{"format": "groundup drawings 1"}', "list of drawings"),
        (b'{"format": "groundup drawings 1", "drawings": {}}', "list of drawings"),
        (b'{"format": "groundup drawings 1", "drawings": []}', "1 to 10,000 drawings"),
        (b'{"format": "groundup drawings 1", "drawings": [7]}', "drawing 0"),
    ],
)
def test_another_file_is_refused(tmp_path, content, message) -> None:
    path = tmp_path / "b.json"
    path.write_bytes(content)
    with pytest.raises(DataError, match=message):
        read_drawings(path)


def test_too_many_are_refused(tmp_path) -> None:
    path = write(tmp_path / "c.json", [0] * (MAXIMUM_DRAWINGS + 1))
    with pytest.raises(DataError, match="10,001"):
        read_drawings(path)


def test_a_file_too_large_is_not_read(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("groundup.data.drawings.MAXIMUM_BYTES", 100)
    with pytest.raises(DataError, match="64 MiB"):
        read_drawings(write(tmp_path / "d.json", [drawing()]))


@pytest.mark.parametrize("name", ["missing.json", "."])
def test_what_is_no_file_is_refused(tmp_path, name) -> None:
    with pytest.raises(DataError, match="check the path"):
        read_drawings(tmp_path / name)
