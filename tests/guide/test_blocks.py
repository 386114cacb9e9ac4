"""The guide does what it says: its blocks run in their order, and print what stands below them."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest

from scripts.site.blocks import Block, blocks

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "guide"
PAGES = sorted(str(path.relative_to(GUIDE)) for path in GUIDE.rglob("*.md"))
SLOW = "<!-- slow -->"
ABOUT = "about"  # before what differs a little between machines
SHARE = re.compile(r"([\d.]+)%")
IN = "in "  # a file that runs these lines


def pages() -> list[Any]:
    """The pages with code; those that take long are marked so in their text."""
    found = []
    for page in PAGES:
        text = (GUIDE / page).read_text(encoding="utf-8")
        if blocks(text):
            found.append(pytest.param(page, marks=[pytest.mark.slow] * (SLOW in text)))
    return found


@pytest.mark.slow
@pytest.mark.parametrize("page", pages())
def test_blocks_run_and_print_what_is_shown(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    space: dict[str, Any] = {"__name__": "__main__"}
    said = None
    for block in blocks((GUIDE / page).read_text(encoding="utf-8")):
        if block.kind == "text":
            same = near if block.mark == ABOUT else shown
            assert said is None or same(block.text, said), different(page, block, said)
        said = run(block, space, page)


def run(block: Block, space: dict[str, Any], page: str) -> str | None:
    """What the block prints; None where it is nothing to run."""
    if block.mark.startswith(IN):
        script = (ROOT / block.mark.removeprefix(IN)).read_text(encoding="utf-8")
        assert all(line in script for line in block.text.splitlines())
        return None
    if block.mark.startswith("into "):
        put(block.text, Path(block.mark.removeprefix("into ")))
        return None
    if "." in block.mark:
        Path(block.mark).parent.mkdir(parents=True, exist_ok=True)
        Path(block.mark).write_text(block.text, encoding="utf-8")
        return None
    if block.kind == "python":
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            exec(compile("\n" * (block.line - 1) + block.text, page, "exec"), space)
        return said.getvalue()
    return shell(block.text) if block.kind == "sh" else None


def shell(text: str) -> str:
    """What the commands print, one after the other."""
    said = []
    for line in text.splitlines():
        name, *arguments = shlex.split(line, comments=True)
        start = {"groundup": [sys.executable, "-m", "groundup"], "python": [sys.executable]}
        ran = subprocess.run(
            [*start[name], *arguments], capture_output=True, text=True, timeout=600
        )
        # 1: what groundup check found wrong; 2: what it could not check
        assert ran.returncode in (0, 1, 2), (line, ran.stderr)
        assert "Traceback" not in ran.stderr, ran.stderr
        said.append(ran.stdout)
    return "".join(said)


def put(text: str, file: Path) -> None:
    """Puts the functions of a block in the place of those in the file."""
    for part in re.split(r"\n\n\n(?=def |class )", text.strip("\n")):
        name = re.match(r"(?:def|class) (\w+)", part)
        assert name, f"no function: {part}"
        old = re.compile(rf"^(def|class) {name[1]}\(.*?(?=^\S(?<!\))|\Z)", re.DOTALL | re.M)
        content = file.read_text(encoding="utf-8")
        assert len(old.findall(content)) == 1, f"{file} has not one {name[1]}"
        file.write_text(old.sub(lambda _, part=part: part + "\n\n\n", content), encoding="utf-8")


def shown(expected: str, said: str) -> bool:
    """Whether it printed this; `…` stands for anything. Spaces at the end of lines do not count; a
    long line of a command's may be broken where it has a space."""
    wanted = "[\\s\\S]*?".join(map(re.escape, tidy(expected).split("…")))
    return re.fullmatch(wanted.replace("\\\n", "[ \n]"), tidy(said)) is not None


def near(expected: str, said: str) -> bool:
    """Whether it printed this, each share in percent being right to within five points; `…` stands
    for anything."""
    wanted = list(map(float, SHARE.findall(expected)))
    parts = [map(re.escape, SHARE.sub("%", part).split("%")) for part in tidy(expected).split("…")]
    pattern = r"[\s\S]*?".join(r"([\d.]+)%".join(part) for part in parts)
    came = re.fullmatch(pattern, tidy(said))
    return came is not None and all(
        abs(one - float(other)) <= 5 for one, other in zip(wanted, came.groups(), strict=True)
    )


def tidy(text: str) -> str:
    return "\n".join(line.rstrip() for line in textwrap.dedent(text).strip("\n").splitlines())


def different(page: str, block: Block, said: str) -> str:
    return f"{page}, line {block.line}, shows\n{block.text}\nbut what came is\n{said}"


def test_what_is_shown_must_come() -> None:
    assert shown("a … c\n", "a b c\n")
    assert not shown("a c\n", "a b c\n")
    assert not shown("a …", "b c")
    assert near("a 49%\nb 9.5%", "a 47%\nb 9.9%\n")
    assert not near("a 49%", "a 40%")
    assert not near("a 49%", "b 49%")
    assert near("a 49%\nb …\nc 5%", "a 47%\nb 80% and more\nc 6%\n")
    assert not near("a 49%\nb …\nc 5%", "a 47%\nb 80%\nc 60%\n")
