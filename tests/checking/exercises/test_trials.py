"""Each function of an exercise is judged by itself."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from groundup.checking.exercises.exercise import EXERCISES, body, functions, functions_of
from groundup.checking.exercises.path import helpers, ideas, ordered
from groundup.checking.exercises.trials import Judged, Trials
from groundup.rungs import source


def spoiled(rung: str, name: str, statement: str, folder: Path) -> Path:
    """The rung's file with a statement before what the function does."""
    text = source(rung).read_text(encoding="utf-8")
    lines = text.splitlines()
    first = body(dict(functions(ast.parse(text)))[name])[0]
    lines.insert(first.lineno - 1, " " * first.col_offset + statement)
    file = folder / f"{rung}.py"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


@pytest.mark.parametrize("rung", EXERCISES)
def test_the_rung_itself_is_right(rung: str) -> None:
    trials = Trials(source(rung), rung, ordered(rung))
    assert {trials.alone(name).state for name in ordered(rung)} == {"right"}


@pytest.mark.slow
@pytest.mark.parametrize("rung", EXERCISES)
@pytest.mark.parametrize(
    ("statement", "states"),
    [("1 / 0", {"raised"}), ("return None", {"nothing", "raised", "number"})],
)
def test_a_broken_function_is_told_whichever_it_is(
    rung: str, statement: str, states: set[str], tmp_path: Path
) -> None:
    for name in ordered(rung):
        trials = Trials(spoiled(rung, name, statement, tmp_path), rung, ordered(rung))
        assert trials.alone(name).state in states, name


@pytest.mark.parametrize("rung", EXERCISES)
def test_the_path_has_every_function_once(rung: str) -> None:
    assert sorted(ordered(rung)) == sorted(functions_of(rung))
    assert len(set(ordered(rung))) == len(ordered(rung))
    assert not set(ideas(rung)) & set(helpers(rung))
    assert all(len(name) + len(words) < 76 for name, words in ideas(rung).items())


def judged(rung: str, name: str, right: str, wrong: str, folder: Path) -> Judged:
    """One function of a rung's file in which something is changed."""
    text = source(rung).read_text(encoding="utf-8")
    assert text.count(right) == 1
    file = folder / f"{rung}.py"
    file.write_text(text.replace(right, wrong), encoding="utf-8")
    return Trials(file, rung, ordered(rung)).alone(name)


def test_the_last_right_values_before_a_wrong_one_are_told(tmp_path: Path) -> None:
    right = "delta[l] = error * f_prime[l](z[l])"
    found = judged("arrays", "backprop", right, "delta[l] = error", tmp_path)
    lines = (tmp_path / "arrays.py").read_text("utf-8").splitlines()
    told = [lines[place[0] - 1].strip() for place in found.places]
    assert told == [
        "dw = [np.outer(delta[l], a[l]) for l in layers]",
        "error = w[l + 1].T @ delta[l + 1]",
    ]


def test_results_in_another_order_are_told(tmp_path: Path) -> None:
    right = "    db = [delta[l] for l in layers]\n    return dw, db"
    found = judged("lists", "backprop", right, right.replace("dw, db", "db, dw"), tmp_path)
    assert "it returns db, dw" in found.message


BORROWED = {
    "at the call": "from groundup.rungs import lists; return lists.backprop(network, x, y)",
    "of another rung": (
        "from groundup.rungs import neurons; "
        "return neurons.backprop(neurons.build(network.w, network.b), x, y)"
    ),
    "by its module's name": (
        "import importlib; "
        "return importlib.import_module('groundup.rungs.lists').backprop(network, x, y)"
    ),
}


@pytest.mark.parametrize("how", BORROWED)
def test_groundups_own_function_has_no_point(how: str, tmp_path: Path) -> None:
    file = spoiled("lists", "backprop", BORROWED[how], tmp_path)
    trials = Trials(file, "lists", ordered("lists"))
    assert trials.alone("backprop").state == "borrowed"
    assert not trials.among("backprop", ordered("lists"))


def test_groundup_may_be_imported(tmp_path: Path) -> None:
    file = spoiled("lists", "backprop", "import groundup.rungs.arrays, groundup.errors", tmp_path)
    assert Trials(file, "lists", ordered("lists")).alone("backprop").state == "right"
