"""From strokes to pixels: what must hold, whatever was drawn, and known answers to the byte."""

from __future__ import annotations

import base64
import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from groundup.page.preprocessing import (
    BOX,
    EDGE,
    FARTHEST,
    MIDDLE,
    RADIUS,
    SIZE,
    SMALLEST,
    preprocess,
)

DRAWINGS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "drawings.json").read_text(encoding="utf-8")
)
EXACT = 1024  # coordinates are so many parts of a side: then moving and doubling them is exact

Stroke = list[tuple[float, float]]

places = st.tuples(*[st.integers(0, EXACT).map(lambda k: k / EXACT)] * 2)
drawings = st.lists(st.lists(places, min_size=1, max_size=4), min_size=1, max_size=3)


def pixels(strokes: list[Stroke]) -> np.ndarray:
    return np.frombuffer(preprocess(strokes), np.uint8).reshape(SIZE, SIZE).astype(int)


def moved(strokes: list[Stroke], times: float = 1, x: float = 0, y: float = 0) -> list[Stroke]:
    return [[(times * px + x, times * py + y) for px, py in stroke] for stroke in strokes]


def extent(strokes: list[Stroke]) -> float:
    points = [point for stroke in strokes for point in stroke]
    return max(max(place) - min(place) for place in zip(*points, strict=True))


@settings(deadline=None, max_examples=40)
@given(drawings, places)
def test_where_one_draws_does_not_matter(strokes: list[Stroke], by: tuple[float, float]) -> None:
    assert preprocess(moved(strokes, 1, *by)) == preprocess(strokes)


@settings(deadline=None, max_examples=40)
@given(drawings, st.sampled_from([0.25, 0.5, 2, 4]), st.floats(0.3, 3))
def test_how_large_one_draws_does_not_matter(
    strokes: list[Stroke], exact: float, other: float
) -> None:
    assume(extent(strokes) * min(1, exact, other) >= SMALLEST)
    assert preprocess(moved(strokes, exact)) == preprocess(strokes)
    assert np.abs(pixels(moved(strokes, other)) - pixels(strokes)).max() <= 2  # rounding


@settings(deadline=None, max_examples=40)
@given(drawings, st.randoms(use_true_random=False))
def test_the_order_of_strokes_and_their_direction_do_not_matter(
    strokes: list[Stroke], chance: Any
) -> None:
    shuffled = chance.sample(strokes, len(strokes))
    assert preprocess(shuffled) == preprocess(strokes)
    turned = [stroke[::-1] for stroke in strokes]
    assert np.abs(pixels(turned) - pixels(strokes)).max() <= 2  # rounding


@settings(deadline=None, max_examples=40)
@given(drawings)
def test_the_centre_of_mass_is_at_pixel_14_and_the_box_has_20_pixels(strokes: list[Stroke]) -> None:
    strokes = [[point for stroke in strokes for point in stroke]]  # ink that hangs together
    image = pixels(strokes)
    border = (image[0], image[-1], image[:, 0], image[:, -1])
    assume(not any(edge.any() for edge in border))  # else some of it may have left the image
    number = np.arange(SIZE)
    for axis in (0, 1):
        centre = (image.sum(axis=axis) * number).sum() / image.sum()
        assert abs(centre - 14) < 0.5
    rows, columns = np.nonzero(image >= 128)
    sides = (np.ptp(rows) + 1, np.ptp(columns) + 1)
    assert max(sides) <= BOX + 1  # 20 pixels' width may touch 21
    if extent(strokes) >= SMALLEST:
        assert max(sides) >= BOX - 1


def test_the_middle_is_that_of_pixel_14() -> None:
    assert MIDDLE == 14 + 0.5


@pytest.mark.parametrize("strokes", [[], [[]], [[], []]])
def test_no_drawing_is_no_ink(strokes: list[Stroke]) -> None:
    assert preprocess(strokes) == bytes(SIZE * SIZE)


def test_a_dot_is_a_round_spot_in_the_middle() -> None:
    image = pixels([[(0.2, 0.9)]])
    assert (image == image.T).all()
    assert image[14, 14] == 255
    distance = np.hypot(*(np.indices((SIZE, SIZE)) - 14))
    assert (image[distance >= RADIUS + EDGE / 2] == 0).all()
    assert image.sum() / 255 == pytest.approx(math.pi * RADIUS**2, rel=0.1)


def test_a_straight_line_is_as_wide_as_the_pen() -> None:
    image = pixels([[(0.5, 0.1), (0.5, 0.9)]])
    assert image[14].sum() / 255 == pytest.approx(2 * RADIUS, abs=0.1)


def test_a_tiny_drawing_is_not_blown_up() -> None:
    tick = pixels([[(0.5, 0.5), (0.5, 0.5 + SMALLEST / 4)]])
    rows = np.flatnonzero((tick >= 128).any(axis=1))
    assert len(rows) < BOX / 2


@pytest.mark.parametrize("place", [math.nan, math.inf, -math.inf, 1e300, FARTHEST * 1.001])
@pytest.mark.parametrize("axis", [0, 1])
def test_impossible_coordinates_are_refused(place: float, axis: int) -> None:
    point = (place, 0.5) if axis == 0 else (0.5, place)
    with pytest.raises(ValueError, match="stroke 1, point 2: expected coordinates"):
        preprocess([[(0.1, 0.1)], [(0.1, 0.2), (0.3, 0.4), point]])


@pytest.mark.slow
@pytest.mark.parametrize("drawing", DRAWINGS, ids=lambda drawing: drawing["name"])
def test_known_drawings_give_known_pixels(drawing: dict[str, Any]) -> None:
    assert preprocess(drawing["strokes"]) == base64.b64decode(drawing["pixels"])
