"""A table in the terminal and the same in docs/tables.md."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import NamedTuple

from rich.table import Table

from bench.report import duration
from bench.tables.judging import ALL_ROWS, OURS, SAME_ROWS, Judged, Score
from bench.tables.sets import SETS

PAGE = Path(__file__).parent / "page.md"
COMMAND = "python -m bench.tables"
HEADINGS = (
    "table: label", "most frequent", "groundup", "scikit-learn", "and validation rows", "seconds",
)  # fmt: skip


class Report(NamedTuple):
    date: str
    machine: str
    load: tuple[float, float]
    versions: dict[str, str]
    seeds: int
    tables: list[Judged]


def cells(judged: Judged) -> list[str]:
    """A row under HEADINGS."""
    simplest = "R² 0" if judged.simplest is None else percent(judged.simplest)
    seconds = (median(s.seconds for s in judged.scores[side]) for side in (OURS, SAME_ROWS))
    return [
        judged.table.title,
        simplest,
        *(spread(judged.scores[side]) for side in (OURS, SAME_ROWS, ALL_ROWS)),
        " / ".join(map(duration, seconds)),
    ]


def spread(scores: list[Score]) -> str:
    """The median, with the least and the most: "98.1 % (94.2–100.0)", "R² 0.883 (0.811–0.895)"."""
    right = sorted(score.right for score in scores)
    least, most = right[0], right[-1]
    if scores[0].rmse is None:
        return f"{percent(median(right))} ({100 * least:.1f}–{100 * most:.1f})"
    return f"R² {median(right):.3f} ({least:.3f}–{most:.3f})"


def percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def errors(judged: Judged) -> str:
    """A regression's median errors, in its units."""
    ours, theirs = (
        median(score.rmse or 0.0 for score in judged.scores[side]) for side in (OURS, SAME_ROWS)
    )
    return f"{judged.table.title}: RMSE {ours:.4g}; scikit-learn's is {theirs:.4g}."


def table(rows: list[Judged]) -> Table:
    made = Table(box=None, padding=(0, 1, 0, 0))
    for heading in HEADINGS:
        left = ":" in heading
        made.add_column(heading, justify="left" if left else "right", overflow="fold")
    for row in rows:
        made.add_row(*cells(row))
    return made


def conditions(report: Report) -> Iterator[str]:
    before, after = report.load
    yield f"{report.date}, {report.machine}; load {before:.2f} before and {after:.2f} after"
    yield ", ".join(f"{name} {version}" for name, version in report.versions.items())
    yield f"{report.seeds} seeds, from 0, each with a split of its own"


def remarks(report: Report) -> Iterator[str]:
    """Sentences below the table: whether groundup is as right, and by how much regressions err."""
    worse = [judged for judged in report.tables if judged.worse]
    as_right = len(report.tables) - len(worse)
    yield (
        f"As good as scikit-learn, or better, on {as_right} of {len(report.tables)} tables, by the "
        "mean difference on the same rows. A difference of less than two standard errors, or of "
        "less than a hundredth, does not count."
    )
    for judged in worse:
        differences = judged.differences(SAME_ROWS)
        mean = sum(differences) / len(differences)
        yield f"{judged.table.title}: {mean:+.4f} compared with scikit-learn."
    yield from (errors(judged) for judged in report.tables if judged.simplest is None)


def sources(rows: list[Judged]) -> Iterator[str]:
    """A line of Markdown for each table: how large it is, and where it comes from."""
    yield "| table: label | package | rows | columns | empty cells | tested on | from |"
    yield "| --- | --- | --: | --: | --: | --: | --- |"
    for judged in rows:
        counts = (judged.rows, judged.columns, judged.gaps, judged.tested)
        numbers = " | ".join(f"{count:,}" for count in counts)
        given = judged.table
        yield f"| {given.title} | `{given.package}` | {numbers} | {given.source} |"


def left_out() -> Iterator[str]:
    """What the command is told beside the label, a table at a time."""
    for given in SETS:
        options = [f"--drop {','.join(given.drop)}"] if given.drop else []
        options += [f"--missing {','.join(given.missing)}"] if given.missing else []
        if options:
            yield f"{given.title}: `{' '.join(options)}`"


def markdown(report: Report) -> str:
    """docs/tables.md, from page.md."""
    lines = [list(HEADINGS), ["---", *["--:"] * (len(HEADINGS) - 1)]]
    lines += [cells(row) for row in report.tables]
    return PAGE.read_text(encoding="utf-8").format(
        command=COMMAND,
        conditions="\n- ".join(conditions(report)),
        remarks="\n".join(f"- {remark}" for remark in remarks(report)),
        table="\n".join(f"| {' | '.join(line)} |" for line in lines),
        sources="\n".join(sources(report.tables)),
        options="\n".join(f"- {words}" for words in left_out()),
    )
