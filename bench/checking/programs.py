"""A folder of whole programs, each checked as its user would, and what was said of each.

The folder's expected.json tells the truth: a list of `file` (a path in the folder, or a list of
paths of which the first is checked), `correct`, the numbers of the `mistakes` that may be named,
and, if it likes, the `manner` in which it is written, the `lines` that a mistake is in, and whether
it `runs` by itself, as it was published. Other keys are left alone. A variant of another program
may be kept as a patch (patches.py).
"""

from __future__ import annotations

import json
import os
import statistics
import time
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import Any, NamedTuple

from rich.markup import escape
from rich.table import Table

from bench.checking.checks import Called, Result
from bench.checking.checks import result as result_of
from bench.checking.patches import written
from groundup.checking import check as check_network

AT_ONCE = 2  # a check has a limit of time, so that more than the processors would be unfair
NO_OBSTACLE = ("printed", "note")  # kinds of findings
FALSE = ("false alarm", "called right", "misnamed", "crash")
FOUND = ("named", "unnamed", "misnamed")  # of what is wrong
WORDS = ("right", "named", "unnamed", "unread", *FALSE)


class Program(NamedTuple):
    """A program, and the truth about it."""

    file: str  # as expected.json has it
    path: Path
    correct: bool
    mistakes: tuple[int, ...]
    manner: str = ""
    lines: tuple[int, ...] = ()
    runs: bool = True


class Answer(NamedTuple):
    """What was said of a program, and what that is worth: one of WORDS."""

    program: Program
    result: Result
    word: str
    reason: str  # what stood in the way, or the mistakes as they were called

    @property
    def false(self) -> bool:
        return self.word in FALSE

    @property
    def found(self) -> bool:
        return self.word in FOUND

    @property
    def exact(self) -> bool:
        """Whether it is said in its line."""
        return self.found and bool({*self.result.lines} & {*self.program.lines})

    @property
    def near(self) -> bool:
        """Whether the last right value and the first wrong one enclose the mistake, or one of them
        is it."""
        lines = {*self.result.lines, *self.result.beside}
        return self.found and bool(lines & {*self.program.lines})


def programs(folder: Path) -> list[Program]:
    """All that the folder's expected.json lists.

    Raises ValueError where it is missing, or lists what is not there, or a patch fits nothing.
    """
    try:
        entries = json.loads((folder / "expected.json").read_text("utf-8"))
    except OSError as missing:
        raise ValueError(f"{folder} needs an expected.json, the truth about its programs") from (
            missing
        )
    home = written(folder)
    found = [program(home, entry) for entry in entries]
    absent = [each.file for each in found if not each.path.is_file()]
    if absent:
        raise ValueError(f"{folder / 'expected.json'} lists what is not there: {absent}")
    return found


def program(folder: Path, entry: dict[str, Any]) -> Program:
    file = entry["file"] if isinstance(entry["file"], str) else entry["file"][0]
    mistakes, manner = tuple(entry["mistakes"]), entry.get("manner", "")
    lines = tuple(entry.get("lines", ()))
    runs = entry.get("runs", True)
    return Program(file, folder / file, entry["correct"], mistakes, manner, lines, runs)


def third(asked: Sequence[Program]) -> list[Program]:
    """A third by chance, in which a program is or is not whatever others there are."""
    return [each for each in asked if zlib.crc32(each.file.encode()) % 3 == 1]


def answer(asked: Program) -> Answer:
    """Checks it with nothing but the file, in a process of its own."""
    start = time.perf_counter()
    try:
        report = check_network(str(asked.path))
    except ValueError as refused:  # which `check` raises where there is nothing to check
        result = Result("unchecked", None, (), time.perf_counter() - start)
        return Answer(asked, result, "unread", str(refused).partition("\n")[0])
    except Exception as raised:  # a failure of the checker is a figure of this proof
        failure = f"{type(raised).__name__}: {raised}"
        result = Result("failed", None, (), time.perf_counter() - start, failure)
        return Answer(asked, result, "crash", failure)
    result = result_of(report, time.perf_counter() - start)
    obstacles = [found.message for found in report.findings if found.kind not in NO_OBSTACLE]
    obstacles += [*report.why[:1], *report.missing]
    return Answer(asked, result, word(asked, result), reason(result, obstacles))


def word(asked: Program, result: Result) -> str:
    """What a report is worth. A wrong program whose mistake has no number may not be named."""
    if result.verdict == "unchecked":
        return "unread"
    if asked.correct:
        return "right" if result.verdict == "right" else "false alarm"
    if result.verdict == "right":
        return "called right"
    if any(not set(asked.mistakes) & mistake.numbers for mistake in result.mistakes):
        return "misnamed"
    return "named" if result.mistakes else "unnamed"


def reason(result: Result, obstacles: Sequence[str]) -> str:
    if result.verdict == "unchecked":
        return obstacles[0].partition("\n")[0] if obstacles else ""
    return ", ".join(called(mistake) for mistake in result.mistakes)


def called(mistake: Called) -> str:
    where = f" in layer {mistake.layer}" if mistake.layer is not None else ""
    return " = ".join(map(str, (mistake.number, *mistake.aliases))) + where


def answer_all(asked: Sequence[Program], told: Callable[[], None] = lambda: None) -> list[Answer]:
    """The answers in the programs' order; `told` is called after each."""
    with ProcessPoolExecutor(min(AT_ONCE, os.cpu_count() or 1)) as pool:
        tasks = [pool.submit(answer, each) for each in asked]
        for _ in as_completed(tasks):
            told()
        return [task.result() for task in tasks]


def figures(answers: Sequence[Answer]) -> dict[str, int | float]:
    """Counts and seconds, in the order in which they are printed."""
    counts = {word: sum(each.word == word for each in answers) for word in WORDS}
    seconds = [each.result.seconds for each in answers]
    return {
        "programs": len(answers),
        "read": len(answers) - counts.pop("unread") - counts["crash"],
        "correct": sum(each.program.correct for each in answers),
        **counts,
        "median seconds": round(statistics.median(seconds), 2) if seconds else 0.0,
        "most seconds": round(max(seconds, default=0.0), 2),
    }


def table(answers: Sequence[Answer]) -> Table:
    """A row a program, the false words marked."""
    shown = Table("program", "truth", "said", "worth", "seconds")
    shown.columns[0].overflow = "fold"
    for column in shown.columns[1:]:
        column.no_wrap = True
    shown.columns[4].justify = "right"
    for each in answers:
        truth = "right" if each.program.correct else ", ".join(map(str, each.program.mistakes))
        worth = f"[red]{each.word}[/red]" if each.false else each.word
        seconds = f"{each.result.seconds:.1f}"
        shown.add_row(
            escape(each.program.file), truth or "wrong", each.result.verdict, worth, seconds
        )
    return shown


def sentences(answers: Sequence[Answer]) -> Iterator[str]:
    """Why programs were not read or were taken wrongly, a line each; then the figures."""
    for each in answers:
        if each.word not in ("right", "named"):
            yield f"{each.program.file}: {each.word}. {each.reason}"
    yield from placed(answers)
    unread = [each.result for each in answers if each.word == "unread"]
    reasons = Counter(why for result in unread for why in result.why[:1])
    yield from (f"unread, {count}: {why}" for why, count in reasons.most_common())
    yield ", ".join(f"{name} {figure}" for name, figure in figures(answers).items())


def placed(answers: Sequence[Answer]) -> Iterator[str]:
    """How often a mistake whose line is known is told in it, or beside it, by its kind."""
    known = defaultdict[str, list[Answer]](list)
    for each in answers:
        if each.program.lines and not each.program.correct:
            known[each.program.manner].append(each)
    for what, ones in sorted(known.items()):
        yield (
            f"{what}: {len(ones)} wrong, {sum(x.found for x in ones)} found, "
            f"{sum(x.exact for x in ones)} in their line, "
            f"{sum(x.near for x in ones)} there or where the last right value is"
        )


def plain(answers: Sequence[Answer]) -> dict[str, Any]:
    """All of it, for JSON."""
    return {
        "figures": figures(answers),
        "programs": [
            {
                "file": each.program.file,
                "correct": each.program.correct,
                "mistakes": each.program.mistakes,
                "manner": each.program.manner,
                "worth": each.word,
                "why": each.reason,
                **each.result._asdict(),
            }
            for each in answers
        ],
    }
