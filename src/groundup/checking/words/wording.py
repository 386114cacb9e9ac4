"""A report in words: a ladder of quantities, what was checked, and one paragraph that says what is
wrong, where, and what to do next.

A formula's broken part stays between ⟦ and ⟧; who shows the words decides how to mark it.
"""

from __future__ import annotations

from typing import NamedTuple

from groundup.checking.model.report import Report
from groundup.checking.words.ladder import ladder, line, symbol
from groundup.checking.words.paragraph import (
    explained,
    faulty,
    in_brackets,
    paragraph,
    shown,
    to_write,
)

VERDICTS = {"right": "right", "wrong": "wrong", "unchecked": "could not be checked"}


class Block(NamedTuple):
    """A part of the words; blocks are an empty line apart."""

    kind: str  # headline, ladder, todo, checked, paragraph, detail, next
    text: str


def text(report: Report) -> str:
    """Everything, as plain text."""
    return "\n\n".join(block.text for block in blocks(report))


def blocks(report: Report) -> list[Block]:
    """All the words, in their order."""
    rows = "\n".join(map(line, ladder(report)))
    details = [one.detail.rstrip() for one in shown(report) if not in_brackets(one)]
    parts = [
        Block("headline", headline(report)),
        Block("todo", todo(report)),
        Block("ladder", rows),
        Block("checked", checked(report)),
        Block("paragraph", paragraph(report)),
        *(Block("detail", detail) for detail in [*details, report.adapter.rstrip()]),
        Block("next", next_step(report)),
    ]
    return [part for part in parts if part.text]


def headline(report: Report) -> str:
    verdict = VERDICTS[report.verdict]
    if report.verdict == "wrong" and to_write(report):
        verdict = "unfinished" if not report.first_wrong else "unfinished, and wrong"
    return f"{report.target}: {verdict}" if report.target else verdict


def checked(report: Report) -> str:
    """What was read, and how."""
    found = [f"{name} {words}" for name, words in report.conventions.items()]
    sentences = [f"Checked: {report.style}."] if report.style else []
    if found:
        sentences.append(f"Read as: {'; '.join(found)}.")
    return " ".join(sentences)


def todo(report: Report) -> str:
    lines = [f"  {one}" for one in to_write(report)]
    return "\n".join(["still to write, in the order of the file:", *lines]) if lines else ""


# What to do next.


def next_step(report: Report) -> str:
    again = f"groundup check {report.target}" if report.target.endswith(".py") else "check"
    if report.verdict == "right":
        return "next: groundup climb shows how fast the same can be"
    if report.adapter:
        return f"next: write such a file, and {again} --adapter FILE"
    if report.verdict == "unchecked" and not faulty(report):
        return "next: groundup check --help says what can be checked"
    return f"next: {what_to_do(report)}, then {again} again"


def what_to_do(report: Report) -> str:
    if to_write(report) and not report.first_wrong and not report.mistakes:
        return f"write {to_write(report)[0].split(' (')[0]}"
    if report.hint < 3 and (report.mistakes or report.first_wrong):
        return f"look there (--hint {report.hint + 1} says more)"
    if report.first_wrong and not explained(report):
        return f"work out {symbol(report.first_wrong)} for one sample by hand and compare"
    if report.missing and any(one.kind == "raised" and one.detail for one in report.findings):
        return "correct that, or show in a file for --adapter how it is called"
    return "correct that"
