"""Builds the source archive and the wheels of a release, and checks them.

    python -m scripts.wheels [FOLDER] [--only TAG] [--quick]

From the repository's root, with `pip install '.[release]'`, on Linux on x86-64. What was checked of
which wheel, and what was not, a table says at the end. `--quick` builds and checks this system's
wheel alone, with some of the engines' tests.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Column, Table
from typer import Argument, Option

from scripts.wheels import compiling, elf, packing
from scripts.wheels.checks import Built, check
from scripts.wheels.targets import NATIVE, TARGETS, Target

out = Console(highlight=False)


def wheels(
    folder: Annotated[Path, Argument(help="Where they are written.")] = Path("dist"),
    only: Annotated[list[str] | None, Option(help="A tag: only wheels so tagged.")] = None,
    quick: Annotated[bool, Option("--quick", help="Only the wheel for this system.")] = False,
) -> None:
    """Build and check the wheels of a release."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        built = build(folder, Path(work), chosen([NATIVE.platform] if quick else only), quick)
        table = Table(Column("wheel", no_wrap=True), "kB", "checked", "not run")
        for one in built:
            out.print(f"Checking {one.wheel.name}", markup=False)
            table.add_row(one.target.platform, f"{one.wheel.stat().st_size // 1000:,}", *check(one))
    out.print(table)
    if quick:
        out.print("NOT RUN (--quick): the other wheels, and most of the engines' tests")


def chosen(platforms: list[str] | None) -> list[Target]:
    known = [target.platform for target in TARGETS]
    if unknown := set(platforms or ()) - set(known):
        raise SystemExit(f"--only: expected one of {', '.join(known)}, got {', '.join(unknown)}")
    return [target for target in TARGETS if not platforms or target.platform in platforms]


def build(folder: Path, work: Path, targets: list[Target], quick: bool) -> list[Built]:
    archive = packing.source_archive(folder, work)
    bare = packing.bare_wheel(archive, work)
    symbols: list[str] = []
    if any(target.system == "windows" for target in targets):
        symbols = elf.symbols_of_python(compiling.extension(NATIVE, work))
    built: list[Built] = []
    for target in targets:
        out.print(f"Building for {target.triple}", markup=False)
        own = work / target.platform
        own.mkdir()
        library = compiling.extension(target, own, symbols)
        built.append(Built(target, packing.pack(bare, library, target, folder), own, quick))
    return built


if __name__ == "__main__":
    typer.run(wheels)
