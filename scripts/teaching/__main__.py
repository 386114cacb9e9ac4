"""python -m scripts.teaching [FOLDER]: writes the lesson's notebooks, one for each grader."""

from __future__ import annotations

import argparse
from pathlib import Path

from scripts.teaching.notebooks import nbgrader, otter

FOLDER = Path(__file__).parents[2] / "examples" / "teaching"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m scripts.teaching", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=FOLDER, help="where they go")
    write(parser.parse_args().folder)


def write(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "otter.ipynb").write_text(otter(), encoding="utf-8")
    (folder / "nbgrader.ipynb").write_text(nbgrader(), encoding="utf-8")


if __name__ == "__main__":
    main()
