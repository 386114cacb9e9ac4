"""A picture of a digit becomes the pixels that the same digit has in MNIST."""

from __future__ import annotations

import numpy as np
import pytest

from groundup.page.preprocessing import BOX, MIDDLE

Image = pytest.importorskip("PIL.Image")
from groundup.page.bitmaps import prepare  # noqa: E402


def sheet(pixels: np.ndarray, size: int, place: tuple[int, int], dark: bool) -> np.ndarray:
    """A digit of MNIST, magnified, somewhere on a large sheet, in dark ink or in light."""
    image = Image.fromarray(pixels.reshape(28, 28)).resize((size, size), Image.Resampling.BICUBIC)
    whole = np.zeros((500, 700))
    whole[place[0] : place[0] + size, place[1] : place[1] + size] = image
    shade = 240 - whole * 0.8 if dark else 20 + whole * 0.8
    return shade.astype(np.uint8)


@pytest.mark.parametrize("dark", [True, False])
@pytest.mark.parametrize(("size", "place"), [(28, (0, 0)), (150, (9, 480)), (400, (70, 200))])
def test_a_digit_is_found_wherever_and_however_large_it_is(digits, dark, size, place):
    shifted = []
    for pixels in digits.test.x[:30]:
        found = prepare(sheet(pixels, size, place, dark)).reshape(28, 28).astype(float)
        best = min(
            np.abs(np.roll(found, (i, j), (0, 1)) - pixels.reshape(28, 28)).mean()
            for i in (-1, 0, 1)
            for j in (-1, 0, 1)
        )
        shifted.append(best)
    assert np.mean(shifted) < 16  # shades of 255; two different digits are 50 apart


def test_ink_fills_the_box_and_its_mass_is_in_the_middle(digits):
    for pixels in digits.test.x[:50]:
        ink = prepare(sheet(pixels, 200, (30, 90), True)).reshape(28, 28) / 255
        rows, columns = (np.flatnonzero((ink > 0.1).any(axis=axis)) for axis in (1, 0))
        assert abs(max(np.ptp(rows), np.ptp(columns)) + 1 - BOX) <= 2
        for axis in (0, 1):
            mass = ink.sum(axis=1 - axis)
            assert abs((mass * (np.arange(28) + 0.5)).sum() / mass.sum() - MIDDLE) < 0.2


def test_an_empty_sheet_is_all_paper():
    assert not prepare(np.full((30, 40), 200, np.uint8)).any()
    noise = np.random.default_rng(0).integers(195, 205, (30, 40), np.uint8)
    assert not prepare(noise).any()


@pytest.mark.slow
def test_a_single_dot_and_a_long_line_fit():
    dot = np.full((50, 50), 255, np.uint8)
    dot[20, 30] = 0
    line = np.full((10, 2000), 255, np.uint8)
    line[5, 5:-5] = 0
    for picture in (dot, line):
        assert prepare(picture).max() == 255
