"""What a tape showed, in words."""

from __future__ import annotations

import json

import pytest

from groundup.checking.judging.verdicts import Why
from groundup.checking.model.report import (
    Named,
    Obstacle,
    Parameter,
    Passage,
    Quantity,
    WrongValue,
)
from groundup.checking.words import traced
from groundup.checking.words.report import ReportInWords

RULE = "delta[l] = (w[l+1]ᵀ·delta[l+1]) ∘ ⟦σ′(z[l])⟧"
NAMED = Named(14, "hidden-derivative-missing", 1, (), "The error lacks the factor σ′(z).", RULE)


def place(line: int, text: str, part: str, function: str = "", cell: str = "") -> Passage:
    start = text.index(part)
    marks = start, start + len(part)
    return Passage("net.py", line, 5 + start, line, 5 + marks[1], text, cell, marks, function)


RIGHT = place(58, "error = delta @ w.T", "delta @ w.T", "backward")
USED = place(60, "dw = x.T @ error", "x.T @ error", "backward")
STEP = place(70, "w -= 0.1 * dw", "w -= 0.1 * dw")
ONE = WrongValue(USED, (RIGHT,), NAMED.slug, (0.5, -0.25, 1e-9, 4.0), (1.0, 2.0, 3.0, 5.0), True)


def report(verdict: str = "wrong", **more: object) -> ReportInWords:
    found = {
        "style": "every number",
        "conventions": {"cost": "its own, line 40"},
        "parameters": [Parameter("v", STEP, 2, True), Parameter("w", STEP, 6, verdict == "right")],
        "target": "some/net.py",
        "why": ["own_cost"],
    }
    return ReportInWords(verdict, **(found | more))  # type: ignore[arg-type]


def test_a_missing_factor_is_told_by_two_lines_its_rule_and_its_numbers() -> None:
    words = str(report(wrong_values=[ONE], mistakes=[NAMED]))
    assert "  ✗ w          line 70                 6 numbers\n" in words
    assert "First wrong: w (line 70), whose step is not down the gradient of its cost." in words
    assert "Right until line 58; line 60 uses it without σ′(z[l])." in words
    assert "  line 58, still right:\n    error = delta @ w.T\n  line 60, column 10:\n" in words
    assert "    dw = x.T @ error\n         ^^^^^^^^^^^\n" in words
    assert "    chain rule  0.5        -0.25      1e-09  …\n    came        1 " in words


def test_a_wrong_operation_is_told_by_its_line() -> None:
    words = str(report(wrong_values=[ONE._replace(missing=False, slug="")]))
    assert "Right until line 58; the first wrong value is that of line 60." in words


def test_only_numbers_that_differ_are_shown() -> None:
    some = ONE._replace(expected=(0.0, 0.5, 2.0), got=(-0.0, 0.50001, 3.0))
    assert "    chain rule  2\n    came        3\n" in str(report(wrong_values=[some]))
    same = some._replace(got=some.expected)
    assert "chain rule" not in str(report(wrong_values=[same]))


def test_several_places_are_told_together() -> None:
    other = ONE._replace(place=USED._replace(line=64))
    words = str(report(wrong_values=[ONE, other], mistakes=[NAMED]))
    assert "Right until line 58; lines 60 and 64 use it without σ′(z[l])." in words
    assert words.count("column 10:") == 2


def test_what_one_statement_leaves_out_has_one_line() -> None:
    alone = ONE._replace(right=(USED,))
    assert "Line 60 leaves σ′(z[l]) out." in str(report(wrong_values=[alone], mistakes=[NAMED]))


@pytest.mark.parametrize("hint", [1, 2])
def test_hints_give_no_place_away(hint: int) -> None:
    words = str(report(wrong_values=[ONE], mistakes=[NAMED], hint=hint))
    assert "First wrong: w (line 70)" in words
    assert "line 60" not in words
    assert "column" not in words
    assert (RULE in words) == (hint == 2)
    assert f"--hint {hint + 1}" in words or f"hint={hint + 1}" in words


def test_the_second_hint_names_the_function_where_no_rule_is_known() -> None:
    unnamed = [ONE._replace(slug="")]
    assert "Look for it in backward." in str(report(wrong_values=unnamed, hint=2))
    assert "backward" not in str(report(wrong_values=unnamed, hint=1))


def test_the_first_hint_ends_with_the_first_wrong_parameter() -> None:
    moved = [Parameter(name, STEP, 2, name == "v") for name in "vwu"]
    rows = traced.rows(report(parameters=moved, hint=1))
    assert [row.symbol for row in rows] == ["v", "w"]


@pytest.mark.parametrize("why", sorted(traced.BY_ITSELF))
def test_what_is_wrong_by_itself_is_said_with_its_lines(why: str) -> None:
    words = str(report(wrong_values=[WrongValue(STEP)], why=[why, "own_cost"]))
    assert f"{traced.BY_ITSELF[why]} It is in line 70." in words


def test_right_gradients_that_lead_nowhere_are_told_so() -> None:
    given = [Quantity("dw", 0, True, 0.0)]
    one = report(why=["stale"], quantities=given, parameters=[], wrong_values=[WrongValue(STEP)])
    for hint in (1, 2, 3):
        one.hint = hint
        assert f"The numbers are right: dw. {traced.BY_ITSELF['stale']}" in str(one)


def test_a_factor_is_in_the_headline_with_what_a_gradient_check_says() -> None:
    first = str(report("right", factor=2.0)).splitlines()[0]
    assert first.startswith("some/net.py: right, but twice its cost's gradient: ")
    assert "a gradient check would say 0.33; it acts like another learning rate" in first
    assert str(report("right", factor=1.0)).startswith("some/net.py: right\n")
    assert "150 times" in str(report("right", factor=150.0))


def test_a_right_one_says_what_that_rests_on() -> None:
    words = str(report("right", why=["assumed_cost", "optimiser", "probed"]))
    assert "Every step goes down the gradient of its cost: v and w." in words
    assert all(traced.RIGHT[one] in words for one in ("assumed_cost", "optimiser", "probed"))


def test_lines_of_other_files_and_cells_say_so() -> None:
    beside = ONE._replace(place=USED._replace(file="lib/layers.py"), right=())
    within = ONE._replace(place=place(2, "dw = x.T @ error", "x", cell="cell 3"), right=())
    assert "line 60, column 10 of layers.py:" in str(report(wrong_values=[beside]))
    assert "line 2, column 10 of cell 3:" in str(report(wrong_values=[within]))
    assert "of net.py" not in str(report(wrong_values=[ONE]))


def test_a_long_statement_is_cut_to_its_wrong_part() -> None:
    text = f"{'a + ' * 40}b @ c{' + d' * 40}"
    words = traced.clipped(place(3, text, "b @ c"))
    assert words.startswith("…")
    assert words.endswith("…")
    assert "⟦b @ c⟧" in words
    assert len(words) < 80


@pytest.mark.parametrize("why", [one.name.lower() for one in Why])
def test_every_reason_has_words(why: str) -> None:
    assert why in {*traced.UNREAD, *traced.RIGHT, "own_cost"}


@pytest.mark.parametrize("why", sorted(traced.UNREAD))
def test_an_unread_program_says_why(why: str) -> None:
    words = str(report("unchecked", why=[why]))
    assert words.startswith("some/net.py: could not be checked")
    assert traced.UNREAD[why] in words


def test_where_a_tape_ends_is_said_with_what_did_it() -> None:
    cut = [Obstacle("cut", RIGHT, "dumps")]
    words = str(report("unchecked", why=["no_steps", "cut"], obstacles=cut))
    assert "What comes from `dumps` in line 58 cannot be followed back" in words
    late = [Obstacle("ended", RIGHT, "time")]
    words = str(report("unchecked", why=["no_steps", "ended"], obstacles=late))
    assert f"It was left at line 58: it takes too long. {traced.SMALLER}" in words
    assert traced.SMALLER in str(report("unchecked", why=["ended"]))


def test_frameworks_are_told_by_their_names() -> None:
    both = [Obstacle("framework", None, name) for name in ("PyTorch", "JAX")]
    words = str(report("unchecked", why=["not_called"], parameters=[], obstacles=both))
    assert "Tensors of PyTorch and JAX cannot be followed." in words
    assert traced.UNREAD["not_called"] not in words


def test_json_and_html_have_it_all() -> None:
    one = report(
        wrong_values=[ONE], mistakes=[NAMED], factor=2.0, obstacles=[Obstacle("cut", STEP)]
    )
    found = json.loads(json.dumps(one.as_json(), allow_nan=False))
    (wrong,) = found["wrong_values"]
    assert (wrong["place"]["line"], wrong["place"]["column"]) == (60, 10)
    assert wrong["right"][0]["line"] == 58
    assert (wrong["slug"], wrong["missing"]) == (NAMED.slug, True)
    assert wrong["expected"][:2] == [0.5, -0.25]
    assert [(x["name"], x["right"]) for x in found["parameters"]] == [("v", True), ("w", False)]
    assert (found["factor"], found["why"]) == (2.0, ["own_cost"])
    assert found["obstacles"][0]["kind"] == "cut"
    html = one._repr_html_()
    assert "dw = <mark>x.T @ error</mark>" in html
    assert "<td>w</td><td>line 70</td>" in html


def test_a_mistake_with_a_rate_of_its_own_is_told_by_two_lines() -> None:
    words = str(report(wrong_values=[ONE], mistakes=[NAMED], why=["rates", "own_cost"]))
    assert "Right until line 58; line 60 uses it without σ′(z[l])." in words
    assert "It is in" not in words


def test_what_takes_lost_numbers_is_not_said_to_call_something() -> None:
    words = str(report("unchecked", why=["cut"], obstacles=[Obstacle("cut", STEP, "")]))
    assert "What line 70 takes cannot be followed back to what it was computed from" in words


def test_other_weights_are_spoken_of_right_behind_the_steps() -> None:
    words = str(report("right", why=["assumed_cost", "probed"]))
    assert words.index("So do steps from other") < words.index("It computes no cost")
