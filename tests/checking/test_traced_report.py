"""From a verdict of the tape, which is facts, to a report."""

from __future__ import annotations

from pathlib import Path

import pytest

from groundup.checking.judging.verdicts import End, Part, Verdict, Why, Word, Wrong
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
    facts = {"cost": "own", "cost_place": at(file, 4), "parts": parts} | more
    verdict = Verdict(word, list(why), **facts)  # type: ignore[arg-type]
    source = parse(str(file)).source
    return report_on_trace(Traced(verdict, [], "train(w, v)"), [source] if source else [])


def test_a_right_one_has_its_parameters_its_cost_and_what_was_called(file: Path) -> None:
    report = reported(file, Word.RIGHT, Why.OWN_COST, Why.PROBED, factor=2.0)
    assert report.verdict == "right"
    assert [(x.name, x.size, x.right) for x in report.parameters] == [
        ("w", 6, True),
        ("v.data", 2, True),
    ]
    assert report.conventions == {"cost": "its own, line 4"}
    assert report.style == "every number that the program computes where train(w, v) is called"
    assert (report.factor, report.why) == (2.0, ["own_cost", "probed"])
    assert report.obstacles == []


def test_a_factor_of_a_cost_that_is_assumed_says_nothing(file: Path) -> None:
    report = reported(file, Word.RIGHT, Why.ASSUMED_COST, cost="squares", factor=2.0)
    assert report.factor is None
    assert report.conventions == {"cost": "quadratic (assumed: targets meet outputs in line 4)"}


def test_a_wrong_one_has_its_places_and_names_each_once(file: Path) -> None:
    found = [Wrong(at(file, line), "multiply", (at(file, 3),), True, SLUG, 14) for line in (4, 5)]
    report = reported(file, Word.WRONG, Why.OWN_COST, wrong=found)
    assert [one.place.line for one in report.wrong_values] == [4, 5]
    assert [one.right[0].text for one in report.wrong_values] == ["h = x @ w"] * 2
    (named,) = report.mistakes
    assert (named.slug, named.sentence) == (SLUG, by_slug(SLUG).sentence)
    assert [one.right for one in report.parameters] == [True, False]


@pytest.mark.parametrize(
    ("why", "kind", "right"),
    [
        (Why.UPHILL, "step", [False, False]),
        (Why.STAYS, "add", [True, True]),
        (Why.RATES, "multiply", [None, None]),
    ],
)
def test_which_parameters_are_wrong(
    file: Path, why: Why, kind: str, right: list[bool | None]
) -> None:
    parts = [Part(at(file, line), 2, True) for line in (5, 6)]
    lines = (5, 6) if kind == "step" else (3,)
    wrong = [Wrong(at(file, line), kind, ()) for line in lines]
    report = reported(file, Word.WRONG, why, Why.OWN_COST, parts=parts, wrong=wrong)
    assert [one.right for one in report.parameters] == right


def test_an_unread_one_says_where_its_tape_ends_and_blames_nothing(file: Path) -> None:
    ends = [End("time", at(file, 5)), End("erf", at(file, 3))]
    wrong = [Wrong(at(file, 4), "multiply", ())]
    why = (Why.UNEXPLAINED, Why.OWN_COST)
    report = reported(file, Word.UNCHECKED, *why, ends=ends, wrong=wrong)
    found = [(x.kind, x.place and x.place.line, x.what) for x in report.obstacles]
    assert found == [("framework", None, "PyTorch"), ("ended", 5, "time"), ("cut", 3, "erf")]
    assert report.wrong_values == []
    assert {one.right for one in report.parameters} == {None}


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


def test_what_is_at_no_line_of_the_learners_has_no_place(file: Path) -> None:
    nowhere = Position("", 0, 0, 0, 0)
    wrong = Wrong(at(file, 2), "matmul", (nowhere,))
    report = reported(
        file,
        Word.WRONG,
        Why.OWN_COST,
        parts=[Part(nowhere, 3, False), Part(at(file, 2), 3, False)],
        wrong=[wrong, Wrong(nowhere, "matmul", ())],
    )
    assert [one.place.line for one in report.parameters] == [2]
    assert [(one.place.line, one.right) for one in report.wrong_values] == [(2, ())]
