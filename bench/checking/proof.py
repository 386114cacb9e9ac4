"""docs/checking-proof.md: what was planted, and what others published, each part written alone."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import groundup
from bench.checking.figures import Figures
from bench.checking.programs import FALSE, Answer
from bench.checking.showing import HEADINGS, all_cells, sentences

PLANTED = """\
# The proof of `groundup check`

Written by `python -m bench.checking` on {today}, groundup {version}.

Every mistake of the catalogue, except those of convolutions, is planted by changing the source text
of correct networks. These are written in three styles: a class as in Nielsen's book, functions on
nested lists, and a batched NumPy class ([bench/checking](../bench/checking)). Each file is then
checked as a learner's file would be, with the cost and the activation declared. What the check
ought to find is worked out without it, by running the file beside the correct one. A mistake "can
show" if no correct code gives the same numbers. "Passed" and "MISSED" say which of the requirements
are met.
"""
HEADING = "## Programs that others published"
PUBLISHED = """\
Written on {today}, groundup {version}. `python -m bench.checking --programs FOLDER --page` writes
this part for programs of your own.

{count} programs with a hand-written backprop, from public repositories and, as far as we know, each
by a different author, were found by searching for phrases of code, descriptions and common file
names. {right} are right for their own cost, and {wrong} are wrong or broken. That was decided
before any of them was checked, by reading them and, in case of doubt, by central differences. We
left out programs without a backprop of their own, those that need more than a dozen modules, and
copies. Of those that do not run by themselves, only some were kept, since we wanted most programs
in a sample to run. We did not check whether an author was in an earlier sample. The table shows
what the check said the first time; a mistake that it named was then compared with what had been
noted about the program. Each program was given as it was published: only its file was named, and
nothing was declared. {runs} of them run by themselves; the others lack their data or a module, or
only define things. None of their code is kept here, and none is named: this is a test of the
checker, not of them.

Of the 2 false statements, one is about a network whose first layer never changes, since its loops
stop too early: it was called right, with a note that these weights never change. The other is about
a program that trains on squared error and prints a cross-entropy; it had been noted as doubtful.

Seven samples were drawn in a similar way before this one. Of the programs that run by themselves
(and, in brackets, of all), the checker got right when it first met them: 28 of 36 (58 of 77), with
5 false statements; 34 of 48 (44 of 82), with 6; 47 of 58 (65 of 90), with 4; 62 of 82 (73 of 104),
with 9; 33 of 45 (52 of 104), with 8; 22 of 29 (44 of 84), with 5; 11 of 20 (53 of 88), with 6. What
was wrong was fixed each time, before the next sample was checked. In this one, it got {found_alone}
of {runs} right ({found_all} of {count}).

A ninth sample, not in the table, has 60 programs, gathered by others on 2026-12-03: the
checker got 32 of the 48 that run by themselves right (38 of 60). One statement was false: a program
that takes a single step, and gives the weights before its last layer a wrong shape, was called
right for its last layer alone. 5 programs had been noted as doubtful, and 10 of the 48 were
unchecked, 5 of them because they only define things. 32 of the 60 come from an index that names no
author.

A tenth sample, not in the table either, has 40 programs, gathered by others by 2026-12-04,
from an index that names no author. The checker got 21 of the 23 that train by themselves right (28
of 40). Of the 11 others that run, which only define things, it got 4 right and left 7 unchecked.
One statement was false: a program whose own training stops at an error in its shapes was called
right. Now the report names the line where it stops.
"""
SAID = {"found right": ("right",), "found wrong": ("named", "unnamed"), "unchecked": ("unread",)}


def planted(figures: Figures) -> str:
    """The page's first part."""
    lines = [PLANTED.format(**dated())]
    lines += [f"- {sentence}" for sentence in sentences(figures)]
    lines += [
        f"- {'Passed' if passed else 'MISSED'}: {floor}."
        for floor, passed in figures.floors.items()
    ]
    return "\n".join([*lines, "", *rows(HEADINGS, all_cells(figures))]) + "\n"


def published(answers: Sequence[Answer]) -> str:
    """The page's second part, a row for each manner of writing; nothing in it names a program."""
    right = sum(each.program.correct for each in answers)
    alone = [each for each in answers if each.program.runs]
    counts = {"count": len(answers), "right": right, "wrong": len(answers) - right}
    counts |= {"runs": len(alone), "found_alone": found(alone), "found_all": found(answers)}
    manners = sorted(Counter(each.program.manner for each in answers).items(), key=lambda m: -m[1])
    table = [cells(m, [each for each in answers if each.program.manner == m]) for m, _ in manners]
    headings = ("kind", "programs", *SAID, "false statements")
    lines = [HEADING, "", PUBLISHED.format(**counts, **dated())]
    table += [cells("all that run by themselves", alone), cells("all", answers)]
    lines += rows(headings, table)
    return "\n".join(lines) + "\n"


def found(answers: Sequence[Answer]) -> int:
    return sum(each.word in ("right", "named", "unnamed") for each in answers)


def cells(manner: str, answers: Sequence[Answer]) -> list[str]:
    words = [each.word for each in answers]
    counts = [sum(word in called for word in words) for called in (*SAID.values(), FALSE)]
    return [manner, *(str(count or "") for count in (len(answers), *counts))]


def rows(headings: Sequence[str], table: Iterable[Sequence[str]]) -> Iterator[str]:
    yield "| " + " | ".join(headings) + " |"
    yield "|" + "--:|" * len(headings)
    yield from ("| " + " | ".join(each) + " |" for each in table)


def dated() -> dict[str, str]:
    today = datetime.datetime.now().astimezone().strftime("%Y-%m-%d")
    return {"today": today, "version": groundup.__version__}


def renewed(page: str, planted: str = "", published: str = "") -> str:
    """The page with its parts replaced by those that are given."""
    first, heading, second = page.partition(HEADING)
    return (planted or first.rstrip() + "\n") + "\n" + (published or heading + second)
