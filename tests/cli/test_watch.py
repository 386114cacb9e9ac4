"""`groundup check --watch`: an editor saves, the command answers."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.checking.book_class import BOOK, FORGETS

RIGHT, WRONG = textwrap.dedent(BOOK), textwrap.dedent(FORGETS)
PATIENCE = 60.0  # seconds


class Watch:
    """The command while it runs, its words as they come."""

    def __init__(self, folder: Path, *arguments: str):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "groundup", "check", "mynet.py", "--watch", *arguments],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        self.said, self.read = "", 0

    def until(self, words: str) -> str:
        """All that is said up to these words."""
        assert self.process.stdout
        until = time.monotonic() + PATIENCE
        while (at := self.said.find(words, self.read)) < 0:
            assert time.monotonic() < until, self.said
            if select.select([self.process.stdout], [], [], 0.1)[0]:
                piece = os.read(self.process.stdout.fileno(), 65536)
                assert piece, self.said
                self.said += piece.decode()
        found, self.read = self.said[self.read : at + len(words)], at + len(words)
        return found

    def line(self) -> dict[str, Any]:
        return json.loads(self.until("\n"))

    def end(self, number: int = signal.SIGINT) -> int:
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


@pytest.fixture
def mynet(tmp_path: Path) -> Path:
    file = tmp_path / "mynet.py"
    file.write_text(WRONG, encoding="utf-8")
    return file


@pytest.fixture
def watch(mynet: Path) -> Iterator[Callable[..., Watch]]:
    begun: list[Watch] = []

    def do(*arguments: str) -> Watch:
        begun.append(Watch(mynet.parent, *arguments))
        return begun[-1]

    yield do
    for one in begun:
        one.process.kill()
        one.process.communicate()


@pytest.mark.slow
def test_each_save_is_checked_and_what_is_new_is_told(
    watch: Callable[..., Watch], mynet: Path
) -> None:
    running = watch("--hint", "3")
    assert "mynet.py: wrong\n" in running.until("watching mynet.py; Ctrl-C ends\n")
    new = mynet.with_suffix(".tmp")
    new.write_text(RIGHT, encoding="utf-8")
    new.replace(mynet)
    said = running.until("next: groundup climb")
    assert "was wrong: The error of a hidden layer lacks the factor σ′(z); now right" in said
    assert "newly right: delta[1], dw[1], db[1], delta[0], dw[0] and db[0]" in said
    mynet.write_text(f"{RIGHT}\n# as right as before\n", encoding="utf-8")
    assert "✓" not in running.until("mynet.py: still right\n")
    assert "\x1b" not in running.said  # which could clear something
    assert running.end() == 0


@pytest.mark.slow
def test_json_is_a_line_a_check_whatever_is_saved(
    watch: Callable[..., Watch], mynet: Path, tmp_path: Path
) -> None:
    running = watch("--format", "json")
    first = running.until("watching mynet.py; Ctrl-C ends\n").splitlines()[0]
    assert json.loads(first)["verdict"] == "wrong"
    mynet.write_text(f"{RIGHT}\ndef half(", encoding="utf-8")
    broken = running.line()
    assert broken["verdict"] == "unchecked"
    assert any("is not Python" in one["message"] for one in broken["findings"])
    mynet.write_text("# nothing yet\n", encoding="utf-8")
    assert "there is nothing to check" in running.line()["findings"][0]["message"]
    (tmp_path / "slopes.py").write_text(RIGHT, encoding="utf-8")
    mynet.write_text("from slopes import Network\n", encoding="utf-8")
    assert running.line()["verdict"] == "right"
    (tmp_path / "slopes.py").write_text(WRONG, encoding="utf-8")  # a module beside it
    assert running.line()["verdict"] == "wrong"
    assert running.end() == 1


@pytest.mark.slow
def test_notes_for_editors_come_between_two_lines(watch: Callable[..., Watch], mynet: Path) -> None:
    running = watch("--format", "github")
    first = running.until("checked mynet.py: wrong\n").splitlines()
    assert first[0] == "checking mynet.py"
    assert [line[:34] for line in first[1:-1]] == ["::error file=mynet.py,line=20,endL"]
    mynet.write_text(RIGHT, encoding="utf-8")
    second = running.until("checked mynet.py: right\n")
    assert second.index("checking mynet.py") < second.index("::notice file=mynet.py")
    assert "::error" not in second


@pytest.mark.slow
def test_signals_end_it_whenever_they_come(watch: Callable[..., Watch]) -> None:
    checked, begun = watch(), watch()
    checked.until("watching")
    assert checked.end(signal.SIGTERM) == 128 + signal.SIGTERM
    time.sleep(0.5)
    assert begun.end() in (1, 130)  # no report yet, on most machines


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["missing.py", "--watch"], "there is none at missing.py"),
        (["mynet.py", "--watch", "--format", "sarif"], "--watch cannot write --format sarif"),
        (["--command", "node x.js", "--watch"], "--watch is for a file"),
        (["mynet.py", "--watch", "--cost", "mse"], "quadratic or cross-entropy, got 'mse'"),
        (["mynet.py", "--format", "xml"], "a --format of text, json, github, sarif, got xml"),
        (["mynet.py", "--json", "--format", "sarif"], "--json or --format sarif, not both"),
    ],
)
def test_what_makes_no_sense_is_one_sentence(groundup, mynet: Path, arguments, message) -> None:
    run = groundup("check", *arguments)
    assert run.returncode == 2
    assert message in run.stderr
    assert "Traceback" not in run.stderr
