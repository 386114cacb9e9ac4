"""The process of somebody's code: started before it is known what code, gone with its block."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

import groundup
from groundup.checking.running.process import CHECKED, TRACE, Child, beforehand


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """The processes that were started in a test."""
    found, plain = [], subprocess.Popen

    def popen(*given: Any, **named: Any) -> subprocess.Popen[bytes]:
        found.append(plain(*given, **named))
        return found[-1]

    monkeypatch.setattr(subprocess, "Popen", popen)
    return found


def test_a_child_that_is_asked_nothing_ends_by_itself() -> None:
    with Child(TRACE) as child:
        assert child.process.stdin is not None
        child.process.stdin.close()
        child.wait(30.0)
        assert child.status == 0
        assert child.errors.whole() == ""


def test_its_files_are_gone_with_its_block() -> None:
    with Child(TRACE) as child:
        folder = child.answers.parent
        assert folder.is_dir()
    assert not folder.exists()
    assert child.ended
    assert not child.ask(1.0)


def test_a_process_is_ended_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another may have its number afterwards."""
    killed = []
    with Child(TRACE) as child:
        child.end()
        monkeypatch.setattr("groundup.checking.running.process.kill", killed.append)
    assert killed == []


def test_one_process_looks_at_a_file(write, started: list[subprocess.Popen[bytes]]) -> None:
    lines = "import numpy as np\nw = np.ones((2, 3))\nfor i in range(5):\n    w -= 0.1 * w\n"
    groundup.check(write(lines))
    assert [one.poll() is not None for one in started] == [True]


def test_where_there_is_nothing_to_check_no_process_is_left(
    tmp_path: Path, started: list[subprocess.Popen[bytes]]
) -> None:
    with pytest.raises(ValueError, match="nowhere"):
        groundup.check(tmp_path / "nowhere.py")
    assert [one.poll() is not None for one in started] == [True]


def test_code_that_is_checked_itself_gets_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CHECKED, "1")
    with beforehand(wanted=True) as child:
        assert child is None
