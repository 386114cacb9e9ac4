"""A folder of programs in which variants are kept as what they are: the lines that differ.

    python -m bench.checking.patches FOLDER HOME

From the repository's root; it writes all programs to HOME. `x_wrong.patch` is a unified diff of
`x_wrong.py` to the original beside it, as `diff -U0 x.py x_wrong.py` in the folder prints it; that
of a program of several files has those that differ, and all others are the original's.
"""

from __future__ import annotations

import atexit
import functools
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import typer

HEAD = re.compile(r"--- (?P<old>[^\t\n]+).*\n\+\+\+ (?P<new>[^\t\n]+).*\n")
HUNK = re.compile(
    r"@@ -(?P<first>\d+)(?:,(?P<count>\d+))? \+[\d,]+ @@.*\n(?P<lines>(?:[ +-].*\n)+)"
)


@functools.cache
def written(folder: Path) -> Path:
    """Where all programs of a folder are: in itself, or written out for as long as this process
    runs. Raises ValueError for a patch that fits nothing."""
    if not any(folder.rglob("*.patch")):
        return folder
    home = Path(tempfile.mkdtemp(prefix="programs-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    return write(folder, home / folder.name)


def write(folder: Path, home: Path) -> Path:
    """Writes all programs of a folder to another, which must not be there."""
    shutil.copytree(folder, home, ignore=shutil.ignore_patterns("*.patch", "__pycache__"))
    for patch in sorted(folder.rglob("*.patch")):
        try:
            add(patch.read_text("utf-8"), home)
        except (OSError, ValueError) as mistaken:
            raise ValueError(f"{patch} does not fit: {mistaken}") from mistaken
    return home


def add(patch: str, home: Path) -> None:
    """Writes what a patch makes of programs in `home` beside them."""
    heads = list(HEAD.finditer(patch))
    if not heads:
        raise ValueError('it has no lines "--- ORIGINAL" and "+++ VARIANT"')
    ends = [*(head.start() for head in heads[1:]), len(patch)]
    for head, end in zip(heads, ends, strict=True):
        old, new = home / head["old"], home / head["new"]
        copy(old, new)
        text = changed(old.read_text("utf-8"), patch[head.end() : end])
        new.write_text(text, "utf-8", newline="\n")


def copy(old: Path, new: Path) -> None:
    """A file, or all of the folder whose name tells the two apart."""
    while old.name == new.name:
        old, new = old.parent, new.parent
    if old.is_dir() and not new.exists():
        shutil.copytree(old, new)


def changed(text: str, hunks: str) -> str:
    """A text with the lines of a unified diff. Raises ValueError where it has others."""
    lines, done, made = text.splitlines(keepends=True), 0, []
    for first, old, new in each(hunks):
        if lines[first : first + len(old)] != old:
            raise ValueError(f"line {first + 1} of the original is another: {old}")
        made += [*lines[done:first], *new]
        done = first + len(old)
    return "".join([*made, *lines[done:]])


def each(hunks: str) -> Iterator[tuple[int, list[str], list[str]]]:
    """Where lines are changed, counted from 0, and what they were and become."""
    end = 0
    while end < len(hunks):
        hunk = HUNK.match(hunks, end)
        if hunk is None:
            raise ValueError(f"this is no unified diff: {hunks[end:].partition(chr(10))[0]}")
        lines, end = hunk["lines"].splitlines(keepends=True), hunk.end()
        old, new = ([line[1:] for line in lines if line[0] in (" ", sign)] for sign in "-+")
        yield int(hunk["first"]) - (hunk["count"] != "0"), old, new


def main(folder: Path, home: Path) -> None:
    """Writes all programs of FOLDER to HOME."""
    try:
        write(folder, home)
    except (OSError, ValueError) as mistaken:
        raise typer.BadParameter(str(mistaken)) from None


if __name__ == "__main__":
    typer.run(main)
