"""What is new in a report since the one before."""

from __future__ import annotations

from dataclasses import replace

from groundup.checking.model.report import Named, Passage, Quantity, Report, Step
from groundup.checking.words.changes import changes

DW, DB = Quantity("dw", 0, False, 0.3), Quantity("db", 0, False, 0.3)
WRONG = Report(
    "wrong",
    quantities=[DW, DB],
    first_wrong=DW,
    mistakes=[Named(33, "gradient-transposed", None, sentence="dw is transposed.")],
)
RIGHT = Report("right", quantities=[replace(DW, ok=True), replace(DB, ok=True)])


def test_what_was_wrong_is_right() -> None:
    said = "was wrong: dw is transposed; now right; newly right: dw[0] and db[0]"
    assert changes(WRONG, RIGHT) == said
    assert changes(RIGHT, WRONG) == (
        "was right; now wrong: dw is transposed; newly wrong: dw[0] and db[0]"
    )


def test_what_is_as_it_was_is_said_so() -> None:
    assert changes(WRONG, WRONG) == "still wrong: dw is transposed"
    assert changes(RIGHT, RIGHT) == "still right"


def test_one_quantity_less_is_wrong() -> None:
    less = replace(WRONG, quantities=[DW, replace(DB, ok=True)])
    assert changes(WRONG, less) == "still wrong: dw is transposed; newly right: db[0]"


def test_a_small_hint_tells_no_mistake_and_nothing_behind_the_first() -> None:
    said = "was wrong: dw[0]; now right; newly right: dw[0]"
    assert changes(replace(WRONG, hint=1), RIGHT) == said


def test_an_exercise_goes_forward() -> None:
    steps = [Step("sigma", "", True, 1), Step("back", "", False, 5)]
    before = Report("wrong", steps=steps)
    after = Report("right", steps=[one._replace(right=True) for one in steps])
    assert changes(before, after) == (
        "was wrong: 1 of 2 functions is right; now right; newly right: back"
    )


def test_the_first_report_is_only_told() -> None:
    assert changes(None, Report("unchecked")) == "unchecked"
    assert changes(None, Report("wrong")) == "wrong"  # by a finding alone


def test_of_a_tape_parameters_are_told() -> None:
    where = Passage("net.py", 5, 1, 5, 9)
    wrong = Quantity("parameter", None, False, 0.5, "w", (6,), where)
    before, after = Report("wrong", quantities=[wrong]), Report("right")
    after.quantities = [replace(wrong, ok=True)]
    assert changes(before, after) == "was wrong; now right; newly right: w"
