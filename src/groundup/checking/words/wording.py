"""A report in words: a ladder of quantities, what was checked, and one paragraph that says what is
wrong, where, and what to do next.

A formula's broken part stays between ⟦ and ⟧; whoever shows the words decides how to mark it.
"""

from __future__ import annotations

import re
from textwrap import wrap
from typing import NamedTuple

from groundup.checking.model.answers import Finding
from groundup.checking.model.report import Report
from groundup.checking.words import traced
from groundup.checking.words.ladder import MARKS, ladder, lines, symbol
from groundup.checking.words.lines import listed
from groundup.checking.words.paragraph import (
    explained,
    faulty,
    paragraph,
    shown,
    stops,
    to_mend,
    to_write,
)

OPTIONS = re.compile(r"--(activation|cost|l2-form|l2|hint|timeout)\b(?: (\d|cross-entropy))?")
VERDICTS = {"right": "right", "wrong": "wrong", "unchecked": "could not be checked"}


class Block(NamedTuple):
    """A part of the words; blocks are an empty line apart."""

    kind: str  # headline, ladder, todo, checked, paragraph, place, detail, next
    text: str


def text(report: Report) -> str:
    """Everything, as plain text."""
    return "\n\n".join(
        underlined(block.text) if block.kind == "place" else block.text for block in blocks(report)
    )


def underlined(words: str) -> str:
    """With the wrong part of a statement underlined, in place of ⟦ and ⟧."""
    lines: list[str] = []
    for one in words.splitlines():
        before, start, rest = one.partition("⟦")
        part, _, behind = rest.partition("⟧")
        lines += [f"{before}{part}{behind}"]
        lines += [" " * len(before) + "^" * len(part)] if start else []
    return "\n".join(lines)


def blocks(report: Report) -> list[Block]:
    """All the words, in their order."""
    details = map(detail, shown(report))
    parts = [
        Block("headline", headline(report)),
        Block("todo", todo(report)),
        Block("ladder", lines(ladder(report))),
        Block("checked", checked(report)),
        Block("paragraph", paragraph(report)),
        *(Block("place", place) for place in traced.shown(report)),
        *(Block("detail", detail) for detail in details),
        Block("next", next_step(report)),
    ]
    if not report.again:
        parts = [one if one.kind == "detail" else in_python(one) for one in parts]
    return [part for part in parts if part.text]


def detail(finding: Finding) -> str:
    """With what it is, where the paragraph does not say so."""
    words = finding.detail.rstrip()
    return f"{finding.message}:\n{words}" if finding.kind == "printed" else words


def in_python(block: Block) -> Block:
    """With options of the command as they are called in Python: "hint=2" for "--hint 2"."""

    def argument(found: re.Match[str]) -> str:
        name, value = found[1].replace("-", "_"), found[2] or ""
        return f"{name}={repr(value) if '-' in value else value}"

    return block._replace(text=OPTIONS.sub(argument, block.text))


def headline(report: Report) -> str:
    verdict = VERDICTS[report.verdict]
    if report.verdict == "wrong" and to_write(report):
        verdict = "unfinished, and wrong" if to_mend(report) else "unfinished"
    if times := traced.factor_in_words(report):
        verdict = f"right, but {times}"
    return f"{report.target}: {verdict}" if report.target else verdict


def checked(report: Report) -> str:
    """What was read, and how."""
    conventions = {} if report.steps else report.conventions  # those of an exercise are fixed
    found = [f"{name} {words}" for name, words in conventions.items()]
    seen = "Looked at" if report.why and report.verdict == "unchecked" else "Checked"
    sentences = [f"{seen}: {report.style}."] if report.style else []
    if found:
        sentences.append(f"Read as: {'; '.join(found)}.")
    return " ".join(sentences)


def todo(report: Report) -> str:
    """How far along an exercise is; and, while something is still to be written, its path."""
    right = sum(bool(step.right) for step in report.steps)
    if right == len(report.steps):
        return ""
    count = f"{right} of {len(report.steps)} functions {'is' if right == 1 else 'are'} right"
    if not to_write(report):
        return f"{count}. Wrong: {listed(not_right(report))}."
    ideas = [step for step in report.steps if step.purpose]
    width = max(len(step.function) for step in ideas)
    lines = [f"{count}. The path:"]
    lines += [f"  {MARKS[one.right]} {one.function:<{width}}  {one.purpose}" for one in ideas]
    helpers = [f"{MARKS[one.right]} {one.function}" for one in report.steps if not one.purpose]
    if helpers:
        rows = wrap("   ".join(name.replace(" ", "\xa0") for name in helpers), 76)
        lines += ["Helpers. Until you write them, the rung's own are used:"]
        lines += [f"  {row}".replace("\xa0", " ") for row in rows]
    return "\n".join(lines)


def not_right(report: Report) -> list[str]:
    return [step.function for step in report.steps if not step.right]


# What to do next.


def next_step(report: Report) -> str:
    in_a_file = report.target.endswith((".py", ".ipynb"))
    again = report.again or (f"groundup check {report.target}" if in_a_file else "check")
    if report.verdict == "right":
        return "next: groundup climb shows how fast the same network can be"
    if report.verdict == "unchecked" and not faulty(report):
        show = "; a short file for --adapter can show how your code is called"
        return f"next: groundup check --help says what can be checked{'' if report.style else show}"
    return f"next: {what_to_do(report)}, then {again} again"


def what_to_do(report: Report) -> str:
    if stops(report):
        return "fix that line"
    if to_mend(report) and report.hint > 2:
        return f"fix {to_mend(report)}"
    if to_write(report) and not report.first_wrong and not report.mistakes:
        return f"write {to_write(report)[0]}"
    if report.hint < 3 and (report.mistakes or report.first_wrong or report.wrong_values):
        return f"look there (--hint {report.hint + 1} says more)"
    if report.first_wrong and not (explained(report) or report.wrong_values):
        return f"work out {symbol(report.first_wrong)} for one sample by hand and compare"
    raised = any(one.kind == "raised" and one.detail for one in report.findings)
    if raised and not report.quantities and not report.style.startswith("the program "):
        return (
            "show how your code is called, in a file for --adapter, or fix the error if it comes "
            "from your code"
        )
    return "fix that"
