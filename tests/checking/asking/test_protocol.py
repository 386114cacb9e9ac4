"""docs/check-protocol.md: its programs are those of examples/protocol, and they are right."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from groundup.checking import check
from groundup.vectors import cases

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "check-protocol.md").read_text(encoding="utf-8")
PROGRAMS = ROOT / "examples" / "protocol"
KNOWN = {"sigmoid", "tanh", "relu", "linear"}

LANGUAGES = [
    pytest.param(
        "node",
        "network.js",
        id="javascript",
        marks=pytest.mark.skipif(shutil.which("node") is None, reason="there is no node"),
    ),
    pytest.param(sys.executable, "network.py", id="python"),
]


def test_the_page_holds_the_programs_as_they_are() -> None:
    for language, name in (("js", "network.js"), ("python", "network.py")):
        program = (PROGRAMS / name).read_text(encoding="utf-8")
        assert f"```{language}\n{program}```\n" in PAGE


@pytest.mark.parametrize(("interpreter", "name"), LANGUAGES)
@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu,linear"])
def test_the_programs_are_right(interpreter: str, name: str, activation: str) -> None:
    said = check(command=f'"{interpreter}" "{PROGRAMS / name}"', activation=activation)
    assert said.verdict == "right", str(said)


@pytest.mark.parametrize(("interpreter", "name"), LANGUAGES)
def test_the_programs_know_the_known_answers(interpreter: str, name: str) -> None:
    wanted = [
        case
        for case in cases()
        if case["cost"] == "quadratic" and {*case["activations"]} <= KNOWN and "gradients" in case
    ]
    assert wanted
    answers = ask(interpreter, name, [question(case) for case in wanted])
    for case, answer in zip(wanted, answers, strict=True):
        for quantity in ("dw", "db"):
            for found, right in zip(
                numbers(answer[quantity]), numbers(case["gradients"][quantity]), strict=True
            ):
                assert found == pytest.approx(right, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize(("interpreter", "name"), LANGUAGES)
def test_the_programs_say_what_they_do_not_know(interpreter: str, name: str) -> None:
    unknown = {"cost": "cross-entropy", "activation": ["sigmoid"]}
    other = {"cost": "quadratic", "activation": ["softmax"]}
    assert ask(interpreter, name, [unknown, other]) == [
        {"error": "no cost called cross-entropy here"},
        {"error": "no activation called softmax here"},
    ]


def question(case: dict[str, Any]) -> dict[str, Any]:
    return {
        "weights": case["w"],
        "biases": case["b"],
        "inputs": case["xs"],
        "targets": case["ys"],
        "activation": case["activations"],
        "cost": case["cost"],
        "learning_rate": 0.5,
    }


def ask(interpreter: str, name: str, questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    run = subprocess.run(
        [interpreter, str(PROGRAMS / name)],
        input="".join(json.dumps(each) + "\n" for each in questions),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return [json.loads(line) for line in run.stdout.splitlines()]


def numbers(value: Any) -> list[float]:
    """All numbers of nested lists, in order."""
    if isinstance(value, list):
        return [number for part in value for number in numbers(part)]
    return [value]
