"""What samples are called."""

from __future__ import annotations

import pytest

from groundup.cli.sources import noun
from groundup.data import Schema

NUMBERS = ("0", "1", "2")


@pytest.mark.parametrize(
    ("shape", "classes", "said"),
    [
        ((28, 28), NUMBERS, "digits"),
        ((28, 28, 1), NUMBERS, "digits"),
        ((1, 28, 28), NUMBERS, "digits"),
        ((784,), NUMBERS, "digits"),
        ((28, 28), ("coat", "shirt"), "pictures"),
        ((32, 32, 3), NUMBERS, "pictures"),
        ((3, 32, 32), NUMBERS, "pictures"),
    ],
)
def test_pictures_in_colours_are_no_digits(
    shape: tuple[int, ...], classes: tuple[str, ...], said: str
) -> None:
    assert noun(Schema(shape, classes=classes)) == said
