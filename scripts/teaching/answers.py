"""A sheet of answers: common mistakes in the lesson, the points that they cost, and what the check
says to each. It is made by making the mistakes.

python -m scripts.teaching.answers    writes docs/guide/answers.md
"""

from __future__ import annotations

import re
import runpy
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import groundup
from scripts.teaching.lesson import QUESTIONS, SETUP, Question, Test

PAGE = Path(__file__).parents[2] / "docs" / "guide" / "answers.md"
SOLUTION = re.compile(r"^ *# [<>]\n", re.M)


FOUND = re.compile(r"First wrong quantity: .*?\. (?!Its rule)(.*?) The rule")
UNNAMED = re.compile(r"Its rule is .*?\. (Line \d+ is still right; .*?\.)")
UNCHECKED = re.compile(r"(?:if it is another\)|inputs, targets\))\. (?!Read as)(.*?) next:")


class Mistake(NamedTuple):
    what: str
    old: str  # in the solution
    new: str


ASKED = QUESTIONS[:3]  # what backprop needs, as in a notebook: there, cells are apart
SLOPE = "delta * sigmoid_prime(z[l])"
MEAN = " / len(each) for l in range(len(w))"
MISTAKES = (
    Mistake("none", "", ""),
    Mistake("σ′ = z·(1 − z)", "return sigmoid(z) * (1 - sigmoid(z))", "return z * (1 - z)"),
    Mistake("the bias forgotten", "z.append(w[l] @ a[l] + b[l])", "z.append(w[l] @ a[l])"),
    Mistake("no σ on the way forwards", "a.append(sigmoid(z[l]))", "a.append(z[l])"),
    Mistake("y − a instead of a − y", "(a[-1] - y) * sig", "(y - a[-1]) * sig"),
    Mistake("no σ′ at the output", "(a[-1] - y) * sigmoid_prime(z[-1])", "a[-1] - y"),
    Mistake("no σ′ in the hidden layers", SLOPE, "delta"),
    Mistake("σ′ of a, not of z", SLOPE, "delta * sigmoid_prime(a[l + 1])"),
    Mistake("σ′ of the wrong layer", SLOPE, "delta * sigmoid_prime(z[l - 1])"),
    Mistake("no transpose", "w[l + 1].T @ delta", "w[l + 1] @ delta"),
    Mistake("the weights of the wrong layer", "w[l + 1].T @ delta", "w[l].T @ delta"),
    Mistake("the outer product transposed", "np.outer(delta, a[l])", "np.outer(a[l], delta)"),
    Mistake("the input of the wrong layer", "np.outer(delta, a[l])", "np.outer(delta, a[l + 1])"),
    Mistake("a step with the sum, not the mean", MEAN, MEAN.removeprefix(" / len(each)")),
    Mistake("a step up the slope", "w[l] - eta *", "w[l] + eta *"),
)
OPENING = """\
# A sheet of answers

For whoever marks [the lesson](teaching.md#notebooks-for-otter-and-nbgrader): common mistakes, the
points for each question, and what `groundup.check(backprop)` says. `python -m
scripts.teaching.answers` makes this page: it puts each mistake into the solution, and runs the
tests and the check.
"""
CLOSING = """\
The check looks at `backprop` and at what it calls, so it says nothing about a step. Nor does it
know which cost the lesson asks for: a backprop without σ′ at the output gives the gradients of
cross-entropy. The tests catch that. "Unchecked" means neither right nor wrong; the reason follows.
"""


def sheet() -> str:
    """The page."""
    rows = [row(mistake) for mistake in MISTAKES]
    names = " | ".join(question.name for question in QUESTIONS)
    head = f"| mistake | {names} | total | what the check says |"
    below = f"|---|{'---:|' * (len(QUESTIONS) + 1)}---|"
    return "\n".join([OPENING, head, below, *rows, "", CLOSING])


def row(mistake: Mistake) -> str:
    with tempfile.TemporaryDirectory(prefix="answers-") as folder:
        whole, asked = Path(folder) / "lesson.py", Path(folder) / "asked.py"
        whole.write_text(lesson(mistake, QUESTIONS), encoding="utf-8")
        asked.write_text(lesson(mistake, ASKED), encoding="utf-8")
        report = groundup.check(f"{asked}:backprop", hint=3)
        said = told(report)
        points = [sum(marks(whole, report, test) for test in one[3:]) for one in QUESTIONS]
    each = " | ".join(map(str, points))
    return f"| {mistake.what} | {each} | {sum(points)} | {said} |"


def lesson(mistake: Mistake, questions: Sequence[Question]) -> str:
    """A pupil's functions, with this mistake in them. Raises ValueError where it has no place."""
    every = "".join(one.code for one in QUESTIONS)
    if mistake.old not in every:
        raise ValueError(f"the lesson has no {mistake.old!r}")
    text = "\n\n\n".join([SETUP, *(SOLUTION.sub("", one.code) for one in questions)]) + "\n"
    return text.replace(mistake.old, mistake.new) if mistake.old else text


def marks(whole: Path, report: groundup.Report, test: Test) -> int:
    """The points of a test, all or none; report: of the check that it may make."""
    space = runpy.run_path(str(whole)) | {"report_made": report}
    try:
        exec(test.code.replace("groundup.check(backprop, hint=2)", "report_made"), space)
    except Exception:
        return 0
    return test.points


def told(report: groundup.Report) -> str:
    """The verdict, and the rule that is broken."""
    text = " ".join(str(report).split())
    found = FOUND.search(text) or UNNAMED.search(text) or UNCHECKED.search(text)
    reason = found[1] if found and report.verdict != "right" else ""
    return f"{report.verdict}{': ' if reason else ''}{reason}".replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(sheet(), encoding="utf-8")
