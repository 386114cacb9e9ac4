"""The figures as a table for the terminal, in sentences, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from rich.table import Table

import groundup
from bench.checking.figures import CALLED, Figures
from bench.checking.judging import Judged, JudgedPair

HEADINGS = ("mistake", "files", "detected", *CALLED)


def table(figures: Figures) -> Table:
    shown = Table(*HEADINGS, title="mistakes planted, and what was said of them")
    for column in shown.columns:
        column.justify = "right"
    for cells in all_cells(figures):
        shown.add_row(*cells)
    return shown


def all_cells(figures: Figures) -> Iterator[list[str]]:
    """A row a mistake, and their sums; zeros stay blank."""
    for row in figures.rows:
        counts = [row.called[name] or "" for name in CALLED]
        yield list(map(str, (row.number, row.planted, row.detected, *counts)))
    totals = [figures.called(name) for name in CALLED]
    yield list(map(str, ("all", figures.planted, figures.detected, *totals)))


def sentences(figures: Figures) -> Iterator[str]:
    named = figures.called("named", "alias")
    yield (
        f"Of {figures.planted} mistakes that can show: {figures.detected} detected "
        f"({share(figures.detected, figures.planted)}), {named} named "
        f"({share(named, figures.planted)}), {figures.called('wrong name')} with a wrong name, "
        f"{figures.called('wrong layer')} in a wrong layer."
    )
    yield (
        f"{figures.correct} correct files, and {figures.invisible} with a mistake that cannot "
        f"show: {len(figures.alarms)} false alarms."
    )
    if figures.pairs:
        yield (
            f"{figures.pairs} pairs of mistakes: {figures.pairs_right} detected with the right "
            f"first wrong quantity ({share(figures.pairs_right, figures.pairs)}), "
            f"{figures.pairs_wrongly_named} with a wrong name."
        )


def share(part: int, whole: int) -> str:
    """Rounded down, so that 100 % is all."""
    return f"{100 * part // whole if whole else 100} %"


def troubles(judged: Sequence[Judged], pairs: Sequence[JudgedPair]) -> Iterator[str]:
    """A line for all that was not named, and for every pair that was taken wrongly."""
    for each in judged:
        if each.plant.shows and (not each.detected or each.called not in ("named", "alias")):
            what = each.called if each.detected else "not detected"
            yield f"{each.plant.name}: {what}. {said(each)}"
    for each in pairs:
        if each.wrong_name or not each.detected:
            names = " + ".join(plant.name for plant in each.pair.both)
            what = "wrong name" if each.wrong_name else f"first wrong: {each.pair.first_wrong}"
            yield f"{names}: {what}. {said(each)}"


def said(each: Judged | JudgedPair) -> str:
    result = each.result
    names = ", ".join(
        f"{mistake.number}" + (f" in layer {mistake.layer}" if mistake.layer is not None else "")
        for mistake in result.mistakes
    )
    return f"Said: {result.verdict} {result.first_wrong or ''} {names} {result.failure}".rstrip()


def plain(
    figures: Figures, judged: Sequence[Judged], pairs: Sequence[JudgedPair]
) -> dict[str, Any]:
    return {
        "version": groundup.__version__,
        "figures": figures._asdict() | {"rows": [row._asdict() for row in figures.rows]},
        "floors": figures.floors,
        "files": [
            {
                "name": each.plant.name,
                "number": each.plant.number,
                "layer": each.plant.layer,
                "shows": each.plant.shows,
                "called": each.called,
                **each.result._asdict(),
            }
            for each in judged
        ],
        "pairs": [
            {
                "names": [plant.name for plant in each.pair.both],
                "wanted": each.pair.first_wrong,
                "detected": each.detected,
                "wrong_name": each.wrong_name,
                **each.result._asdict(),
            }
            for each in pairs
        ],
    }
