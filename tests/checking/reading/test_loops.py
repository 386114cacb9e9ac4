"""Parts of a program that its gradients say nothing of: the loop of a class of values, biases that
no step moves, what the way forwards leaves out, and a second epoch."""

from __future__ import annotations

from pathlib import Path

import pytest

import groundup
from bench.checking.patches import written

PROGRAMS = written(Path(__file__).parents[1] / "programs")


@pytest.mark.parametrize(
    "file",
    [
        "num_loop.py",
        *(
            pytest.param(name, marks=pytest.mark.slow)
            for name in ("num_function.py", "num_lesson.py", "fit_anew.py")
        ),
    ],
)
def test_right_loops_are_right(file: str) -> None:
    assert groundup.check(PROGRAMS / file).verdict == "right"


@pytest.mark.parametrize(
    ("file", "slug"),
    [
        ("num_loop_kept.py", "gradients-not-zeroed"),
        pytest.param("num_lesson_kept.py", "gradients-not-zeroed", marks=pytest.mark.slow),
        pytest.param("num_function_kept.py", "gradients-not-zeroed", marks=pytest.mark.slow),
        pytest.param("num_loop_emptied.py", "update-lost", marks=pytest.mark.slow),
        pytest.param("num_loop_up.py", "update-adds", marks=pytest.mark.slow),
        pytest.param("fit_computed_once.py", "stale-cache", marks=pytest.mark.slow),
        pytest.param("biases_stay_zero.py", "bias-gradient-missing", marks=pytest.mark.slow),
    ],
)
def test_a_wrong_loop_is_named(file: str, slug: str) -> None:
    report = groundup.check(PROGRAMS / file)
    assert report.verdict == "wrong"
    assert [one.slug for one in report.mistakes] == [slug]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "verdict", "line"),
    [
        ("num_loop_weights.py", "wrong", 14),
        ("lap_stops.py", "unchecked", 0),
        ("hidden_once.py", "wrong", 18),
        ("hidden_without_bias.py", "wrong", 21),
    ],
)
def test_what_is_left_out_is_not_right(file: str, verdict: str, line: int) -> None:
    report = groundup.check(PROGRAMS / file)
    assert report.verdict == verdict
    if line:
        assert report.wrong_values[0].place.line == line
    else:
        assert "Line 21 raised ValueError" in str(report)


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        ("", "wrong"),
        ("    if lap > 99: b1 = b1 - 0.2 * d1.sum(axis=0)", "unchecked"),
        ("    b2 -= 0.2 * d2.sum(axis=0)", "wrong"),
    ],
)
def test_biases_are_forgotten_where_no_line_moves_any(
    tmp_path: Path, change: str, verdict: str
) -> None:
    text = (PROGRAMS / "biases_stay_zero.py").read_text().replace("b1", "hid_bias")
    text = text.replace("b2", "output_bias") + change.replace("b1", "hid_bias").replace(
        "b2", "output_bias"
    )
    (file := tmp_path / "mine.py").write_text(text.rstrip() + "\n")
    assert groundup.check(file).verdict == verdict
