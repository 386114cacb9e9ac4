"""From a verdict of the tape, which is facts, to a report."""

from __future__ import annotations

from pathlib import Path

import pytest

from groundup.checking.judging.verdicts import End, Part, Row, Verdict, Why, Word, Wrong
from groundup.checking.loading.targets import parse
from groundup.checking.model.report import Report
from groundup.checking.reference.catalogue import by_slug
from groundup.checking.running.looks import Traced
from groundup.checking.traced_report import blames, report_on_trace
from groundup.checking.tracing.places import Position

CODE = """import torch
def train(w, v):
    h = x @ w
    d = h - y
    w -= 0.1 * x.T @ d
    v.data += d
"""
SLUG = "hidden-derivative-missing"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (file := tmp_path / "net.py").write_text(CODE)
    return file


def at(file: Path, line: int) -> Position:
    text = CODE.splitlines()[line - 1]
    return Position(str(file), line, len(text) - len(text.lstrip()), line, len(text))


def reported(file: Path, word: Word, *why: Why, **more: object) -> Report:
    parts = [Part(at(file, 5), 6, True), Part(at(file, 6), 2, word is not Word.WRONG)]
    rows = [Row("dw", 0, word is Word.RIGHT, 0.5, (0,), (2, 3))]
    facts = {"cost": "own", "cost_place": at(file, 4), "parts": parts, "rows": rows} | more
    verdict = Verdict(word, list(why), **facts)  # type: ignore[arg-type]
    source = parse(str(file)).source
    return report_on_trace(Traced(verdict, [], "train(w, v)"), [source] if source else [])


def test_a_right_one_has_its_parameters_its_cost_and_what_was_called(file: Path) -> None:
    report = reported(file, Word.RIGHT, Why.OWN_COST, Why.PROBED, factor=2.0)
    assert report.verdict == "right"
    assert [(x.name, x.size, x.right) for x in report.parameters] == [
        ("w", 6, True),
        ("v.data", 2, None),
    ]
    assert report.conventions == {"cost": "its own, line 4"}
    assert report.style == "what the program computes in train(w, v)"
    assert (report.factor, report.why) == (2.0, ["own_cost", "probed"])
    assert report.obstacles == []


def test_targets_that_meet_no_line_of_the_program_have_none(file: Path) -> None:
    facts = {"cost": "squares", "cost_place": Position("", 0, 0, 0, 0)}
    report = reported(file, Word.RIGHT, Why.ASSUMED_COST, **facts)
    assert report.conventions == {"cost": "quadratic (assumed: say --cost if it is another)"}
    report = reported(file, Word.RIGHT, Why.DECLARED_COST, **facts)
    assert report.conventions == {"cost": "quadratic (declared)"}


def test_a_factor_of_a_cost_that_is_assumed_says_nothing(file: Path) -> None:
    report = reported(file, Word.RIGHT, Why.ASSUMED_COST, cost="squares", factor=2.0)
    assert report.factor is None
    assert report.conventions == {
        "cost": "quadratic (assumed, of outputs and targets in line 4: say --cost if it is another)"
    }


def test_a_wrong_one_has_its_places_and_names_each_once(file: Path) -> None:
    found = [Wrong(at(file, line), "multiply", (at(file, 3),), True, SLUG) for line in (4, 5)]
    report = reported(file, Word.WRONG, Why.OWN_COST, wrong=found)
    assert [one.place.line for one in report.wrong_values] == [4, 5]
    assert [one.right[0].text for one in report.wrong_values] == ["h = x @ w"] * 2
    (named,) = report.mistakes
    assert (named.slug, named.sentence) == (SLUG, by_slug(SLUG).sentence)
    assert (report.first_wrong and report.first_wrong.error) == 0.5
    assert report.source_line
    assert report.source_line.text == "d = h - y"


def test_rows_have_the_names_of_the_program(file: Path) -> None:
    rows = [
        Row("delta", 0, True),
        Row("dw", 0, True, None, (0,), (2, 3)),
        Row("step", 0, False, None, (0, 1)),
    ]
    report = reported(file, Word.WRONG, Why.RATE_TWICE, rows=rows)
    delta, weights, step = report.quantities
    assert (delta.parameter, delta.ok, delta.error, delta.place) == ("", True, 0.0, None)
    assert (weights.parameter, weights.shape) == ("w", (2, 3))
    assert weights.place
    assert weights.place.line == 5
    assert (step.parameter, step.shape, step.error) == ("", (8,), None)  # of several
    assert report.first_wrong is step
    assert [one.right for one in report.parameters] == [False, False]
    assert report.hidden_layers == [0]


def test_an_unread_one_says_where_its_tape_ends_and_blames_nothing(file: Path) -> None:
    ends = [End("time", at(file, 5)), End("erf", at(file, 3))]
    wrong = [Wrong(at(file, 4), "multiply", ())]
    why = (Why.UNEXPLAINED, Why.OWN_COST)
    report = reported(file, Word.UNCHECKED, *why, ends=ends, wrong=wrong)
    found = [(x.kind, x.place and x.place.line, x.what) for x in report.obstacles]
    assert found == [("framework", None, "PyTorch"), ("ended", 5, "time"), ("cut", 3, "erf")]
    assert report.wrong_values == []


def test_a_framework_that_only_loads_data_is_in_no_one_s_way(file: Path) -> None:
    for why, kinds in ((Why.UNEXPLAINED, []), (Why.NO_STEPS, ["framework"])):
        report = reported(file, Word.UNCHECKED, why, Why.OWN_COST)
        assert [one.kind for one in report.obstacles] == kinds


def test_what_was_left_out_is_an_obstacle_whatever_the_verdict(file: Path) -> None:
    verdict = Verdict(Word.RIGHT, [Why.OWN_COST])
    (one,) = report_on_trace(Traced(verdict, [], "", ((str(file), 3, "KeyError"),)), []).obstacles
    assert (one.kind, one.place and one.place.line, one.what) == ("raised", 3, "KeyError")


@pytest.mark.parametrize(("lines", "blamed"), [((4, 5), True), ((1, 4), False), ((), False)])
def test_one_function_is_blamed_for_what_is_in_it(
    file: Path, lines: tuple[int, ...], blamed: bool
) -> None:
    wrong = [Wrong(at(file, line), "add", ()) for line in lines]
    verdict = Verdict(Word.WRONG, [Why.OWN_COST], wrong=wrong)
    assert blames(verdict, parse(f"{file}:train")) is blamed


def test_parameters_that_one_loop_moves_have_their_own_names(tmp_path: Path) -> None:
    (file := tmp_path / "net.py").write_text("for p in [w, b]:\n    p -= 0.1\n")
    where = Position(str(file), 2, 4, 2, 12)
    for count, names in ((2, ["w", "b"]), (3, ["p"] * 3)):
        parts = [Part(where, 6, True)] * count
        verdict = Verdict(Word.RIGHT, [Why.OWN_COST], parts=parts)
        found = report_on_trace(Traced(verdict, [], ""), []).parameters
        assert [one.name for one in found] == names


def test_gradients_that_are_only_given_are_no_names_of_weights(file: Path) -> None:
    rows = [Row("dw", 0, True, None, (0,)), Row("gradient", None, True, None, (1,))]
    report = reported(file, Word.RIGHT, Why.OWN_COST, rows=rows, given=True)
    assert [one.parameter for one in report.quantities] == ["", "v.data"]


def test_wrong_values_of_one_place_are_one(file: Path) -> None:
    found = [Wrong(at(file, 4), "add", (), layers=(layer,)) for layer in (0, 1)]
    assert len(reported(file, Word.WRONG, Why.OWN_COST, wrong=found).wrong_values) == 1


def test_what_is_at_no_line_of_the_learners_has_no_place(file: Path) -> None:
    nowhere = Position("", 0, 0, 0, 0)
    wrong = Wrong(at(file, 2), "matmul", (nowhere,))
    report = reported(
        file,
        Word.WRONG,
        Why.OWN_COST,
        parts=[Part(nowhere, 3, False), Part(at(file, 2), 3, False)],
        rows=[Row("parameter", None, False, None, (0,))],
        wrong=[wrong, Wrong(nowhere, "matmul", ())],
    )
    assert [one.place.line for one in report.parameters] == [2]
    assert [(one.place.line, one.right) for one in report.wrong_values] == [(2, ())]
