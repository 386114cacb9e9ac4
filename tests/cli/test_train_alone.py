"""Two runs that would write one file know of each other."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

QUICK = ("train", "--limit", "100", "--epochs", "1")


@pytest.fixture
def running(tmp_path: Path):
    """A run that goes on and on, with a checkpoint."""
    command = [sys.executable, "-u", "-m", "groundup", "train", "--limit", "100"]
    command += ["--epochs", "100000", "--checkpoint", "c.st"]
    with subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        while not process.stdout.readline().startswith("epoch 1/"):
            pass
        yield process
        process.kill()


@pytest.mark.slow
def test_a_second_run_is_refused_before_it_learns(groundup, tmp_path: Path, running) -> None:
    for arguments, option, file in (
        ((), "--out", "digits.safetensors"),
        (("--out", str(tmp_path / "digits.safetensors")), "--out", "digits.safetensors"),
        (("--resume", "c.st", "--out", "b.st"), "--resume", "c.st"),
    ):
        quick = ("train",) if "--resume" in arguments else QUICK
        run = groundup(*quick, *arguments)
        assert run.returncode == 2
        assert f"{option}: another groundup train (process {running.pid})" in run.stderr
        assert file in run.stderr
        assert "Traceback" not in run.stderr
        assert "epoch" not in run.stdout.replace("epochs", "")
    assert groundup(*QUICK, "--out", "b.st").returncode == 0


def test_a_run_that_was_killed_is_in_nobodys_way(groundup, tmp_path: Path, running) -> None:
    running.send_signal(signal.SIGKILL)
    running.wait()
    assert groundup(*QUICK).returncode == 0
    (tmp_path / "c.st").unlink()
    assert groundup(*QUICK, "--checkpoint", "c.st").returncode == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["c.st", "digits.safetensors"]
