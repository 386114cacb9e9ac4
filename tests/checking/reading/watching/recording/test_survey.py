"""A survey tells what a turn of each loop changes."""

from __future__ import annotations

import contextlib
import textwrap
from typing import Any

import pytest

from groundup.checking.reading.watching.recording.state import leaves, spelled
from groundup.checking.reading.watching.recording.survey import ENOUGH, Loop, Survey
from tests.checking.reading.watching.conftest import TRAINING, everything, key, run


def surveyed(text: str) -> tuple[Survey, dict[str, Any]]:
    survey = Survey(everything)
    names = run(textwrap.dedent(text), survey)
    return survey, names


def what_changed(loop: Loop) -> list[str]:
    return [spelled(place) for place in loop.changed]


def test_a_survey_finds_what_a_turn_changes() -> None:
    survey, names = surveyed(TRAINING)
    outer, inner = key(TRAINING, "for epoch"), key(TRAINING, "for x")
    assert list(survey.loops) == [outer, inner]
    assert what_changed(survey.loops[outer]) == what_changed(survey.loops[inner]) == ["net.w"]
    assert survey.loops[inner].inside == (outer,)
    assert survey.loops[outer].matrices == [(2, 2)]
    assert spelled(next(iter(survey.loops[outer].first))) == "net.w"
    assert names["turns"] == 2 * ENOUGH  # it does not go through all 200 epochs
    assert names["end"]


def test_a_loop_of_one_turn_is_judged_by_its_end() -> None:
    text = "import numpy as np\nw = np.ones((1, 2))\nfor i in range(1):\n    w = w * 2.0\n"
    survey, _ = surveyed(text)
    assert what_changed(survey.loops[key(text, "for i")]) == ["w"]


def test_a_loop_that_changes_nothing_runs_to_its_end() -> None:
    survey, names = surveyed("n, w = 0, 1.0\nwhile n < 500:\n    n += 1\n")
    assert names["n"] == 500
    assert [loop.changed for loop in survey.loops.values()] == [[]]


def test_a_loop_that_makes_the_data_runs_to_its_end() -> None:
    text = """
        rows, total = [], 0.0
        for i in range(300):
            total = total + 0.5
            rows.append([total, 1.0])
        """
    assert len(surveyed(text)[1]["rows"]) == 300


def test_loops_left_by_a_return_are_over() -> None:
    text = """
        def find():
            for i in range(3):
                return i
        w = 0.5
        for a in range(2):
            find()
            for b in range(2):
                w = w * 0.5
        """
    survey, _ = surveyed(text)
    text = textwrap.dedent(text)
    assert survey.loops[key(text, "for b")].inside == (key(text, "for a"),)
    assert survey.loops[key(text, "for i")].inside == (key(text, "for a"),)


def test_the_loop_of_a_generator_goes_on_in_others() -> None:
    text = """
        def batches():
            for i in range(4):
                yield i
        w = 0.5
        for lap in range(3):
            for i in batches():
                w = w * 0.5
        """
    survey, _ = surveyed(text)
    text = textwrap.dedent(text)
    outer, used = key(text, "for lap"), key(text, "for i in batches")
    inner = survey.loops[key(text, "for i in range")]
    assert (inner.whole, inner.inside) == (4, (outer, used))
    assert (survey.loops[used].whole, survey.loops[outer].whole) == (4, 3)


def test_loops_left_by_an_exception_are_over() -> None:
    text = """
        w = 0.5
        for a in range(3):
            try:
                for b in range(2):
                    w = w / 0
            except ZeroDivisionError:
                w = w * 0.5
        for c in range(2):
            w = w * 0.5
        """
    survey, names = surveyed(text)
    text = textwrap.dedent(text)
    assert survey.loops[key(text, "for c")].inside == ()
    assert what_changed(survey.loops[key(text, "for a")]) == ["w"]
    assert names["w"] == 0.5**6


def test_rows_of_a_stack_count_as_a_matrix() -> None:
    class Neuron:
        def __init__(self, w: list[float]):
            self.w = w

    Neuron.__module__ = "learners"
    layer = [Neuron([1.0, 2.0, 3.0]), Neuron([4.0, 5.0, 6.0])]
    first = leaves({"layer": layer}, everything)
    moved = [place for place in first if place[1] == ("item", 1)]
    assert Loop("", first, moved).matrices == [(2, 3)]
    assert Loop("", first, []).matrices == []


def test_a_loop_that_goes_through_an_array_changes_a_part_of_it() -> None:
    text = """
        import numpy as np
        w = np.ones((5, 3))
        for epoch in range(3):
            for i in range(5):
                w[i] *= 0.5
        """
    survey, _ = surveyed(text)
    text = textwrap.dedent(text)
    assert survey.loops[key(text, "for i")].piecewise
    assert not survey.loops[key(text, "for epoch")].piecewise


@pytest.mark.parametrize(("change", "turns"), [("w = w * 0.5", 1), ("x = 1", 50)])
def test_loops_are_left_sooner_once_one_was_seen_to_train(
    monkeypatch: pytest.MonkeyPatch, change: str, turns: int
) -> None:
    monkeypatch.setattr(Survey, "HURRY", 0.0)
    text = f"w, n = np.ones((2, 2)), 0\nfor i in range(50):\n    {change}\n    n += 1"
    _, names = surveyed(f"import numpy as np\n{text}")
    assert names["n"] == turns


@pytest.mark.parametrize(("turns", "long"), [(10, False), (3000, True)])
def test_a_loop_that_trains_for_many_turns_is_long(turns: int, long: bool) -> None:
    survey, _ = surveyed(f"""
        import numpy as np
        w, filled = np.ones((2, 3)), np.zeros((3000, 2))
        for lap in range({turns}):
            w = w * 0.9
        for i in range(3000):
            filled[i, 0] = i
        """)
    assert [loop.is_long for loop in survey.loops.values()] == [long, False]


BACKWARDS = """
    import numpy as np
    w = [np.ones((2, 3)), np.ones((3, 2))]
    def step():
        g = np.ones((2, 2))
        for i in (1, 0):
            below = g @ w[i].T
            w[i] -= 0.5
    for lap in range(3):
        step()
        for more in (1, 2):
            pass
    """


@pytest.mark.parametrize(("slip", "broken"), [("", True), ("            g = below\n", False)])
def test_what_ends_a_first_turn_goes_through_loops_inside(slip: str, broken: bool) -> None:
    text = textwrap.dedent(BACKWARDS.replace("w[i] -= 0.5\n", f"w[i] -= 0.5\n{slip}"))
    survey = Survey(everything)
    with contextlib.suppress(ValueError):
        run(text, survey)
    ended = [bool(survey.loops[key(text, one)].broken) for one in ("for lap", "for i")]
    assert ended == [broken, broken]


def test_an_exception_that_is_caught_may_be_how_a_loop_ends() -> None:
    text = """
        batches = iter([1, 2, 3])
        for lap in range(2):
            try:
                while True:
                    x = next(batches)
            except StopIteration:
                pass
        """
    survey, _ = surveyed(text)
    assert [loop.broken for loop in survey.loops.values()] == [None, None]
