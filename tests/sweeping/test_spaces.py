"""What a trial draws, and what a space may not say."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundup.errors import UserError
from groundup.sweeping.spaces import draw, read_space, varied

numbers = st.floats(1e-6, 1e6)


@given(st.integers(), st.integers(0, 10_000), numbers, numbers)
def test_draws_stay_in_their_ranges(seed: int, trial: int, a: float, b: float) -> None:
    low, high = sorted((a, b))
    if low == high:
        return
    space = {
        "eta": {"log_range": [low, high]},
        "l2": {"range": [low, high]},
        "batch": {"range": [3, 7]},
        "cost": {"choices": ["quadratic", "cross-entropy"]},
        "dtype": "float32",
    }
    drawn = draw(space, seed, trial)
    assert list(drawn) == list(space)
    for name in ("eta", "l2"):  # rounded to four digits
        assert low * 0.9994 <= drawn[name] <= high * 1.0006
    assert drawn["batch"] in range(3, 8)
    assert isinstance(drawn["batch"], int)
    assert drawn["cost"] in ("quadratic", "cross-entropy")
    assert drawn["dtype"] == "float32"


def test_every_value_is_drawn_about_as_often() -> None:
    space = {"batch": {"range": [1, 4]}, "cost": {"choices": ["a", "b"]}}
    drawn = [draw(space, 0, trial) for trial in range(2000)]
    for value in range(1, 5):
        assert 400 < sum(d["batch"] == value for d in drawn) < 600
    assert 900 < sum(d["cost"] == "a" for d in drawn) < 1100


def test_the_logarithm_is_drawn_evenly() -> None:
    drawn = [draw({"eta": {"log_range": [0.01, 100.0]}}, 0, trial)["eta"] for trial in range(2000)]
    assert 900 < sum(eta < 1 for eta in drawn) < 1100


def test_another_option_changes_no_draw() -> None:
    one = {"eta": {"log_range": [0.1, 10.0]}}
    assert draw(one, 3, 5)["eta"] == draw({"l2": {"range": [0.0, 1.0]}} | one, 3, 5)["eta"]
    assert draw(one, 3, 5) != draw(one, 4, 5) != draw(one, 4, 6)


def test_a_file_says_the_same_as_a_mapping(tmp_path: Path) -> None:
    file = tmp_path / "space.toml"
    file.write_text('cost = "quadratic"\n[eta]\nlog_range = [0.1, 1.0]\n', encoding="utf-8")
    assert read_space(file) == {"cost": "quadratic", "eta": {"log_range": [0.1, 1.0]}}
    assert varied(read_space(file)) == ["eta"]


@pytest.mark.parametrize(
    ("space", "words"),
    [
        ({"etta": 1}, "etta is not an option of a sweep"),
        ({"epochs": 3}, "epochs is not an option"),
        ({"eta": {"between": [1, 2]}}, "eta must be one value, or one of choices"),
        ({"eta": {"choices": []}}, "choices must be a list"),
        ({"eta": {"range": [2, 1]}}, "the smaller one first"),
        ({"eta": {"range": [1, 2, 3]}}, "two numbers"),
        ({"eta": {"range": [0, float("inf")]}}, "two numbers"),
        ({"eta": {"log_range": [0, 1]}}, "numbers above 0"),
    ],
)
def test_what_means_nothing_is_refused(space, words: str) -> None:
    with pytest.raises(UserError, match=words):
        read_space(space)


@pytest.mark.parametrize("content", [b"eta = ", b"\xff", b"eta = " + b"[" * 50_000])
def test_a_file_that_is_no_toml_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "space.toml"
    file.write_bytes(content)
    with pytest.raises(UserError, match="expected TOML"):
        read_space(file)
    with pytest.raises(UserError, match="check the path"):
        read_space(tmp_path / "nowhere.toml")


def test_a_file_that_does_not_end_is_no_space(tmp_path: Path) -> None:
    large = tmp_path / "large.toml"
    large.write_bytes(b"#" * (2**20 + 1))
    for path in (large, *filter(Path.exists, [Path("/dev/zero")])):
        with pytest.raises(UserError, match="larger than 1 MiB; check the path"):
            read_space(path)
