"""A report as commands to a GitHub workflow, which shows them beside the code.

Everything is in the commands: whatever the code printed, no line begins with one of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from groundup.checking.model.report import Report
from groundup.checking.words.annotations import Annotation, annotate, place_in_words
from groundup.checking.words.wording import headline

COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def commands(report: Report, file: Path | None, root: Path) -> str:
    """One line for each annotation; paths are relative to `root`, the folder of the repository."""
    return "\n".join(command(one, report, root) for one in annotate(report, file))


def command(one: Annotation, report: Report, root: Path) -> str:
    said = {**dict(where(one, root)), "title": f"groundup: {title(one, report)}"}
    properties = ",".join(f"{name}={of_property(str(value))}" for name, value in said.items())
    words = place_in_words(one.place) if one.place else ""
    return f"::{COMMANDS[one.level]} {properties}::{of_message(words + one.message)}"


def title(one: Annotation, report: Report) -> str:
    return headline(report) if one.rule == report.verdict else one.rule.replace("-", " ")


def where(one: Annotation, root: Path) -> Iterator[tuple[str, object]]:
    """GitHub takes columns only within one line, and no line of a notebook's cell."""
    place = one.place
    if place is None:
        return
    yield "file", relative(place.file, root)
    if place.line and not place.cell:
        yield "line", place.line
        yield "endLine", place.end_line
        if place.column and place.line == place.end_line:
            yield "col", place.column
            yield "endColumn", place.end_column


def relative(file: str, root: Path) -> str:
    """To the root, where the file is below it."""
    path = Path(file).resolve()
    below = path.is_relative_to(root.resolve())
    return (path.relative_to(root.resolve()) if below else path).as_posix()


def of_message(words: str) -> str:
    return words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def of_property(words: str) -> str:
    return of_message(words).replace(":", "%3A").replace(",", "%2C")
