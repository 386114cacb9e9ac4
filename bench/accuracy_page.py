"""What is said of retrained rows: a table in the terminal, a page of Markdown, JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple

from rich.table import Table

from bench.published import Line, Row, Training
from bench.report import significant
from bench.retrain import Figure, Retrained
from groundup.data.augmentation import Augmentation

PAGE = Path(__file__).parent / "accuracy.md"
COMMAND = "python -m bench.accuracy"
RECIPES_HEADING = "## The recipes"
HEADINGS = ("", "epoch", "published", "median", "best", "seconds")
WIDTHS = (29, 6, 9, 8, 8, 8)  # of which a line of 80 letters has room


class Report(NamedTuple):
    date: str
    machine: str
    load: tuple[float, float]  # os.getloadavg of the last minute, before and after
    versions: dict[str, str]
    engine: str
    threads: int
    seeds: int
    seconds: float  # that all of it took
    rows: list[Retrained]


def percent(share: float) -> str:
    return f"{share:.2%}".replace("%", " %")


def cells(row: Row, figures: list[Figure], i: int) -> list[str]:
    """The cells of a row's line i, under HEADINGS; the first has the published figure."""
    figure = figures[i]
    return [
        label(figure.line),
        epoch(figure),
        percent(row.published) if i == 0 else "",
        percent(figure.median),
        percent(figure.best),
        significant(figure.seconds),
    ]


def label(line: Line) -> str:
    words = "their settings" if line.settings == "theirs" else "ours, other settings"
    words += ", best epoch" if line.epoch == "best" else ""
    return words + (", 60,000 digits" if line.training.all_images else "")


def epoch(figure: Figure) -> str:
    """ "30", or "19–28" where each seed has its own best."""
    least, most = min(figure.epochs), max(figure.epochs)
    return f"{least}" if least == most else f"{least}–{most}"


def settings(training: Training) -> str:
    """All settings of a training in words, none left out."""
    sizes = "-".join(map(str, training.sizes))
    words = [
        f"{sizes} {'-'.join(training.activations)}",
        f"{training.cost} cost",
        f"{training.init} initial weights",
        *(option(name, value) for name, value in training.options.items()),
        training.dtype,
        *(["60,000 digits"] if training.all_images else []),
        count(training.epochs, "epoch"),
    ]
    return ", ".join(words)


def option(name: str, value: Any) -> str:
    if isinstance(value, Augmentation):
        return f"digits distorted ({distortions(value)})"
    return f"{name.replace('_', ' ')} {value if isinstance(value, str) else format(value, 'g')}"


def distortions(augmentation: Augmentation) -> str:
    limits = [option(*limit) for limit in augmentation.limits(28)._asdict().items()]
    if augmentation.rotation and (halved := augmentation.half_rotation):
        limits.append(f"{' and '.join(map(str, halved))} turned half as much")
    return ", ".join(limits) if augmentation != Augmentation() else "as groundup does by default"


def table(retrained: Retrained) -> Table:
    """A row's table, for a terminal."""
    row, figures, _ = retrained
    title = f"{row.name}: {row.title}, {row.judged} set"
    made = Table(title=title, box=None, padding=(0, 1, 0, 0), title_justify="left")
    for name, width in zip(HEADINGS, WIDTHS, strict=True):
        made.add_column(name, justify="right" if name else "left", min_width=width, no_wrap=True)
    for i in range(len(figures)):
        made.add_row(*cells(row, figures, i))
    return made


def fine_print(retrained: Retrained) -> str:
    """Below a row's table: settings, note, and how long it took."""
    row, _, seconds = retrained
    return "\n".join((*all_settings(row), row.note, f"Took {significant(seconds)} s."))


def all_settings(row: Row) -> Iterator[str]:
    for whose in ("theirs", "ours"):
        trainings = dict.fromkeys(l.training for l in row.lines if l.settings == whose)
        yield from (f"{whose.capitalize()}: {settings(training)}." for training in trainings)


def conditions(report: Report) -> Iterator[str]:
    before, after = report.load
    yield f"{report.date}, {report.machine}; load {before:.2f} before and {after:.2f} after"
    versions = ", ".join(f"{name} {version}" for name, version in report.versions.items())
    yield f"{versions}; engine {report.engine}, at most {count(report.threads, 'thread')}"
    yield f"{count(report.seeds, 'seed')}, from 0; {report.seconds / 60:.1f} minutes in all"


def count(number: int, name: str) -> str:
    return f"{number} {name}" + ("s" if number != 1 else "")


def remarks(report: Report) -> Iterator[str]:
    """Sentences: how many of the published figures were reached."""
    total = count(len(report.rows), "table")
    for whose, words in (("theirs", "their source's settings"), ("ours", "our own settings")):
        medians, bests = reached(report, whose, "median"), reached(report, whose, "best")
        yield (
            f"With {words} the median is as high as the published figure, or higher, in {medians} "
            f"of {total}, and the best seed in {bests}."
        )


def reached(report: Report, whose: str, figure: str) -> int:
    """The rows where the `figure`, "median" or "best", of a line is the published one or more."""
    return sum(
        any(getattr(f, figure) >= row.published for f in figures if f.line.settings == whose)
        for row, figures, _ in report.rows
    )


def markdown(report: Report) -> str:
    """docs/accuracy.md, from accuracy.md."""
    return PAGE.read_text(encoding="utf-8").format(
        command=COMMAND,
        conditions="\n- ".join(conditions(report)),
        remarks="\n".join(f"- {remark}" for remark in remarks(report)),
        rows="\n\n".join(section(retrained) for retrained in report.rows),
    )


def recipes_of(page: str) -> str:
    """The section that `python -m bench.recipes` wrote into a page; "" where there is none."""
    found = re.search(rf"^{RECIPES_HEADING}\n.*?(?=^## )", page, flags=re.S | re.M)
    return found[0] if found else ""


def with_recipes(page: str, section: str) -> str:
    """The page with that section before its last, in place of the one that it had."""
    head, heading, tail = page.replace(recipes_of(page), "").rpartition("## Run it again")
    return head + section + heading + tail


def section(retrained: Retrained) -> str:
    row, figures, seconds = retrained
    lines = [list(HEADINGS), ["---", *["--:"] * (len(HEADINGS) - 1)]]
    lines += [cells(row, figures, i) for i in range(len(figures))]
    said = [*all_settings(row), row.note, f"This table took {significant(seconds)} s."]
    return "\n".join(
        [
            f"## {row.title}",
            "",
            f"`--rows {row.name}`, {row.judged} set.",
            "",
            *(f"| {' | '.join(line)} |" for line in lines),
            "",
            *(f"- {words}" for words in said),
        ]
    )


def plain(report: Report) -> dict[str, Any]:
    """For JSON."""
    return report._asdict() | {
        "rows": [
            {
                "name": row.name,
                "title": row.title,
                "judged": row.judged,
                "published": row.published,
                "note": row.note,
                "seconds": seconds,
                "lines": [plain_line(figure) for figure in figures],
            }
            for row, figures, seconds in report.rows
        ]
    }


def plain_line(figure: Figure) -> dict[str, Any]:
    line = figure.line
    return {
        "settings": line.settings,
        "training": asdict(line.training),
        "epoch": line.epoch,
        "epochs": figure.epochs,
        "accuracies": figure.accuracies,
        "median": figure.median,
        "best": figure.best,
        "seconds": figure.seconds,
    }
