"""A report as notes beside the code, which editors and code hosts show: each at a place of a file,
and no more than the hint allows. A line is a part of the explanation, so only a hint of 3 has one;
the functions of an exercise are known by their names anyway."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from groundup.checking.model.report import Passage, Report, Step, WrongValue
from groundup.checking.reference.catalogue import BY_SLUG
from groundup.checking.words.lines import listed
from groundup.checking.words.paragraph import paragraph
from groundup.checking.words.wording import headline, todo

LEVELS = {"right": "note", "wrong": "error", "unchecked": "warning"}
FEW = 4  # numbers of a wrong value


class Annotation(NamedTuple):
    level: str  # error, warning or note
    rule: str  # a slug of the catalogue, where it is known; else the verdict
    message: str
    place: Passage | None  # of line 0 for a whole file, of column 0 for a whole line
    related: tuple[Passage, ...] = ()  # the last values that are right


def annotate(report: Report, file: Path | None) -> list[Annotation]:
    """At least one; those for places outside `file` come from the report."""
    told, level = report.hint > 2, LEVELS[report.verdict]
    rule = report.mistakes[0].slug if told and report.mistakes else report.verdict
    whole = Annotation(level, rule, summary(report), at(file))
    if steps := [step for step in report.steps if step.right is False]:
        return [whole._replace(place=at(file, steps[0].line)), *others(whole, file, steps[1:])]
    if empty := [step for step in report.steps if step.right is None and step.line]:
        written = f"{whole.message} Next: write {empty[0].function}."
        return [whole._replace(message=written, place=at(file, empty[0].line))]
    if told and report.wrong_values:
        return list(wrong_values(whole, report.wrong_values))
    if report.verdict == "unchecked":
        where = next((one.place for one in report.obstacles if one.place), whole.place)
        return [whole._replace(place=where)]
    return [whole]


def at(file: Path | None, line: int = 0, text: str = "", cell: str = "") -> Passage | None:
    """A whole line, or a whole file."""
    return Passage(str(file), line, 0, line, 0, text, cell) if file else None


def summary(report: Report) -> str:
    """The report in one paragraph, without its ladder; its headline, where that is all."""
    path, _, _ = todo(report).partition("\n")
    path = path.removesuffix(" The path:")  # which is left out here
    return " ".join(filter(None, [path, paragraph(report)])) or headline(report)


def others(first: Annotation, file: Path | None, steps: list[Step]) -> Iterator[Annotation]:
    for step in steps:
        yield first._replace(message=f"{step.function} is wrong.", place=at(file, step.line))


def wrong_values(first: Annotation, values: list[WrongValue]) -> Iterator[Annotation]:
    """The first has the whole paragraph, the others what is known of them alone."""
    for number, value in enumerate(values):
        known = BY_SLUG[value.slug].sentence if value.slug else "This is wrong, too."
        parts = [known, numbers(value)]
        message = " ".join(filter(None, parts)) if number else first.message
        rule = value.slug or first.rule
        yield Annotation(first.level, rule, message, value.place, value.right)


def numbers(value: WrongValue) -> str:
    if not value.expected or not value.got:
        return ""
    expected, got = ([f"{one:.4g}" for one in some[:FEW]] for some in (value.expected, value.got))
    return f"The chain rule gives {listed(expected)}; the program got {listed(got)}."


def place_in_words(place: Passage) -> str:
    """Where a notebook's line is, which its file does not number; "" for other files."""
    return f"Line {place.line} of {place.cell}: " if place.cell and place.line else ""
