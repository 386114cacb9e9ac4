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
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from bench.checking.patches import written
from groundup.checking import check
from groundup.checking.model.report import Report

pytestmark = pytest.mark.slow

LEARNERS = written(Path(__file__).parent / "learners")
EXPECTED: list[dict[str, Any]] = json.loads((LEARNERS / "expected.json").read_text("utf-8"))
KINDS = (".py", ".js", ".ipynb")
HARD = {"cached.py"}  # wrong without a name would do: everything is stale, not one quantity


def can_run(learner: dict[str, Any]) -> bool:
    if learner["file"].endswith(".js"):
        return shutil.which("node") is not None
    return "needs" not in learner or find_spec(learner["needs"]) is not None


def marks(learner: dict[str, Any]) -> list[pytest.MarkDecorator]:
    found = [pytest.mark.frameworks] if learner.get("needs") in ("jax", "torch") else []
    if not can_run(learner):
        found.append(pytest.mark.skip(reason="what it needs is missing"))
    return found


class Checked(NamedTuple):
    expected: dict[str, Any]
    report: Report


@pytest.fixture(
    scope="module",  # a learner after the other, so that each is checked once
    params=[
        pytest.param(
            learner,
            id=learner["file"],
            marks=marks(learner),
        )
        for learner in EXPECTED
    ],
)
def checked(request: pytest.FixtureRequest) -> Checked:
    learner = request.param
    path = LEARNERS / learner["file"]
    if learner["kind"] == "file":
        return Checked(learner, check(str(path), **learner["options"]))
    program = "node" if path.suffix == ".js" else f'"{sys.executable}"'
    return Checked(learner, check(command=f'{program} "{path}"', **learner["options"]))


def test_the_verdict_is_right(checked: Checked) -> None:
    assert checked.report.verdict == checked.expected["verdict"], str(checked.report)


def test_the_first_wrong_quantity_is_right(checked: Checked) -> None:
    first = checked.report.first_wrong
    found = first and {"quantity": first.name, "layer": first.layer}
    assert found == checked.expected["first_wrong"]


def test_no_mistake_is_named_that_was_not_made(checked: Checked) -> None:
    for named in checked.report.mistakes:
        assert {named.number, *named.aliases} & set(checked.expected["numbers"])
        if checked.expected["layer"] is not None:
            assert named.layer == checked.expected["layer"]


def test_the_mistake_is_named(checked: Checked) -> None:
    if checked.expected["file"] not in HARD:
        assert bool(checked.report.mistakes) == (checked.expected["verdict"] == "wrong")


def test_a_third_is_right_and_all_files_are_expected() -> None:
    files = sorted(path.name for path in LEARNERS.iterdir() if path.suffix in KINDS)
    assert files == sorted(learner["file"] for learner in EXPECTED)
    right = [learner for learner in EXPECTED if learner["verdict"] == "right"]
    assert len(EXPECTED) / 3 <= len(right) <= len(EXPECTED) / 2
    for learner in EXPECTED:
        assert bool(learner["numbers"]) == (learner["verdict"] == "wrong")
