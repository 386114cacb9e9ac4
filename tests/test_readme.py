"""The README keeps its promises: its commands and its code run as they are printed."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import groundup as package

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", README, flags=re.S)
COMMANDS = [line for kind, block in BLOCKS if kind == "sh" for line in block.splitlines()]
SETUP, TESTS, *TOUR = COMMANDS


def test_continuous_integration_runs_the_first_two_commands_to_the_letter() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert f"{{ {SETUP}; }} || exit 1" in script
    assert f"{{ {TESTS}; }} || exit 1" in script
    assert SETUP.endswith("groundup train")
    assert TESTS.endswith("pytest")


@pytest.mark.slow
def test_the_other_commands_run_one_after_another(tmp_path: Path) -> None:
    assert len(TOUR) >= 6
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    for line in TOUR:
        command = shlex.split(line)
        if command[0].endswith("groundup"):
            command[:1] = [sys.executable, "-m", "groundup"]
        else:
            command[0] = sys.executable
        run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
        assert run.returncode == 0, (line, run.stderr)
        assert run.stdout


@pytest.mark.parametrize("code", [block for kind, block in BLOCKS if kind == "python"])
def test_its_python_runs(code: str, tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], cwd=tmp_path, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr
    assert "the first test digit is a 7" in run.stdout


@pytest.mark.parametrize(
    "page",
    [
        "README.md",
        "docs/architecture.md",
        "docs/checking.md",
        "docs/sweeping.md",
        "CONTRIBUTING.md",
    ],
)
def test_links_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)]+)\)", text):
        path, _, anchor = target.partition("#")
        if "://" in target:
            continue
        file = (ROOT / page).parent / path if path else ROOT / page
        assert file.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), flags=re.M)
            assert anchor in [re.sub(r"\W+", "-", heading.lower()) for heading in headings]


def test_the_changelog_knows_this_version() -> None:
    assert f"## {package.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
