"""A table in the terminal and the same in docs/estimators.md."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from statistics import mean, median
from typing import Any, NamedTuple

from rich.table import Table

from bench.estimator.cases import FLOOR, Case
from bench.report import duration, significant

PAGE = Path(__file__).parent / "page.md"
COMMAND = "python -m bench.estimator"
NOISE_MB = 2  # by which two runs of one library differ
HEADINGS = ("", "scikit-learn", "groundup", "ratio", "floor", "score", "paired", "MB")
Answers = dict[str, list[dict[str, Any]]]  # by library, one a seed


class Row(NamedTuple):
    case: Case
    answers: Answers

    def figures(self, library: str, name: str) -> list[float]:
        return [answer[name] for answer in self.answers[library]]

    def pairs(self, name: str) -> list[tuple[float, float]]:
        """Of the same seed: groundup's and scikit-learn's."""
        return list(
            zip(self.figures("groundup", name), self.figures("scikit-learn", name), strict=True)
        )

    @property
    def ratio(self) -> float:
        return median(theirs / ours for ours, theirs in self.pairs("seconds"))

    @property
    def differences(self) -> list[float]:
        return [ours - theirs for ours, theirs in self.pairs("score")]

    @property
    def memory(self) -> tuple[float, float]:
        """Peaks in MB: groundup's and scikit-learn's, the largest of all seeds."""
        ours, theirs = (self.figures(l, "peak_mb") for l in ("groundup", "scikit-learn"))
        return max(ours), max(theirs)

    @property
    def misses(self) -> list[str]:
        """What was asked and did not come."""
        found = []
        if self.ratio < FLOOR:
            found.append(f"{significant(self.ratio)}× as fast, not {FLOOR:g}×")
        if self.memory[0] > self.memory[1] + NOISE_MB:
            found.append(f"{self.memory[0]:.0f} MB, and scikit-learn {self.memory[1]:.0f} MB")
        if not as_good(self.differences):
            found.append(f"its score is {mean(self.differences):+.4f} beside scikit-learn's")
        return found


def as_good(differences: list[float]) -> bool:
    """Whether scores, paired over seeds, are no worse within noise: their mean is above 0 less two
    of its standard errors, or less a thousandth."""
    count, middle = len(differences), mean(differences)
    spread = sum((d - middle) ** 2 for d in differences) / max(1, count - 1)
    return middle >= -max(2 * (spread / count) ** 0.5, 0.001)


class Report(NamedTuple):
    date: str
    machine: str
    load: tuple[float, float]
    versions: dict[str, str]
    threads: int | None
    seeds: int
    samples: dict[str, tuple[int, int]]  # samples and features of a case
    rows: list[Row]


def cells(row: Row) -> list[str]:
    ours, theirs = (median(row.figures(l, "seconds")) for l in ("groundup", "scikit-learn"))
    least, most = min(row.differences), max(row.differences)
    return [
        row.case.name,
        duration(theirs),
        duration(ours),
        f"{significant(row.ratio)}×",
        f"{FLOOR:g}× {'passed' if row.ratio >= FLOOR else 'MISSED'}",
        f"{mean(row.figures('groundup', 'score')):.4f}",
        f"{mean(row.differences):+.4f} ({least:+.4f} to {most:+.4f})",
        f"{row.memory[0]:.0f} / {row.memory[1]:.0f}",
    ]


def table(rows: list[Row]) -> Table:
    made = Table(box=None, padding=(0, 1, 0, 0))
    for heading in HEADINGS:
        made.add_column(heading, justify="left" if heading in ("", "floor") else "right")
    for row in rows:
        made.add_row(*cells(row))
    return made


def conditions(report: Report) -> Iterator[str]:
    before, after = report.load
    yield f"{report.date}, {report.machine}; load {before:.2f} before and {after:.2f} after"
    yield ", ".join(f"{name} {version}" for name, version in report.versions.items())
    threads = "as many threads as each uses by default"
    if report.threads is not None:
        threads = f"{report.threads} thread{'s' if report.threads > 1 else ''} each"
    yield f"{report.seeds} seeds, from 0; {threads}"


def remarks(report: Report) -> Iterator[str]:
    missed = [f"{row.case.name}: {miss}." for row in report.rows for miss in row.misses]
    asked = 3 * len(report.rows)
    yield f"{asked - len(missed)} of {asked} floors passed (time, memory, score)."
    yield from missed


def markdown(report: Report) -> str:
    """docs/estimators.md, from page.md."""
    lines = [list(HEADINGS), ["---", *["--:"] * (len(HEADINGS) - 1)]]
    lines += [cells(row) for row in report.rows]
    sizes = [
        f"{name}: {samples:,} samples, {features:,} features"
        for name, (samples, features) in report.samples.items()
    ]
    return PAGE.read_text(encoding="utf-8").format(
        command=COMMAND,
        conditions="\n- ".join(conditions(report)),
        remarks="\n".join(f"- {remark}" for remark in remarks(report)),
        table="\n".join(f"| {' | '.join(line)} |" for line in lines),
        samples="; ".join(sizes),
    )
