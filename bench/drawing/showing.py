"""The same table three times: in the terminal, as a page of Markdown, as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from rich.table import Table

from scripts.drawings.conditions import CONDITIONS, KINDS, Row

PAGE = Path(__file__).parent / "page.md"
COMMAND = "python -m bench.drawing"
HEADINGS = ("drawings", "right", "said outright", "right of those", "floor", "", "ink")


class Report(NamedTuple):
    date: str
    machine: str
    versions: dict[str, str]
    model: str  # the file's name
    sizes: list[int]
    activations: list[str]
    digits: int  # of the test set
    rows: list[Row]


def percent(share: float | None) -> str:
    return "" if share is None else f"{100 * share:.2f} %"


def cells(row: Row) -> list[str]:
    """A row's cells, under HEADINGS."""
    verdict = "passed" if row.passed else "MISSED"
    most = "≤ " if row.accuracy is None else ""
    shares = map(percent, (row.accuracy, row.said, row.said_right))
    return [row.condition, *shares, f"{most}{100 * row.floor:g} %", verdict, f"{row.ink:.1f}"]


def table(report: Report) -> Table:
    made = Table(box=None, padding=(0, 2, 0, 0))
    for heading in HEADINGS:
        made.add_column(heading, justify="left" if heading in ("drawings", "") else "right")
    for row in report.rows:
        made.add_row(*cells(row))
    return made


def conditions(report: Report) -> Iterator[str]:
    sizes = "-".join(map(str, report.sizes))
    yield f"{report.model}: {sizes} {'-'.join(report.activations)}, weights in half precision"
    yield f"the first {report.digits:,} of MNIST's test digits, seed 0"
    versions = ", ".join(f"{name} {version}" for name, version in report.versions.items())
    yield f"{report.date}, {report.machine}; {versions}"


def missed(report: Report) -> list[str]:
    return [
        ", ".join(cell for cell in cells(row)[:-1] if cell) for row in report.rows if not row.passed
    ]


def markdown(report: Report) -> str:
    """docs/drawing.md, from page.md."""
    lines = ["---", "--:", "--:", "--:", "--:", "---", "--:"]
    rows = [list(HEADINGS), lines, *map(cells, report.rows)]
    meanings = [*((each.name, each.about) for each in CONDITIONS), *(kind[:2] for kind in KINDS)]
    return PAGE.read_text(encoding="utf-8").format(
        command=COMMAND,
        conditions="\n- ".join(conditions(report)),
        table="\n".join(f"| {' | '.join(row)} |" for row in rows),
        meanings="\n".join(f"- **{name}**: {about}." for name, about in meanings),
    )


def plain(report: Report) -> dict[str, Any]:
    """For JSON."""
    rows = [row._asdict() for row in report.rows]
    return report._asdict() | {"rows": rows, "passed": not missed(report)}
