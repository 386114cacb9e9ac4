"""Digits that are made: as many as asked for, the same again, whole or not at all."""

from __future__ import annotations

import errno
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from groundup import DataError, load_data
from groundup.data import enlargement
from groundup.data.enlargement import enlarge
from groundup.errors import UserError


def test_there_are_as_many_as_asked_for_and_mnists_own_validate(tmp_path, digits):
    heard: list[int] = []
    enlarge(12_000, tmp_path / "made", progress=heard.append)
    made = load_data(tmp_path / "made")
    assert heard == [5000, 10_000, 12_000]
    assert [len(part.x) for part in made] == [10_000, 2000, 10_000]
    assert (made.validation.x == digits.validation.x[:2000]).all()
    assert (made.test.x == digits.test.x).all()
    assert (made.train.y == digits.train.y[:10_000]).all()
    assert 0 < np.abs(made.train.x.astype(int) - digits.train.x[:10_000]).mean() < 60


def test_the_same_seed_gives_the_same_bytes(tmp_path):
    for name, seed in (("a", 0), ("b", 0), ("c", 1)):
        enlarge(200, tmp_path / name, seed)
    a, b, c = ((tmp_path / name / enlargement.IMAGES).read_bytes() for name in "abc")
    assert a == b != c


def test_digits_are_distorted_otherwise_when_they_come_again(tmp_path, monkeypatch, digits):
    monkeypatch.setattr(enlargement, "PIECE", 50)
    few = digits._replace(
        train=digits.train._replace(x=digits.train.x[:100], y=digits.train.y[:100])
    )
    monkeypatch.setattr(enlargement, "read_folder", lambda _: few)
    enlarge(240, tmp_path)
    x, y = load_data(tmp_path, full=True).train
    assert (y[:100] == y[100:200]).all()
    assert (x[:100] != x[100:200]).any(axis=1).all()


def test_files_that_are_there_are_left_alone(tmp_path):
    enlarge(60, tmp_path)
    before = (tmp_path / enlargement.IMAGES).read_bytes()
    with pytest.raises(DataError, match="another folder"):
        enlarge(70, tmp_path)
    assert (tmp_path / enlargement.IMAGES).read_bytes() == before


def test_too_few_and_too_many_are_refused(tmp_path, monkeypatch):
    with pytest.raises(UserError, match="60 to"):
        enlarge(59, tmp_path)
    usage = shutil.disk_usage(tmp_path)._replace(free=10**9)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    with pytest.raises(UserError, match=r"4,972 MB free.*1,000; make fewer"):
        enlarge(6_000_000, tmp_path)


def test_who_is_stopped_leaves_no_file(tmp_path):
    def stop(done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        enlarge(6000, tmp_path / "made", progress=stop)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("there", [False, True], ids=["its own folder", "somebody's folder"])
def test_a_disk_that_is_full_in_the_end_keeps_nothing(tmp_path, monkeypatch, there):
    def full(source: Path, target: Path) -> None:
        Path(target).write_bytes(b"half of it")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", full)
    if there:
        (tmp_path / "made").mkdir()
    with pytest.raises(OSError, match="No space left"):
        enlarge(60, tmp_path / "made" / "digits")
    assert [path.name for path in tmp_path.rglob("*")] == (["made"] if there else [])


def test_a_disk_that_is_too_small_gets_no_folder(tmp_path, monkeypatch):
    usage = shutil.disk_usage(tmp_path)._replace(free=0)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    with pytest.raises(UserError, match="MB free"):
        enlarge(60, tmp_path / "made")
    assert list(tmp_path.iterdir()) == []


def test_the_command_makes_them_and_says_what_is_next(groundup, tmp_path):
    run = groundup("data", "make", "600", "made")
    assert run.returncode == 0
    assert "groundup train --data made --stream" in run.stdout
    assert len(load_data(tmp_path / "made").train.x) == 500
    assert "make needs a number of digits" in groundup("data", "make").stderr
    assert "one source" in groundup("data", "mnist", "5", "x").stderr


@pytest.mark.skipif(sys.platform == "win32", reason="sends signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_the_command_and_leaves_no_file(tmp_path, number):
    made = subprocess.Popen(
        [sys.executable, "-m", "groundup", "data", "make", "500000", str(tmp_path / "large")],
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    images = tmp_path / "large" / f"{enlargement.IMAGES}.part"
    while made.poll() is None and not (images.exists() and images.stat().st_size > 10**6):
        time.sleep(0.05)
    made.send_signal(number)
    said = made.communicate(timeout=60)[1]
    assert made.returncode == 128 + number
    assert said.startswith("groundup: stopped by ")
    assert list(tmp_path.iterdir()) == []
