"""Run whole programs on the tape, and compare its verdicts with the known truth.

    python -m bench.checking.tracing FOLDER [--every N] [--first N] [--json FILE] [--quiet]
    python -m bench.checking.tracing FOLDER --mutants [--every N] …

From the repository's root. FOLDER has an expected.json, as for `python -m bench.checking
--programs`; with --mutants it has right programs, in which mistakes are planted by machine
(mutants.py). It prints what disagrees and why, then how many verdicts are true, and what is in the
way of the others. Exits 1 where a false word was said.
"""

from __future__ import annotations

import contextlib
import json as json_format
import multiprocessing
import statistics
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Annotated, NamedTuple

import typer
from typer import Option

from bench.checking import mutants
from bench.checking.programs import Program, programs
from groundup.checking.calling import attempts
from groundup.checking.judging import judgement, trials
from groundup.checking.judging.verdicts import Why
from groundup.checking.loading import targets

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

    @property
    def true(self) -> bool:
        return self.word == ("right" if self.correct else "wrong")

    @property
    def false(self) -> bool:
        return self.word in ("right", "wrong") and not self.true


def said(asked: Program) -> Said:
    start = time.perf_counter()
    try:
        run = attempts.traced(targets.parse(str(asked.path)), enough=trials.enough)
        verdict = judgement.judge(run.tape, run.held)
    except Exception as error:  # a failure of the checker is a figure
        note = f"{type(error).__name__}: {error}"
        seconds = time.perf_counter() - start
        return Said(asked.file, asked.correct, CRASH, (), "", (), seconds, note[:200])
    wrong = tuple((one.place.line, one.place.column, one.kind) for one in verdict.wrong)
    why = tuple(one.name for one in verdict.why)
    skipped = run.loaded.skipped if run.loaded else ()
    note = f"{run.called} " + "; ".join(
        f"{one.line}: {type(one.error).__name__} {one.error}"[:90] for one in skipped
    )
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


def in_a_process(asked: Program) -> Said:
    """Alone, since programs change what others import; it is ended where it does not end."""
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=send, args=(there, asked))
    process.start()
    there.close()
    try:
        if here.poll(SECONDS):
            return Said(*here.recv())
        note = "time"
    except EOFError:
        note = "ended"
    finally:
        process.kill()
        process.join()
        here.close()
    return Said(asked.file, asked.correct, CRASH, (), "", (), SECONDS, note)


def send(there: Connection, asked: Program) -> None:
    """Without its class, as a program was `__main__` here and took its place."""
    with contextlib.suppress(BrokenPipeError):
        there.send(tuple(said(asked)))


def say_all(asked: list[Program]) -> list[Said]:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(in_a_process, asked))


def mutated(folder: Path, home: Path, some: slice) -> list[Program]:
    """Programs in which a mistake was planted, and the right ones, written into `home`; their
    names have the line of what was changed in them."""
    made: list[Program] = []
    for name, program in mutants.programs(folder).items():
        right = mutants.Mutant("0:0 right", 0, program.text)
        for k, one in enumerate([right, *program.mutants()][some]):
            truth = mutants.is_right(one.text)
            if truth is not None:
                file = home / f"{name}_{k}.py"
                file.write_text(one.text, encoding="utf-8")
                made.append(Program(f"{name}:{one.name}", file, truth, ()))
    return made


def placed(answers: list[Said]) -> str:
    """How often a planted mistake is reported in its line, or beside it."""
    found = [one for one in answers if one.true and not one.correct]
    lines = [(int(one.file.split(":")[1]), [where[0] for where in one.wrong]) for one in found]
    exact = sum(line in there for line, there in lines)
    return f"{exact} of {len(found)} planted mistakes that were found are reported in their line"


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
    planted: Annotated[bool, Option("--mutants", help="Plants mistakes by machine.")] = False,
) -> None:
    """Prints where the tape and the truth disagree, and how often they agree."""
    with tempfile.TemporaryDirectory() as home:
        some = slice(first, None, every)
        asked = mutated(folder, Path(home), some) if planted else programs(folder)[some]
        answers = say_all(asked)
    for one in answers if not quiet else ():
        if not one.true:
            print(f"{one.file}: {one.word}, {' '.join(one.why)} {one.cost} {one.wrong} {one.note}")
    print(*sentences(answers), *([placed(answers)] if planted else []), sep="\n")
    if json:
        text = json_format.dumps([one._asdict() for one in answers], indent=1)
        json.write_text(text + "\n", encoding="utf-8")
    raise SystemExit(1 if any(one.false for one in answers) else 0)


if __name__ == "__main__":
    typer.run(compare)
