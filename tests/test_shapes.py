"""Shapes of layers: what one writes, what follows from it, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundup import shapes
from groundup.errors import UserError

BOOK = [(20, 1, 5, 5), (40, 20, 5, 5), (100, 640), (10, 100)]


@pytest.mark.parametrize(
    ("layers", "made", "sizes", "sides"),
    [
        ("784-30-10", [(30, 784), (10, 30)], [784, 30, 10], [0, 0, 0]),
        ([4, "3", 2], [(3, 4), (2, 3)], [4, 3, 2], [0, 0, 0]),
        ("28x28-30-10", [(30, 784), (10, 30)], [784, 30, 10], [0, 0, 0]),
        ("4x6x2-10", [(10, 48)], [48, 10], [0, 0]),
        (
            "28x28-20c5p2-40c5p2-100-10",
            BOOK,
            [784, 2880, 640, 100, 10],
            [28, 12, 4, 0, 0],
        ),
        (["32x32x3", "8c5p2", 10], [(8, 3, 5, 5), (10, 1568)], [3072, 1568, 10], [32, 14, 0]),
        ("2x2-3c1p2-2", [(3, 1, 1, 1), (2, 3)], [4, 3, 2], [2, 1, 0]),
        (" 2×2×1 - 3c1p2-2", [(3, 1, 1, 1), (2, 3)], [4, 3, 2], [2, 1, 0]),
    ],
)
def test_what_is_written_says_all_shapes(
    layers: Any, made: list[shapes.Shape], sizes: list[int], sides: list[int]
) -> None:
    assert shapes.parse(layers) == made
    assert shapes.sizes(made) == sizes
    assert shapes.sides(made) == sides


@pytest.mark.parametrize(
    ("layers", "picture"),
    [
        ("28x28-2c5p2-10", (28, 28)),
        ("8x8x3-2c3p2-10", (8, 8, 3)),
        ("6x6x4-2c3p2-10", (6, 6, 4)),  # 144 numbers, which are a square, but not of pixels
        ("784-10", (28, 28)),
        ("783-10", ()),
        ("8x8x3-10", ()),
    ],
)
def test_inputs_are_the_picture_that_convolutions_see_or_a_square(
    layers: str, picture: shapes.Shape
) -> None:
    assert shapes.picture(shapes.parse(layers)) == picture


@given(
    channels=st.integers(1, 4),
    side=st.integers(1, 5),
    filters=st.lists(st.tuples(st.integers(1, 5), st.integers(1, 6)), max_size=4),
    neurons=st.lists(st.integers(1, 50), min_size=1, max_size=3),
)
def test_what_is_written_is_read_again(
    channels: int, side: int, filters: list[tuple[int, int]], neurons: list[int]
) -> None:
    for _, k in reversed(filters):
        side = 2 * side + k - 1
    layers = [f"{side}x{side}x{channels}", *(f"{n}c{k}p2" for n, k in filters), *neurons]
    made = shapes.parse(layers)
    assert shapes.parse(shapes.written(made)) == made
    assert shapes.parse(shapes.parts(made)) == made
    assert len(shapes.sizes(made)) == len(made) + 1
    if filters:
        assert shapes.sides(made)[0] == side
        assert shapes.written(made).endswith("-".join(map(str, layers[1:])))


@pytest.mark.parametrize(
    ("layers", "said"),
    [
        ("28x28-0c5p2-10", "expected channels and filters of 1 pixel or more, got 0c5p2"),
        ("28x28-2c0p2-10", "filters of 1 pixel or more"),
        ("28x28-0c5-10", "filters of 1 pixel or more"),
        (b"28x28-10", "a string or a list"),
        (["27x27", "20c5p2", 10], "w.0. of '27x27-20c5p2-10'"),
        ("28x28-20c5-10", "write 20c5p2, not 20c5"),
        ("28x28-20c5p3-10", "write 20c5p2, not 20c5p3"),
        ("27x27-20c5p2-10", "5×5 fit 23 times each way, .* filters of 4×4 or 6×6, or larger"),
        ("4x4-3c4p2-2", "leave nothing to pool; take filters of 1×1 or 3×3, or"),
        ("28x28-20c29p2-10", "take filters of 25×25 or 27×27, or larger"),
        ("3x3-5c2p2-5c1p2-2", r"w\[1\].* of 1×1 pixels, .*leave this layer out"),
        ("28x30-20c5p2-10", "a square picture, such as 28x28, not 28x30"),
        ("784-20c5p2-10", "begin with one, such as 28x28"),
        ("28x28-30-20c5p2-10", "put convolutions before all other layers"),
        ("28x28-20c5p2", "end with their number"),
        ("28x28", "two or more layers"),
        ("", "two or more layers"),
        ("0x28-10", "1 pixel or more, not 0x28"),
        ("784--10", "got ''"),
        ("784-ten", "got 'ten'"),
        ("28x28-9999999999c5p2-10", "got '9999999999c5p2'"),
        ("784-" + "9" * 5000, "a positive whole number"),
        ("100000x100000-2c5p2-10", "49,996,000,130 weights; the most is 134,217,728"),
        ("1000x1000-300c1p2-1c499p2-1", "numbers in one layer for each sample"),
        ([784, 30.5], "got 30.5"),
        (3, "a string or a list"),
    ],
)
def test_what_cannot_be_is_refused(layers: Any, said: str) -> None:
    with pytest.raises(UserError, match=said):
        shapes.parse(layers)


@pytest.mark.parametrize(
    ("made", "said"),
    [
        ([(3, 4), (2, 5)], r"w\[1\]: expected 3 inputs"),
        ([(3,)], r"w\[0\]: expected shape"),
        ([(3, 0)], r"w\[0\]: expected shape .* not empty"),
        ([(3, 1, 2, 2), (2, 3, 1, 1)], r"w\[1\]: expected a last layer"),
        ([(3, 4), (2, 3, 1, 1), (2, 2)], r"w\[0\]: expected shape"),
        ([(3, 1, 2, 3), (2, 3)], r"w\[0\]: expected square filters"),
        ([(3, 1, 2, 2), (2, 4, 2, 2), (2, 2)], r"w\[1\]: expected 3 inputs"),
        ([(3, 1, 2, 2), (2, 6)], r"w\[1\]: expected 3 numbers for each pixel .* got 6"),
        ([(3, 1, 2, 2), (2, 2)], r"w\[1\]: expected 3 numbers for each pixel"),
    ],
)
def test_shapes_that_do_not_fit_each_other_are_refused(made: list[shapes.Shape], said: str) -> None:
    with pytest.raises(UserError, match=said):
        shapes.sizes(made)


@given(side=st.integers(10, 2000), channels=st.sampled_from([(), (3,)]))
def test_what_is_proposed_is_possible(side: int, channels: tuple[int, ...]) -> None:
    layers = shapes.proposed((side, side, *channels), 7)
    made = shapes.parse(layers)
    assert made[-1] == (7, 100)
    assert shapes.sides(made)[:-2][-1] < 10
    assert len(made[0]) == 4


def test_nothing_is_proposed_for_what_convolutions_do_not_suit() -> None:
    for picture in ((20, 30), (9, 9), (784,)):
        assert shapes.proposed(picture, 2) == []


def test_patches_stay_few() -> None:
    assert shapes.samples_at_once([(30, 784), (10, 30)]) == 1000
    few = shapes.samples_at_once(shapes.parse("128x128x3-8c9p2-10"))
    assert 1 <= few < 10
