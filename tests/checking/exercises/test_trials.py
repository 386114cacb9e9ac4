"""Each function of an exercise is judged by itself."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from groundup.checking.exercises.exercise import EXERCISES, body, functions, functions_of
from groundup.checking.exercises.path import helpers, ideas, ordered
from groundup.checking.exercises.trials import Trials
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
