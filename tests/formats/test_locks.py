"""A lock keeps others out, whoever dies with it lets go, and nothing stays behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from groundup.formats.locks import BusyError, alone

HOLD = """
import sys
from groundup.formats.locks import alone
with alone(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path: Path):
    """Another process that has locked `model` through a link to it."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "link").symlink_to(tmp_path / "model")
    command = [sys.executable, "-c", HOLD, str(tmp_path / "elsewhere" / "link")]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_file_that_another_process_has_locked_is_busy(holder, tmp_path):
    with pytest.raises(BusyError, match=f"^{holder.pid}$"), alone(tmp_path / "model"):
        pass
    with alone(tmp_path / "another"):
        pass
    holder.communicate()  # it ends by itself
    with alone(tmp_path / "model"):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["elsewhere"]


def test_whoever_is_killed_lets_go(holder, tmp_path):
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    model, own_number = tmp_path / "model", str(os.getpid())
    with alone(model), pytest.raises(BusyError, match=own_number), alone(model):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["elsewhere"]


def test_an_error_lets_go_too_and_a_device_is_nobodys(tmp_path):
    with pytest.raises(KeyError), alone(tmp_path / "model"):
        raise KeyError
    assert not list(tmp_path.iterdir())
    with alone("/dev/null"), alone("/dev/null"):
        pass
