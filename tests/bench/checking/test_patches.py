"""Variants of programs, kept as the lines in which they differ."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from bench.checking.patches import write, written

LINES = "one\ntwo\nthree\nfour\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Of a program `a.py`, and one of two files."""
    (tmp_path / "programs" / "net" / "parts").mkdir(parents=True)
    for file in ("a.py", "net/main.py", "net/parts/layer.py"):
        (tmp_path / "programs" / file).write_text(LINES, "utf-8")
    return tmp_path / "programs"


def patched(folder: Path, patch: str) -> Path:
    (folder / "it.patch").write_text(patch, "utf-8")
    return write(folder, folder.parent / "home")


@pytest.mark.parametrize(
    ("hunks", "expected"),
    [
        ("@@ -2 +2 @@\n-two\n+2\n", "one\n2\nthree\nfour\n"),
        ("@@ -2,2 +1,0 @@ def f():\n-two\n-three\n", "one\nfour\n"),
        ("@@ -0,0 +1 @@\n+zero\n@@ -4,0 +6 @@\n+five\n", "zero\none\ntwo\nthree\nfour\nfive\n"),
        ("@@ -1,3 +1,3 @@\n one\n-two\n+2\n three\n", "one\n2\nthree\nfour\n"),
    ],
)
def test_a_variant_has_the_lines_of_its_patch(folder: Path, hunks: str, expected: str) -> None:
    home = patched(folder, f"--- a.py\t2026-11-30\n+++ b.py\t2026-11-30\n{hunks}")
    assert (home / "b.py").read_text("utf-8") == expected
    assert (home / "a.py").read_text("utf-8") == LINES
    assert not (home / "it.patch").exists()


def test_what_a_patch_does_not_name_of_several_files_is_the_original_s(folder: Path) -> None:
    patch = "--- net/parts/layer.py\n+++ wrong/parts/layer.py\n@@ -1 +1 @@\n-one\n+1\n"
    home = patched(folder, patch + patch.replace("parts/layer", "main").replace("+1\n", "+I\n"))
    assert (home / "wrong/parts/layer.py").read_text("utf-8") == LINES.replace("one", "1")
    assert (home / "wrong/main.py").read_text("utf-8") == LINES.replace("one", "I")
    assert (home / "net/main.py").read_text("utf-8") == LINES


def test_a_variant_may_be_a_file_of_the_same_folder(folder: Path) -> None:
    home = patched(folder, "--- net/main.py\n+++ net/other.py\n@@ -1 +1 @@\n-one\n+1\n")
    assert {file.name for file in home.rglob("*.py")} == {"a.py", "main.py", "layer.py", "other.py"}


@pytest.mark.parametrize(
    ("patch", "said"),
    [
        ("--- a.py\n+++ b.py\n@@ -1 +1 @@\n-two\n+2\n", "it.patch does not fit: line 1"),
        ("--- a.py\n+++ b.py\n@@ -9 +9 @@\n-two\n+2\n", "line 9 of the original is another"),
        ("--- a.py\n+++ b.py\n2c2\n< two\n", "this is no unified diff: 2c2"),
        ("--- gone.py\n+++ b.py\n@@ -1 +1 @@\n-one\n+1\n", "gone.py"),
        ("", "no lines"),
    ],
)
def test_a_patch_that_does_not_fit_is_refused(folder: Path, patch: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        patched(folder, patch)


@pytest.mark.skipif(not shutil.which("diff"), reason="diff is missing")
def test_what_diff_prints_is_a_patch(folder: Path) -> None:
    (folder / "b.py").write_text("one\n2\nthree\n", "utf-8")
    made = subprocess.run(["diff", "-U0", "a.py", "b.py"], cwd=folder, capture_output=True)
    (folder / "b.py").unlink()
    assert (patched(folder, made.stdout.decode()) / "b.py").read_text("utf-8") == "one\n2\nthree\n"


def test_a_folder_without_patches_is_read_where_it_is(folder: Path) -> None:
    assert written(folder) == folder
