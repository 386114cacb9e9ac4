"""Networks as people write them, in many styles, a third of them right: what the check says.

learners/expected.json tells, for each file, how it is checked (`kind` "file" or "command", and the
`options` that are declared), the verdict, the first wrong quantity (`first_wrong`, with the layer
from 0; null where the verdict is right or nothing in the numbers is wrong), the numbers of the
mistakes that may be named, and the layer where the mistake is confined to one of several.
"""

from __future__ import annotations

import json
import shutil
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from groundup.checking import check
from groundup.checking.model.report import Report

LEARNERS = Path(__file__).parent / "learners"
EXPECTED: list[dict[str, Any]] = json.loads((LEARNERS / "expected.json").read_text("utf-8"))
HARD = {"cached.py"}  # wrong without a name would do: everything is stale, not one quantity


def can_run(learner: dict[str, Any]) -> bool:
    if learner["file"].endswith(".js"):
        return shutil.which("node") is not None
    return "needs" not in learner or find_spec(learner["needs"]) is not None


def cases(*, wrong_only: bool = False) -> list[Any]:
    return [
        pytest.param(
            number,
            id=learner["file"],
            marks=() if can_run(learner) else pytest.mark.skip(reason="what it needs is missing"),
        )
        for number, learner in enumerate(EXPECTED)
        if learner["verdict"] == "wrong" or not wrong_only
    ]


@cache
def report(number: int) -> Report:
    """What the check says of that learner, asked once for all tests."""
    learner = EXPECTED[number]
    path = LEARNERS / learner["file"]
    if learner["kind"] == "file":
        return check(str(path), **learner["options"])
    program = "node" if path.suffix == ".js" else f'"{sys.executable}"'
    return check(command=f'{program} "{path}"', **learner["options"])


@pytest.mark.parametrize("number", cases())
def test_the_verdict_is_right(number: int) -> None:
    said = report(number)
    assert said.verdict == EXPECTED[number]["verdict"], str(said)


@pytest.mark.parametrize("number", cases(wrong_only=True))
def test_the_first_wrong_quantity_is_right(number: int) -> None:
    first, wanted = report(number).first_wrong, EXPECTED[number]["first_wrong"]
    found = first and {"quantity": first.name, "layer": first.layer}
    assert found == wanted


@pytest.mark.parametrize("number", cases())
def test_no_mistake_is_named_that_was_not_made(number: int) -> None:
    learner = EXPECTED[number]
    for named in report(number).mistakes:
        assert {named.number, *named.aliases} & set(learner["numbers"])
        if learner["layer"] is not None:
            assert named.layer == learner["layer"]


@pytest.mark.parametrize("number", cases(wrong_only=True))
def test_the_mistake_is_named(number: int) -> None:
    if EXPECTED[number]["file"] not in HARD:
        assert report(number).mistakes


def test_a_third_is_right_and_all_files_are_expected() -> None:
    files = sorted(path.name for path in LEARNERS.iterdir() if path.suffix in (".py", ".js"))
    assert files == sorted(learner["file"] for learner in EXPECTED)
    right = [learner for learner in EXPECTED if learner["verdict"] == "right"]
    assert len(EXPECTED) / 3 <= len(right) <= len(EXPECTED) / 2
    for learner in EXPECTED:
        assert bool(learner["numbers"]) == (learner["verdict"] == "wrong")
