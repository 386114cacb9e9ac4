"""The process in which a learner's code runs."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest

from groundup.checking.model.declared import Declared
from groundup.checking.running import inspection, session
from tests.checking.conftest import Write


def test_a_fault_of_the_check_is_not_laid_to_the_code(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*asked: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(inspection, "observe", fails)
    monkeypatch.setattr("sys.argv", ["net.py"])
    monkeypatch.setattr(inspection.chance, "keep_generators", lambda: None)  # for all of a process
    target = {"file": str(write("def backprop(): ...")), "module": None, "only": None}
    request = {
        "target": target | {"defaults": {}},
        "declared": Declared()._asdict(),
        "adapter": None,
        "forms": True,
        "timeout": 5.0,
    }
    answers = tmp_path / "answers.jsonl"
    with tempfile.TemporaryFile("w+") as where:
        one = inspection.Inspection(request, answers, where)
        monkeypatch.setattr(session, "empty", lambda stream: None)
        one.look(one.first, 5.0)
    lines = [json.loads(line) for line in answers.read_text().splitlines()]
    (found,) = (line["finding"] for line in lines if "finding" in line)
    assert found["kind"] == "left out"
    assert "by a fault of its own" in found["message"]
    assert found["message"].endswith("ZeroDivisionError: division by zero")
    assert lines[-1] == {"done": True}
