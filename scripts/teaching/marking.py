"""Marks a folder of notebooks with otter, each in a process of its own and for a limited time.

python -m scripts.teaching.marking AUTOGRADER.zip FOLDER --seconds 120

`otter run` marks one notebook. If that never ends, or ends with an error, it should cost its writer
the points, and nobody else.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

SECONDS = 120.0


class Marked(NamedTuple):
    notebook: str
    points: float
    told: str  # "" where it was marked to its end


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m scripts.teaching.marking", description=__doc__)
    parser.add_argument("autograder", type=Path, help="the zip file that otter assign wrote")
    parser.add_argument("folder", type=Path, help="where the notebooks are")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="for each of them")
    parser.add_argument("--out", type=Path, default=Path("points.csv"))
    given = parser.parse_args()
    marked = []
    for notebook in sorted(given.folder.glob("*.ipynb")):
        marked.append(mark(notebook, given.autograder, given.seconds))
        print(f"{marked[-1].notebook:24} {marked[-1].points:5g}  {marked[-1].told}", flush=True)
    with given.out.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([Marked._fields, *marked])


def mark(notebook: Path, autograder: Path, seconds: float) -> Marked:
    """The points of one notebook; 0 where otter did not come to an end with it."""
    with tempfile.TemporaryDirectory(prefix="marking-") as folder:
        command = [sys.executable, "-m", "otter", "run", str(notebook.resolve())]
        command += ["-a", str(autograder.resolve()), "-o", folder, "--no-logo"]
        try:
            ran = subprocess.run(
                command, cwd=folder, capture_output=True, text=True, timeout=seconds
            )
        except subprocess.TimeoutExpired:
            return Marked(notebook.stem, 0, f"stopped after {seconds:g} s")
        results = Path(folder) / "results.json"
        if ran.returncode or not results.exists():
            [*_, last] = ["otter ended with an error", *ran.stderr.strip().splitlines()]
            return Marked(notebook.stem, 0, last)
        tests = json.loads(results.read_text(encoding="utf-8"))["tests"]
    return Marked(notebook.stem, sum(one.get("score", 0) for one in tests), "")


if __name__ == "__main__":
    main()
