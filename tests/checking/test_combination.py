"""Two reports become one: neither says what the other doubts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from groundup.checking.combination import CONTRADICTION, OTHERWISE, UNBUILT, combined
from groundup.checking.model.answers import Finding
from groundup.checking.model.report import (
    Named,
    Obstacle,
    Parameter,
    Passage,
    Quantity,
    Report,
    WrongValue,
)
from groundup.checking.second_look import UNREAD

PLACE = Passage("net.py", 18, 10, 18, 19, "dh = ds @ w2.T", "", (5, 14))
NAMED = Named(14, "hidden-derivative-missing", 0)
SEEN = [Quantity("outputs", None, True, 0.0), Quantity("dw", 0, True, 0.0)]
AMISS = [SEEN[0], Quantity("dw", 0, False, 0.5)]
PRINTED = Finding("printed", "The code printed", "0.3")

NOTHING = Report("unchecked")
DOUBTFUL = Report("unchecked", quantities=SEEN, doubts=["The cost is a guess."])
RIGHT = Report("right", quantities=SEEN)
NAMELESS = Report("wrong", quantities=AMISS, first_wrong=AMISS[1])
WRONG = replace(NAMELESS, mistakes=[NAMED])


def tape(verdict: str, *why: str, **more: object) -> Report:
    moved = [Parameter("w", PLACE, 3, verdict == "right")]
    wrong = [WrongValue(PLACE)] if verdict == "wrong" else []
    found = {"why": list(why), "parameters": moved, "wrong_values": wrong} | more
    return Report(verdict, **found)  # type: ignore[arg-type]


@pytest.mark.parametrize("verdict", ["right", "wrong", "unchecked"])
def test_where_nothing_is_read_the_tape_answers(verdict: str) -> None:
    asked = replace(NOTHING, findings=[Finding("note", "It was watched"), PRINTED])
    found = combined(asked, tape(verdict, "assumed_cost"))
    assert found.verdict == verdict
    assert found.parameters
    assert found.findings == [PRINTED]


@pytest.mark.parametrize("verdict", ["right", "wrong"])
def test_what_is_doubted_wants_a_cost_of_the_programs_own(verdict: str) -> None:
    assert combined(DOUBTFUL, tape(verdict, "own_cost")).verdict == verdict
    assert combined(DOUBTFUL, tape(verdict, "assumed_cost")) == DOUBTFUL


def test_what_is_wrong_from_other_numbers_alone_may_be_what_is_doubted() -> None:
    assert combined(DOUBTFUL, tape("wrong", "hidden", "own_cost")) == DOUBTFUL
    assert combined(NOTHING, tape("wrong", "hidden", "own_cost")).verdict == "wrong"


@pytest.mark.parametrize("kind", ["omitted", "left out"])
def test_a_program_that_leaves_something_out_is_not_right(kind: str) -> None:
    asked = replace(DOUBTFUL, findings=[Finding(kind, "b1 is never updated")])
    assert combined(asked, tape("right", "own_cost")).verdict == "unchecked"
    assert combined(asked, tape("wrong", "assumed_cost")).verdict == "wrong"


def test_a_program_that_stops_at_a_line_of_its_own_is_not_right() -> None:
    stopped = tape("right", "own_cost", findings=[Finding("stops", "line 21 raised ValueError")])
    assert combined(NOTHING, stopped).verdict == "unchecked"


def test_why_code_could_not_be_run_is_told_before_a_tape_that_says_nothing() -> None:
    asked = replace(NOTHING, findings=[Finding("hung", "The code was still running")])
    assert combined(asked, tape("unchecked", "no_steps")) == asked


def test_what_a_call_from_here_raised_says_little_of_a_program_that_trains() -> None:
    asked = replace(NOTHING, findings=[Finding("raised", "Called from here, it raised")])
    assert combined(asked, tape("unchecked", "stale")).why == ["stale"]
    assert combined(asked, tape("unchecked", "no_steps", parameters=[])) == asked


def test_a_name_gets_its_places() -> None:
    found = combined(WRONG, tape("wrong", "own_cost"))
    assert found.mistakes == [NAMED]
    assert [one.place.line for one in found.wrong_values] == [18]


@pytest.mark.parametrize(
    ("asked", "verdict", "why"),
    [(RIGHT, "wrong", CONTRADICTION), (NAMELESS, "right", OTHERWISE)],
)
def test_a_contradiction_is_no_verdict(asked: Report, verdict: str, why: str) -> None:
    found = combined(asked, tape(verdict, "own_cost"))
    assert found.verdict == "unchecked"
    assert found.doubts == [why]
    assert found.first_wrong is None
    assert not any(one.ok is False for one in found.quantities)


def test_a_mistake_that_gives_every_number_is_believed() -> None:
    assert combined(WRONG, tape("right", "own_cost")) == WRONG


@pytest.mark.parametrize("verdict", ["wrong", "unchecked"])
@pytest.mark.parametrize("why", ["stale", "lost", "piles_up"])
def test_right_gradients_that_lead_nowhere_are_not_right(why: str, verdict: str) -> None:
    found = combined(RIGHT, tape(verdict, why, "own_cost"))
    assert found.verdict == verdict
    assert found.why[0] == why
    assert found.quantities == SEEN


def test_what_was_put_together_without_a_part_is_right_only_if_its_tape_is() -> None:
    asked = replace(RIGHT, conventions={"network": "chained by the check: Conv could not be built"})
    stopped = {"obstacles": [Obstacle("raised", PLACE, "IndexError")]}
    assert combined(asked, tape("unchecked", "no_steps", **stopped)).doubts == [UNBUILT]
    assert combined(asked, tape("right", "own_cost", **stopped)).verdict == "right"
    assert combined(asked, tape("unchecked", "no_steps")).verdict == "right"
    assert combined(RIGHT, tape("unchecked", "no_steps", **stopped)).verdict == "right"


def test_both_right_has_the_factor_of_its_own_cost() -> None:
    assert combined(RIGHT, tape("right", "own_cost", factor=2.0)).factor == 2.0
    assert combined(RIGHT, tape("unchecked", "hidden")) == RIGHT


def test_a_loop_that_the_tape_has_seen_is_not_said_to_be_unread() -> None:
    asked = replace(RIGHT, findings=[Finding("note", f"{UNREAD}: which is not clear"), PRINTED])
    assert combined(asked, tape("right", "own_cost")).findings == [PRINTED]
    assert combined(asked, tape("unchecked", "no_cost")).findings == asked.findings


def test_places_that_no_rule_confirms_stay_away_from_an_operator_at_fault() -> None:
    operator = Finding("wrong operator", "In the class Value, __mul__ has a wrong derivative")
    asked = replace(NAMELESS, findings=[operator])
    assert combined(asked, tape("wrong", "own_cost")).wrong_values == []
    sure = [WrongValue(PLACE, expected=(1.0,), got=(2.0,))]
    assert combined(asked, tape("wrong", "own_cost", wrong_values=sure)).wrong_values == sure
    assert combined(NAMELESS, tape("wrong", "own_cost")).wrong_values == [WrongValue(PLACE)]
