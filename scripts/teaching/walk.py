"""Walks through the lesson with a class: makes copies with planted mistakes, has otter and nbgrader
mark them, and shows the points that each gives.

python -m scripts.teaching.walk FOLDER --copies 30
"""

from __future__ import annotations

import argparse
import csv
import itertools
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from scripts.teaching import marking, pupils

EXAMPLES = Path(__file__).parents[2] / "examples" / "teaching"
COPIES = 30
GRADERS = ("otter", "nbgrader")
ASSIGN = "otter assign otter.ipynb dist"
RELEASE = "nbgrader generate_assignment backprop --create"
MARK = """\
nbgrader autograde backprop --create
nbgrader generate_feedback backprop
nbgrader export
"""
CONFIGURATION = "c = get_config()\nc.Execute.timeout = {seconds:g}\n"

Class = dict[str, pupils.Pupil]  # by the names of their copies


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m scripts.teaching.walk", description=__doc__)
    parser.add_argument("folder", type=Path, help="a new one, for all that is written")
    parser.add_argument("--copies", type=int, default=COPIES)
    parser.add_argument("--seconds", type=float, default=marking.SECONDS, help="for each of them")
    parser.add_argument("--grader", choices=GRADERS, action="append", help="by default, both")
    given = parser.parse_args()
    given.folder.mkdir(parents=True)
    group = named(given.copies)
    found = {}
    for name in given.grader or GRADERS:
        began = time.monotonic()
        grade = {"otter": otter, "nbgrader": nbgrader}[name]
        found[name] = grade(given.folder / name, group, given.seconds)
        print(f"{name}: {len(group)} copies in {time.monotonic() - began:.0f} s", flush=True)
    print(table(group, found))


def named(count: int) -> Class:
    """So many pupils."""
    some = itertools.islice(pupils.pupils(), count)
    return {f"pupil-{number:02}": pupil for number, pupil in enumerate(some, start=1)}


def otter(folder: Path, group: Class, seconds: float) -> dict[str, float]:
    """The points of each, by `otter run`."""
    folder.mkdir(parents=True)
    shutil.copy(EXAMPLES / "otter.ipynb", folder)
    run(ASSIGN, folder)
    empty = (folder / "dist" / "student" / "otter.ipynb").read_text(encoding="utf-8")
    [autograder] = (folder / "dist" / "autograder").glob("*.zip")
    points = {}
    for name, pupil in group.items():
        notebook = folder / f"{name}.ipynb"
        notebook.write_text(pupils.copy(empty, pupil), encoding="utf-8")
        points[name] = marking.mark(notebook, autograder, seconds).points
    return points


def nbgrader(folder: Path, group: Class, seconds: float) -> dict[str, float]:
    """The points of each, by nbgrader's commands."""
    source = folder / "source" / "backprop" / "backprop.ipynb"
    source.parent.mkdir(parents=True)
    shutil.copy(EXAMPLES / "nbgrader.ipynb", source)
    text = CONFIGURATION.format(seconds=seconds)
    (folder / "nbgrader_config.py").write_text(text, encoding="utf-8")
    run(RELEASE, folder)
    empty = (folder / "release" / "backprop" / "backprop.ipynb").read_text(encoding="utf-8")
    for name, pupil in group.items():
        notebook = folder / "submitted" / name / "backprop" / "backprop.ipynb"
        notebook.parent.mkdir(parents=True)
        notebook.write_text(pupils.copy(empty, pupil), encoding="utf-8")
    for command in MARK.splitlines():
        run(command, folder)
    with (folder / "grades.csv").open(encoding="utf-8") as file:
        return {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}


def run(command: str, folder: Path) -> None:
    """Runs a tool of this Python. Raises RuntimeError with what it said where it fails."""
    name, *arguments = command.split()
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"  # nbgrader runs alembic
    apart = {"JUPYTER_CONFIG_DIR": str(folder / "none"), "PATH": path}
    ran = subprocess.run(
        [sys.executable, "-m", name, *arguments],
        cwd=folder,
        env=os.environ | apart,
        capture_output=True,
        text=True,
    )
    if ran.returncode:
        raise RuntimeError(f"{command}\n{ran.stdout[-2000:]}\n{ran.stderr[-2000:]}")


def table(group: Class, found: dict[str, dict[str, float]]) -> str:
    """A line a pupil: the points of each grader, and what is wrong with the copy."""
    lines = [f"{'':10}" + "".join(f"{name:>9}" for name in found)]
    for name, pupil in group.items():
        points = "".join(f"{given.get(name, 0):9g}" for given in found.values())
        lines.append(f"{name:10}{points}  {pupil.what}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
