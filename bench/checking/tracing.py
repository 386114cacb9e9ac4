"""Run whole programs on the tape, and compare its verdicts with the known truth.

    python -m bench.checking.tracing FOLDER [--every N] [--first N] [--json FILE] [--quiet]

From the repository's root. FOLDER has an expected.json, as for `python -m bench.checking
--programs`. It prints what disagrees and why, then how many verdicts are true, and what is in the
way of the others. Exits 1 where a false word was said.
"""

from __future__ import annotations

import json as json_format
import multiprocessing
import statistics
import time
from collections import Counter
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer
from typer import Option

from bench.checking.programs import Program, programs
from groundup.checking.judging import judgement
from groundup.checking.judging.verdicts import Why
from groundup.checking.loading import targets
from groundup.checking.tracing import runs

AT_ONCE = 2
SECONDS = 60  # after which a program is given up
CRASH = "crash"


class Said(NamedTuple):
    """Of a program: the verdict, on what it rests, where, and how long that took."""

    file: str
    correct: bool
    word: str
    why: tuple[str, ...]
    cost: str
    wrong: tuple[tuple[int, int, str], ...]  # line, column, operation
    seconds: float
    note: str = ""

    @property
    def true(self) -> bool:
        return self.word == ("right" if self.correct else "wrong")

    @property
    def false(self) -> bool:
        return self.word in ("right", "wrong") and not self.true


def said(asked: Program) -> Said:
    start = time.perf_counter()
    try:
        run = runs.run(targets.parse(str(asked.path)), enough=judgement.enough)
        verdict = judgement.judge(run.tape)
    except Exception as error:  # a failure of the checker is a figure
        note = f"{type(error).__name__}: {error}"
        seconds = time.perf_counter() - start
        return Said(asked.file, asked.correct, CRASH, (), "", (), seconds, note[:200])
    wrong = tuple((one.place.line, one.place.column, one.kind) for one in verdict.wrong)
    why = tuple(one.name for one in verdict.why)
    skipped = run.loaded.skipped if run.loaded else ()
    note = "; ".join(f"{one.line}: {type(one.error).__name__} {one.error}"[:90] for one in skipped)
    return Said(
        asked.file,
        asked.correct,
        verdict.word.value,
        why,
        verdict.cost,
        wrong,
        time.perf_counter() - start,
        note[:300],
    )


def plain(asked: Program) -> tuple[Any, ...]:
    """The same without its class: a program was `__main__` in the process, and took its place."""
    return tuple(said(asked))


def say_all(asked: list[Program]) -> list[Said]:
    """Each in a process of its own, since programs change what others import."""
    with multiprocessing.get_context("fork").Pool(AT_ONCE, maxtasksperchild=1) as pool:
        waiting = [(each, pool.apply_async(plain, (each,))) for each in asked]
        answers = []
        for each, one in waiting:
            try:
                answers.append(Said(*one.get(SECONDS)))
            except multiprocessing.TimeoutError:
                answers.append(Said(each.file, each.correct, CRASH, (), "", (), SECONDS, "time"))
        return answers


def sentences(answers: list[Said]) -> list[str]:
    read = [one for one in answers if one.word in ("right", "wrong")]
    true = [one for one in read if one.true]
    times = sorted(one.seconds for one in answers)
    reasons = Counter(Why[why].value for one in answers if one.word == "unchecked" for why in one.why[:1])
    lines = [
        f"{len(answers)} programs: {len(read)} verdicts, {len(true)} true, "
        f"{sum(one.false and one.correct for one in answers)} right ones called wrong, "
        f"{sum(one.false and not one.correct for one in answers)} wrong ones called right, "
        f"{sum(one.word == CRASH for one in answers)} failures of the checker",
        f"{sum(bool(one.wrong) for one in true if not one.correct)} of "
        f"{sum(not one.correct for one in true)} found mistakes have a place",
        f"{statistics.median(times):.2f} s a program in the median, "
        f"{times[int(len(times) * 0.95)]:.2f} s in 95 of 100",
    ]
    return lines + [f"unchecked, {count}: {why}" for why, count in reasons.most_common()]


def compare(
    folder: Path,
    every: Annotated[int, Option(help="Only one of so many programs.")] = 1,
    first: Annotated[int, Option(help="The first of them.")] = 0,
    json: Annotated[Path | None, Option(help="Writes every answer to this file, too.")] = None,
    quiet: Annotated[bool, Option("--quiet", help="Only the figures.")] = False,
) -> None:
    """Prints where the tape and the truth disagree, and how often they agree."""
    answers = say_all(programs(folder)[first::every])
    for one in answers if not quiet else ():
        if not one.true:
            print(f"{one.file}: {one.word}, {' '.join(one.why)} {one.cost} {one.wrong} {one.note}")
    print(*sentences(answers), sep="\n")
    if json:
        text = json_format.dumps([one._asdict() for one in answers], indent=1)
        json.write_text(text + "\n", encoding="utf-8")
    raise SystemExit(1 if any(one.false for one in answers) else 0)


if __name__ == "__main__":
    typer.run(compare)
