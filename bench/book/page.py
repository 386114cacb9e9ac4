"""The table in docs/guide/book.md: a row for each accuracy that the book gives."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from bench.book.printed import Printed
from bench.book.running import SEED, Reached, epochs_of

PAGE = Path(__file__).parents[2] / "docs" / "guide" / "book.md"
MARK = "<!-- the book's figures -->\n\n"
HEAD = (
    "| chapter: command | by | epochs | the book | ours | seconds | then | on |\n"
    "|---|---|---:|---:|---:|---:|---:|---|\n"
)
KEY = re.compile(r"\| (\d: .*?) \|")
OURS = re.compile(r"([\d.]+) %(?: \(([\d.]+)–([\d.]+)\))? \| [\d.,]+ \| [\d,]* \| ")
NEAR = 1  # of a hundred


def row(printed: Printed, reached: Reached, day: date) -> str:
    own = epochs_of(printed.command)
    epochs = f"{reached.epochs} of {own}" if reached.epochs < own else f"{own or ''}"
    book = printed.words or f"{printed.figure:.2f} %"
    then = f"{reached.then:,.0f}" if reached.then else ""
    ours, seconds = f"{reached.percent:.2f} %", significant(reached.seconds)
    if reached.every:
        ours += f" ({min(reached.every):.2f}–{max(reached.every):.2f})"
    cells = (key(printed), printed.judged, epochs, book, ours, seconds, then, str(day))
    return f"| {' | '.join(cells)} |\n"


def key(printed: Printed) -> str:
    """By which its row is found again."""
    return f"{printed.chapter}: {printed.name}"


def significant(seconds: float) -> str:
    return f"{seconds:,.0f}" if seconds >= 10 else f"{seconds:.1f}"


def put(rows: dict[str, str], commands: tuple[Printed, ...], where: str, page: str) -> str:
    """The page with these rows, by their keys, in the table, and below it `where` they were made;
    all other rows stay."""
    before, rest = page.split(MARK)
    table, heading, after = rest.partition("\n## ")
    lines = table.splitlines(keepends=True)
    kept = {found[1]: line for line in lines if (found := KEY.match(line))}
    found = {one: (kept | rows)[key(one)] for one in commands if key(one) in kept | rows}
    near = sum(is_near(one, line) for one, line in found.items())
    below = f"{where}; seed {SEED}. {near} of {len(found)} are within a point of the book's.\n"
    if more := sum(is_by_chance(one, line) for one, line in found.items()):
        others = f"{more} more row{'s' * (more > 1)}"
        below += (
            f"In {others}, the book's figure lies between the lowest and the highest of ours.\n"
        )
    return f"{before}{MARK}{HEAD}{''.join(found.values())}\n{below}{heading}{after}"


def is_near(printed: Printed, line: str) -> bool:
    """Whether a row's accuracy is within a point of the book's."""
    ours = OURS.search(line)
    return ours is not None and abs(float(ours[1]) - printed.figure) <= NEAR


def is_by_chance(printed: Printed, line: str) -> bool:
    """Whether it is not, but the book's is within the range of several seeds."""
    ours = OURS.search(line)
    if ours is None or ours[2] is None or is_near(printed, line):
        return False
    return float(ours[2]) <= printed.figure <= float(ours[3])
