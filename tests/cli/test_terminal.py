"""The command in a real terminal: a bar that does not mix with lines, colours, a pager."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from groundup import Network
from groundup.rungs import source

ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def in_terminal(folder: Path, *arguments: str, columns: int = 80, **environment: str) -> str:
    """All that a terminal of that width would get."""
    main, other = pty.openpty()
    size = {"COLUMNS": str(columns), "LINES": "24", "TERM": "xterm-256color"}
    run = subprocess.Popen(
        [sys.executable, "-m", "groundup", *arguments],
        cwd=folder,
        env=os.environ | size | environment,
        stdin=other,
        stdout=other,
        stderr=other,
    )
    os.close(other)
    shown, deadline = b"", time.monotonic() + 120
    while time.monotonic() < deadline:
        if select.select([main], [], [], 0.1)[0]:
            try:
                shown += os.read(main, 65536)
            except OSError:  # the other end is closed: that is how Linux says end of file
                break
        elif run.poll() is not None:
            break
    os.close(main)
    assert run.wait(timeout=10) == 0, shown
    return shown.decode()


@pytest.mark.slow
def test_lines_do_not_mix_with_the_bar(tmp_path: Path) -> None:
    shown = in_terminal(tmp_path, "train", "--epochs", "3", "--engine", "batches")
    assert "learning" in shown
    assert "━" in shown
    lines = [ESCAPE.sub("", line).rstrip("\r").split("\r")[-1] for line in shown.split("\n")]
    assert sum(line.strip().startswith("epoch") for line in lines) == 3
    assert not [line for line in lines if "learning" in line and "epoch" in line]
    assert "saved digits.safetensors" in shown


def test_a_wide_line_of_a_rung_is_shown_whole(tmp_path: Path) -> None:
    shown = in_terminal(tmp_path, "read", "lists", columns=40, PAGER="cat")
    assert ESCAPE.sub("", shown).replace("\r\n", "\n") == source("lists").read_text()


@pytest.mark.parametrize("pager", ["", "no-such-pager", "'"])
def test_a_rung_is_shown_in_colour_without_a_pager(tmp_path: Path, pager: str) -> None:
    (tmp_path / "bin").mkdir()
    shown = in_terminal(tmp_path, "read", "lists", PAGER=pager, PATH=str(tmp_path / "bin"))
    assert ESCAPE.search(shown)
    assert ESCAPE.sub("", shown).replace("\r\n", "\n") == source("lists").read_text()


def test_less_gets_colours_it_can_show(tmp_path: Path) -> None:
    less = tmp_path / "less"
    less.write_text("#!/bin/sh\necho LESS=$LESS\ncat\n")
    less.chmod(0o755)
    shown = in_terminal(tmp_path, "read", "lists", PAGER=str(less))
    assert "LESS=-RFX" in shown
    assert ESCAPE.search(shown)


def test_pictures_without_colours_are_made_of_halves(tmp_path: Path) -> None:
    Network([784, 10]).save(tmp_path / "m.safetensors")
    coloured = in_terminal(tmp_path, "test", "m.safetensors", COLORTERM="truecolor")
    plain = in_terminal(tmp_path, "test", "m.safetensors", NO_COLOR="1")
    assert "38;2;" in coloured
    assert "38;2;" not in plain
    assert "█" in plain
    assert "▀" * 28 not in plain


@pytest.mark.parametrize("bar", [True, False], ids=["in a terminal", "beside a pipe"])
def test_a_terminal_that_is_closed_loses_nothing(tmp_path: Path, bar: bool) -> None:
    """All that is said from then on fails, the bar's last movements too."""
    train = [sys.executable, "-u", "-m", "groundup", "train", "--epochs", "1000"]
    own = "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0)"  # its terminal
    command = [sys.executable, "-c", f"{own}; os.execv(sys.executable, sys.argv[1:])", *train]
    main, end = pty.openpty()
    with (tmp_path / "said").open("wb") as said, os.fdopen(end, "wb") as terminal:
        run = subprocess.Popen(
            command, cwd=tmp_path, start_new_session=True,
            stdin=terminal, stdout=terminal, stderr=terminal if bar else said,
        )  # fmt: skip
    shown = b""
    while b"epoch 1/" not in shown:
        shown += os.read(main, 65536)
    os.close(main)
    assert run.wait(60) == 128 + signal.SIGHUP
    assert Network.load(tmp_path / "digits.safetensors").history
    if not bar:
        assert "stopped by SIGHUP" in (tmp_path / "said").read_text()
