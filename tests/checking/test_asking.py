"""One question to the check, from the target to the report."""

from __future__ import annotations

from pathlib import Path

import pytest

import groundup
from groundup.checking import asking
from groundup.checking.model.report import Report


@pytest.mark.parametrize("verdict", ["right", "wrong"])
def test_a_second_look_counts_where_the_first_leaves_doubts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, verdict: str
) -> None:
    file = tmp_path / "net.py"
    file.write_text("def nothing(): ...\n")
    second = Report(verdict=verdict)
    monkeypatch.setattr(asking, "may_be_misread", lambda report, observed: True)
    monkeypatch.setattr(asking, "second_report", lambda *asked: second)
    assert groundup.check(str(file)).verdict == verdict
