"""Run whole programs on the tape, and compare its verdicts with the known truth.

    python -m bench.checking.tracing FOLDER [--every N] [--first N] [--json FILE] [--quiet]
    python -m bench.checking.tracing FOLDER --mutants N [--seed N] …

From the repository's root. FOLDER has an expected.json, as for `python -m bench.checking
--programs`; with --mutants so many mistakes are planted by machine in its right programs first
(mutants.py). It prints what disagrees and why, then how many verdicts are true, how often the line
of a planted mistake is reported, and what is in the way of verdicts. Exits 1 where a false word was
said.
"""

from __future__ import annotations

import json as json_format
import statistics
import tempfile
import time
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer
from typer import Option

from bench.checking import mutants
from bench.checking.apart import NoAnswerError, apart
from bench.checking.programs import Program, programs
from groundup.checking.calling import attempts
from groundup.checking.judging import judgement, trials
from groundup.checking.judging.verdicts import Why
from groundup.checking.loading import targets
from groundup.checking.naming import naming

AT_ONCE = 2
SECONDS = 30.0  # after which a program is given up
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
    beside: tuple[int, ...] = ()  # lines of the last right values before a wrong one
    manner: str = ""
    lines: tuple[int, ...] = ()  # of a planted mistake

    @property
    def true(self) -> bool:
        return self.word == ("right" if self.correct else "wrong")

    @property
    def false(self) -> bool:
        return self.word in ("right", "wrong") and not self.true

    @property
    def exact(self) -> bool:
        return bool({line for line, _, _ in self.wrong} & {*self.lines})

    @property
    def near(self) -> bool:
        """Whether the last right value and the first wrong one enclose the mistake, or one of them
        is it."""
        return self.exact or bool({*self.beside} & {*self.lines})


def said(asked: Program) -> tuple[object, ...]:
    """A plain one, as a program was `__main__` here and took the place of the class."""
    start = time.perf_counter()
    try:
        run = attempts.traced(targets.parse(str(asked.path)), enough=trials.enough)
        skipped = run.loaded.skipped if run.loaded else ()
        verdict = naming.named(judgement.judge(run.tape, run.held, skipped))
    except Exception as error:  # a failure of the checker is a figure
        note = f"{type(error).__name__}: {error}"
        return CRASH, (), "", (), time.perf_counter() - start, note[:200], ()
    wrong = tuple((one.place.line, one.place.column, one.kind) for one in verdict.wrong)
    beside = tuple(right.line for one in verdict.wrong for right in one.right)
    why = tuple(one.name for one in verdict.why)
    skipped = run.loaded.skipped if run.loaded else ()
    note = f"{run.called} " + "; ".join(
        f"{one.line}: {type(one.error).__name__} {one.error}"[:90] for one in skipped
    )
    seconds = time.perf_counter() - start
    return verdict.word.value, why, verdict.cost, wrong, seconds, note[:300], beside


def in_a_process(asked: Program) -> Said:
    found: Any
    try:
        found = apart(said, asked, seconds=SECONDS)
    except NoAnswerError as error:
        found = CRASH, (), "", (), SECONDS, str(error), ()
    answer = Said(asked.file, asked.correct, *found)
    return answer._replace(manner=asked.manner, lines=asked.lines)


def say_all(asked: list[Program]) -> list[Said]:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(in_a_process, asked))


def placed(answers: list[Said]) -> list[str]:
    """How often a planted mistake is reported in its line, or beside it, by its kind."""
    found = defaultdict(list)
    for one in answers:
        if one.lines and not one.correct:
            found[one.manner].append(one)
    return [
        f"{what}: {len(ones)} wrong, {sum(x.true for x in ones)} found, "
        f"{sum(x.true and x.exact for x in ones)} in their line, "
        f"{sum(x.true and x.near for x in ones)} there or where the last right value is"
        for what, ones in sorted(found.items())
    ]


def sentences(answers: list[Said]) -> list[str]:
    read = [one for one in answers if one.word in ("right", "wrong")]
    true = [one for one in read if one.true]
    times = sorted(one.seconds for one in answers)
    reasons = Counter(
        Why[why].value for one in answers if one.word == "unchecked" for why in one.why[:1]
    )
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
    planted: Annotated[int, Option("--mutants", help="Plants so many mistakes.")] = 0,
    seed: Annotated[int, Option(help="Of which ones.")] = 1,
) -> None:
    """Prints where the tape and the truth disagree, and how often they agree."""
    with tempfile.TemporaryDirectory() as home:
        if planted:
            folder = mutants.write(folder, Path(home) / "mutants", planted, seed)
        answers = say_all(programs(folder)[first::every])
    for one in answers if not quiet else ():
        if not one.true:
            print(f"{one.file}: {one.word}, {' '.join(one.why)} {one.cost} {one.wrong} {one.note}")
    print(*sentences(answers), *placed(answers), sep="\n")
    if json:
        text = json_format.dumps([one._asdict() for one in answers], indent=1)
        json.write_text(text + "\n", encoding="utf-8")
    raise SystemExit(1 if any(one.false for one in answers) else 0)


if __name__ == "__main__":
    typer.run(compare)
