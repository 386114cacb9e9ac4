"""The same report three times: a table in the terminal, a page of Markdown, JSON."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from rich.table import Table

from bench.cases import MEMORY_MB, Case
from bench.figures import Line, Spread, Verdict, odd_ones
from bench.peers import PEERS

HEADINGS = ("", "time", "ratio", "low–high", "floor", "goal", "MB")
WIDTHS = (16, 7, 6, 14, 11, 12, 4)  # of which a line of 80 letters has room
PAGE = Path(__file__).parent / "page.md"
COMMAND = "python -m bench.speed"


class Report(NamedTuple):
    date: str
    machine: str
    load: tuple[float, float]  # os.getloadavg of the last minute, before and after
    versions: dict[str, str]
    rounds: int
    rows: list[tuple[Case, list[Line]]]
    training_peak_mb: float | None  # of `groundup train`
    skipped: list[str]  # sentences


def unit(seconds: float) -> tuple[float, str]:
    """In which to say such a time: its length in seconds, and its name."""
    return (1.0, "s") if seconds >= 1 else (1e-3, "ms") if seconds >= 1e-3 else (1e-6, "µs")


def duration(seconds: float) -> str:
    """Three digits and a unit: "7.13 µs", "33.2 ms", "1.53 s"."""
    size, name = unit(seconds)
    return f"{significant(seconds / size)} {name}"


def significant(number: float) -> str:
    """Three digits, and all that stand before the point."""
    decimals = 0 if number >= 100 else 1 if number >= 10 else 2
    return f"{number:,.{decimals}f}"


def cells(line: Line) -> list[str]:
    """A line's cells, under HEADINGS. Low and high are the ratio's, or groundup's own time's."""
    ratio, verdict = line.ratio, line.verdict
    size, name = unit(line.seconds.median)
    return [
        PEERS[line.peer].title,
        duration(line.seconds.median),
        f"{significant(ratio.median)}×" if ratio else "",
        between(ratio, 1, "×") if ratio else between(line.seconds, size, f" {name}"),
        floor(verdict) if verdict else "",
        goal(verdict) if verdict else "",
        "" if line.peak_mb is None else f"{line.peak_mb:.0f}",
    ]


def between(values: Spread, size: float, name: str) -> str:
    """Low and high, counted in units of that size: "3.77–4.17×"."""
    return f"{significant(values.low / size)}–{significant(values.high / size)}{name}"


def floor(verdict: Verdict) -> str:
    most = "≤ " if verdict.at_most else ""
    return f"{most}{verdict.floor:g}× {'passed' if verdict.passed else 'MISSED'}"


def goal(verdict: Verdict) -> str:
    if verdict.goal is None or verdict.share is None:
        return ""
    return f"{verdict.goal:g}× " + ("reached" if verdict.share >= 1 else f"({verdict.share:.0%})")


def remarks(report: Report) -> Iterator[str]:
    """Sentences below the tables: what was asked, what passed, what is missing."""
    verdicts = [line.verdict for _, found in report.rows for line in found if line.verdict]
    passed = sum(verdict.passed for verdict in verdicts)
    goals = [verdict.share for verdict in verdicts if verdict.share is not None]
    yield (
        f"{passed} of {len(verdicts)} floors passed; "
        f"{sum(share >= 1 for share in goals)} of {len(goals)} goals reached."
    )
    if report.training_peak_mb is not None:
        verdict = "passed" if report.training_peak_mb < MEMORY_MB else "MISSED"
        yield (
            f"Peak memory of groundup train on MNIST: {report.training_peak_mb:.0f} MB "
            f"(floor: under {MEMORY_MB} MB, {verdict})."
        )
    for case, found in report.rows:
        # Where layers convolve, a last digit decides at the kinks of ReLU and of the pool: after an
        # epoch costs differ by some percent. A test compares what first steps come to.
        for peer in [] if case.sides else odd_ones(found):
            yield (
                f"{case.name}: {PEERS[peer].title} came to another cost than groundup; "
                f"do not trust this comparison."
            )
    yield from report.skipped


def conditions(report: Report) -> Iterator[str]:
    before, after = report.load
    yield f"{report.date}, {report.machine}; load {before:.2f} before and {after:.2f} after"
    yield ", ".join(f"{name} {version}" for name, version in report.versions.items())
    yield (
        f"medians of {report.rounds} interleaved rounds, float32; a ratio is a peer's time over "
        "groundup's in the same round, and the percentage beside a goal says how much of the goal "
        "the ratio reached"
    )


def table(case: Case, found: list[Line]) -> Table:
    """A case's table, for a terminal."""
    made = Table(title=case.name, box=None, padding=(0, 1, 0, 0), title_justify="left")
    for heading, width in zip(HEADINGS, WIDTHS, strict=True):
        left = heading in ("", "floor", "goal")
        made.add_column(heading, justify="left" if left else "right", min_width=width, no_wrap=True)
    for line in found:
        made.add_row(*cells(line))
    return made


def markdown(report: Report) -> str:
    """docs/benchmarks.md, from page.md."""
    return PAGE.read_text(encoding="utf-8").format(
        command=COMMAND,
        conditions="\n- ".join(conditions(report)),
        tables="\n\n".join(section(case, found) for case, found in report.rows),
        remarks="\n".join(f"- {remark}" for remark in remarks(report)),
    )


def section(case: Case, found: list[Line]) -> str:
    rows = [list(HEADINGS), ["---", "--:", "--:", "--:", "---", "---", "--:"]]
    rows += [cells(line) for line in found]
    return f"## {case.name}\n\n" + "\n".join(f"| {' | '.join(row)} |" for row in rows)


def plain(report: Report) -> dict[str, Any]:
    """For JSON."""
    verdicts = [line.verdict for _, found in report.rows for line in found if line.verdict]
    memory = report.training_peak_mb
    return report._asdict() | {
        "rows": [
            {
                "case": case.name,
                "sizes": case.sizes,
                "batch_size": case.batch_size,
                "threads": case.threads,
                "lines": [plain_line(line) for line in found],
            }
            for case, found in report.rows
        ],
        "training_peak_floor_mb": MEMORY_MB,
        "training_peak_passed": None if memory is None else memory < MEMORY_MB,
        "floors_passed": sum(verdict.passed for verdict in verdicts),
        "floors": len(verdicts),
    }


def plain_line(line: Line) -> dict[str, Any]:
    return line._asdict() | {
        name: part and part._asdict()
        for name, part in (
            ("seconds", line.seconds),
            ("ratio", line.ratio),
            ("verdict", line.verdict),
        )
    }
