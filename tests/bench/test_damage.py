"""Damaged files are refused, and a reader that fails or believes them is found out."""

from __future__ import annotations

import subprocess
import sys
import warnings
from pathlib import Path
from random import Random

import pytest

from bench.damage import changes, verdicts
from bench.damage.__main__ import damage
from bench.damage.subjects import Subject
from groundup.errors import UserError

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("files", [400, pytest.param(1500, marks=pytest.mark.slow)])
def test_no_damaged_file_gives_a_traceback_or_an_answer(files: int) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "bench.damage", "--files", str(files)],
        cwd=ROOT, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr
    assert "NPZ" in run.stdout


def careful(path: Path) -> bytes:
    content = path.read_bytes()
    if content != b"whole":
        raise UserError("damaged")
    return content


def fails(path: Path) -> bytes:
    return careful(path) if path.read_bytes() == b"whole" else {}["damaged"]


def warns(path: Path) -> bytes:
    if path.read_bytes() != b"whole":
        warnings.warn("odd", stacklevel=1)
    return b"whole"


def hangs(path: Path) -> bytes:
    content = path.read_bytes()
    while content != b"whole":
        pass
    return content


@pytest.mark.parametrize(
    ("reader", "proved", "verdict"),
    [
        (careful, True, "refused"),
        (Path.read_bytes, True, "answered"),
        (Path.read_bytes, False, "unknown"),
        (lambda path: b"whole", True, "same"),
        (fails, True, "traceback"),
        (warns, True, "traceback"),
        (hangs, True, "endless"),
    ],
)
def test_each_reader_gets_its_verdict(reader, proved, verdict, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(verdicts, "SECONDS", 0.1)
    path = tmp_path / "file"
    path.write_bytes(b"whole")
    subject = Subject("a file", path, proved, (changes.insert,), lambda: reader(path))
    counts, defects = damage([subject], 3, seed=0)
    assert counts["a file"] == {verdict: 3}
    assert len(defects) == (3 if verdict in verdicts.BAD else 0)
    assert path.read_bytes() == b"whole"


@pytest.mark.parametrize("change", [*changes.BYTES, *changes.TEXT, changes.zip_field])
def test_a_change_is_the_same_for_a_seed_and_changes_something(change) -> None:
    content = b'{"a": [1.5, -2, 3], "b": "word"} PK\x01\x02 and more' * 9
    found = [change(content, Random(str(seed))) for seed in range(20)]
    assert found == [change(content, Random(str(seed))) for seed in range(20)]
    assert sum(damaged != content for damaged in found) > 10
