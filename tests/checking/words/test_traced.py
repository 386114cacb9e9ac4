"""What a tape showed, in words."""

from __future__ import annotations

import json

import pytest

from groundup.checking.judging.verdicts import Why
from groundup.checking.model.report import (
    Named,
    Obstacle,
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


def of(name: str, right: bool, size: int = 6) -> Quantity:
    return Quantity("parameter", None, right, 0.0 if right else 0.5, name, (size,), STEP)


def report(verdict: str = "wrong", **more: object) -> ReportInWords:
    rows = [of("v", True, 2), of("w", verdict == "right")]
    found = {
        "style": "every number",
        "conventions": {"cost": "its own, line 40"},
        "quantities": rows if verdict != "unchecked" else [],
        "first_wrong": rows[1] if verdict == "wrong" else None,
        "target": "some/net.py",
        "why": ["own_cost"],
    }
    return ReportInWords(verdict, **(found | more))  # type: ignore[arg-type]


def test_a_missing_factor_is_told_by_two_lines_its_rule_and_its_numbers() -> None:
    words = str(report(wrong_values=[ONE], mistakes=[NAMED]))
    assert "  ✗ w          6 numbers, line 70      off by 50%\n" in words
    assert "First wrong quantity: the gradient of w (line 70)." in words
    assert "Line 58 is still right; line 60 uses its value without σ′(z[l])." in words
    assert "  line 58, still right:\n    error = delta @ w.T\n  line 60, column 10:\n" in words
    assert "    dw = x.T @ error\n         ^^^^^^^^^^^\n" in words
    assert "    chain rule  0.5         -0.25       1e-09  …\n    got         1 " in words


def test_a_wrong_operation_is_told_by_its_line() -> None:
    words = str(report(wrong_values=[ONE._replace(missing=False, slug="")]))
    assert "Line 58 is still right; the first wrong value is that of line 60." in words


def test_only_numbers_that_differ_are_shown() -> None:
    some = ONE._replace(expected=(0.0, 0.5, 2.0), got=(-0.0, 0.50001, 3.0))
    assert "    chain rule  2\n    got         3\n" in str(report(wrong_values=[some]))
    same = some._replace(got=some.expected)
    assert "chain rule" not in str(report(wrong_values=[same]))


def test_several_places_are_told_together() -> None:
    other = ONE._replace(place=USED._replace(line=64))
    words = str(report(wrong_values=[ONE, other], mistakes=[NAMED]))
    assert "Line 58 is still right; lines 60 and 64 use its value without σ′(z[l])." in words
    assert words.count("column 10:") == 2


def test_several_mistakes_are_counted_and_told_one_after_the_other() -> None:
    words = str(report(wrong_values=[ONE], mistakes=[NAMED, NAMED]))
    assert "There are two mistakes. First: The error lacks" in words
    assert "Then: The error lacks" in words


def test_what_one_statement_leaves_out_has_one_line() -> None:
    alone = ONE._replace(right=(USED,))
    assert "Line 60 leaves σ′(z[l]) out." in str(report(wrong_values=[alone], mistakes=[NAMED]))


@pytest.mark.parametrize("hint", [1, 2])
def test_hints_give_no_place_away(hint: int) -> None:
    words = str(report(wrong_values=[ONE], mistakes=[NAMED], hint=hint))
    assert "First wrong quantity: the gradient of w (line 70)." in words
    assert "line 60" not in words
    assert "column" not in words
    assert (RULE in words) == (hint == 2)
    assert f"--hint {hint + 1}" in words or f"hint={hint + 1}" in words


def test_the_second_hint_names_the_function_where_no_rule_is_known() -> None:
    unnamed = [ONE._replace(slug="")]
    assert "Look for it in backward." in str(report(wrong_values=unnamed, hint=2))
    assert "backward" not in str(report(wrong_values=unnamed, hint=1))


def test_the_first_hint_ends_with_the_first_wrong_parameter() -> None:
    moved = [of(name, name == "v", 2) for name in "vwu"]
    words = str(report(quantities=moved, first_wrong=moved[1], hint=1))
    assert "  ✓ v " in words
    assert "  ✗ w          2 numbers, line 70\n\n" in words
    assert "  ✗ u " not in words


def test_what_one_statement_moves_is_one_line_if_it_is_alike() -> None:
    moved = [of("p.data", right) for right in (True, False, True, False)]
    words = str(report(quantities=moved, first_wrong=moved[1]))
    assert "  ✓ p.data     12 numbers, line 70\n  ✗ p.data     12 numbers, line 70 " in words


def test_layers_have_the_names_of_the_program_if_these_are_short() -> None:
    rows = [Quantity("dw", 1, True, 0.0, "W2"), Quantity("dw", 0, False, 0.25, "w" * 40)]
    words = str(report(quantities=rows, first_wrong=rows[1]))
    assert "  ✓ dw[1]      output layer (W2)\n" in words
    assert "  ✗ dw[0]      hidden layer 1 (w[0])   off by 25%\n" in words


def test_how_wrong_is_left_out_where_the_factor_is_not_known() -> None:
    rows = [Quantity("delta", 0, False, None), Quantity("dw", 0, False, 0.25)]
    words = str(report(quantities=rows, first_wrong=rows[0]))
    assert "  ✗ delta[0]   output layer (w[0])\n" in words


@pytest.mark.parametrize("why", sorted(traced.BY_ITSELF))
def test_what_is_wrong_by_itself_is_said_with_its_lines(why: str) -> None:
    quantities = [Quantity("dw", 0, True, 0.0)]
    facts = {"why": [why, "own_cost"], "quantities": quantities, "first_wrong": None}
    words = str(report(wrong_values=[WrongValue(STEP)], **facts))
    assert f"{traced.BY_ITSELF[why]} It is in line 70." in words


def test_right_parameters_are_told_by_their_names() -> None:
    rows = [of("w", True), of("b", True), of("w", True)]
    words = str(report(quantities=rows, first_wrong=None, why=["stays"]))
    assert "The numbers are right: w and b." in words


def test_right_gradients_that_lead_nowhere_are_told_so() -> None:
    given = [Quantity("dw", 0, True, 0.0)]
    one = report(why=["stale"], quantities=given, first_wrong=None, wrong_values=[WrongValue(STEP)])
    for hint in (1, 2, 3):
        one.hint = hint
        assert f"The numbers are right: dw. {traced.BY_ITSELF['stale']}" in str(one)


def test_a_factor_is_in_the_headline_with_what_a_gradient_check_says() -> None:
    first = str(report("right", factor=2.0)).splitlines()[0]
    assert first.startswith("some/net.py: right, but twice its cost's gradient: ")
    assert "a gradient check would say 0.33; it acts like another learning rate" in first
    assert str(report("right", factor=1.0)).startswith("some/net.py: right\n")
    assert "150 times" in str(report("right", factor=150.0))


def test_what_a_name_says_is_not_said_twice() -> None:
    facts = {"wrong_values": [WrongValue(STEP)], "mistakes": [NAMED]}
    assert traced.BY_ITSELF["rate_twice"] not in str(report(why=["rate_twice"], **facts))
    assert traced.BY_ITSELF["hidden"] in str(report(why=["hidden"], **facts))


def test_a_right_one_says_what_that_rests_on() -> None:
    words = str(report("right", why=["assumed_cost", "optimiser", "probed"]))
    assert "the cost that is assumed, at other weights and inputs too. The steps are not" in words
    assert "All gradients are those of its cost.\n" in str(report("right", why=["own_cost"]))


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


KNOWN = ("own_cost", "assumed_cost", "declared_cost", "optimiser", "probed")


@pytest.mark.parametrize("why", [one.name.lower() for one in Why])
def test_every_reason_has_words(why: str) -> None:
    assert why in {*traced.UNREAD, *KNOWN}


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
    assert f"The program was stopped at line 58: it takes too long. {traced.SMALLER}" in words
    assert traced.SMALLER in str(report("unchecked", why=["ended"]))


def test_frameworks_are_told_by_their_names() -> None:
    both = [Obstacle("framework", None, name) for name in ("PyTorch", "JAX")]
    words = str(report("unchecked", why=["not_called"], obstacles=both))
    assert "Tensors of PyTorch and JAX cannot be followed: " in words
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
    rows = [(x["parameter"], x["ok"], x["shape"]) for x in found["quantities"]]
    assert rows == [("v", True, [2]), ("w", False, [6])]
    assert (found["factor"], found["why"]) == (2.0, ["own_cost"])
    assert found["obstacles"][0]["kind"] == "cut"
    html = one._repr_html_()
    assert "dw = <mark>x.T @ error</mark>" in html
    assert "<td>w</td><td>6 numbers, line 70</td><td>off by 50%</td>" in html


def test_a_mistake_with_a_rate_of_its_own_is_told_by_two_lines() -> None:
    words = str(report(wrong_values=[ONE], mistakes=[NAMED], why=["rates", "own_cost"]))
    assert "Line 58 is still right; line 60 uses its value without σ′(z[l])." in words
    assert "It is in" not in words


def test_what_takes_lost_numbers_is_not_said_to_call_something() -> None:
    words = str(report("unchecked", why=["cut"], obstacles=[Obstacle("cut", STEP, "")]))
    assert "What line 70 takes cannot be followed back to what it was computed from" in words


def test_a_place_is_told_where_the_tape_did_not_end() -> None:
    still = [Obstacle("stays", STEP)]
    words = str(report("unchecked", why=["stays"], obstacles=still))
    assert f"{traced.UNREAD['stays']} See line 70." in words
