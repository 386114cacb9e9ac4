"""Changes single places of a file at random, and shows which changes no test notices.

    python -m scripts.mutations src/groundup/network.py tests/test_network.py [TEST…] [--count 40]
                                [--seed 1] [--timeout 120]

From the repository's root, with `pip install cosmic-ray`, which knows what can be changed (a
number, an operator, a comparison, a condition) and tries it. It works on a copy of the repository.
It is no part of `.ci/run`: it takes minutes or hours, and somebody has to read what it shows, for
some changes change nothing that a user could see.
"""

from __future__ import annotations

import json
import os
import random
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from typer import Argument, Option

if TYPE_CHECKING:
    from cosmic_ray.work_db import WorkDB  # pyright: ignore[reportMissingImports]

ROOT = Path(__file__).parent.parent
LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", "build", "__pycache__", ".*_cache", ".hypothesis"
)

out = Console(highlight=False)


def mutations(
    file: Annotated[Path, Argument(help="The file to change.")],
    tests: Annotated[list[str], Argument(help="What should notice: as for pytest.")],
    count: Annotated[int, Option(min=1, help="So many changes, of all that are possible.")] = 40,
    seed: Annotated[int, Option(help="Another seed takes others.")] = 1,
    timeout: Annotated[float, Option(help="Seconds; what then goes on counts as noticed.")] = 120,
) -> None:
    """Tries changes, prints those that live, and ends with status 1 where there are any."""
    from cosmic_ray.work_db import use_db  # pyright: ignore[reportMissingImports]

    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
        write_settings(copy, file.resolve().relative_to(ROOT), tests, timeout)
        if ray(copy, "baseline", "settings.toml"):
            out.print("These tests fail without any change, or take longer than --timeout.")
            raise SystemExit(2)
        ray(copy, "init", "settings.toml", "session.sqlite")
        with use_db(copy / "session.sqlite") as session:
            leave_out(session, count, seed)
        ray(copy, "exec", "settings.toml", "session.sqlite")
        with use_db(copy / "session.sqlite") as session:
            lived = [
                result.diff for _, result in session.results if result.test_outcome == "survived"
            ]
    for difference in lived:
        out.print(difference, markup=False, soft_wrap=True)
    out.print(f"{len(lived)} changes were not noticed.")
    raise SystemExit(1 if lived else 0)


def write_settings(copy: Path, file: Path, tests: list[str], timeout: float) -> None:
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-n", "0", *tests]
    values = {
        "module-path": str(file),
        "timeout": timeout,
        "excluded-modules": [],
        "test-command": shlex.join(command),
    }
    lines = [f"{name} = {json.dumps(value)}" for name, value in values.items()]
    text = "\n".join(["[cosmic-ray]", *lines, "[cosmic-ray.distributor]", 'name = "local"', ""])
    (copy / "settings.toml").write_text(text, encoding="utf-8")


def ray(copy: Path, *arguments: str) -> int:
    """Runs cosmic-ray in the copy, where the copy's groundup is the one that is imported."""
    paths = {"PYTHONPATH": f"{copy / 'src'}{os.pathsep}{copy}", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "cosmic_ray.cli", *arguments]
    return subprocess.run(command, cwd=copy, env=os.environ | paths, check=False).returncode


def leave_out(session: WorkDB, count: int, seed: int) -> None:
    """All but `count` of the changes are marked as done."""
    from cosmic_ray.work_item import WorkerOutcome, WorkResult  # pyright: ignore[reportMissingImports]

    possible = [item.job_id for item in session.work_items]
    taken = set(random.Random(seed).sample(range(len(possible)), min(count, len(possible))))
    others = [job for place, job in enumerate(possible) if place not in taken]
    session.set_multiple_results(others, WorkResult(worker_outcome=WorkerOutcome.SKIPPED))
    out.print(f"{len(taken)} of {len(possible)} possible changes")


if __name__ == "__main__":
    typer.run(mutations)
