"""One report of two: of what code shows when it is asked and watched, and of its tape."""

from __future__ import annotations

from dataclasses import replace

from groundup.checking.model.report import Report

PRINTED = "printed"


def combined(asked: Report, traced: Report) -> Report:
    """Where the first says nothing, the tape's verdict; where both are wrong, its places beside the
    names of the first."""
    if asked.verdict == "unchecked":
        if traced.verdict != "unchecked" or is_silent(asked):
            return with_printed(traced, asked)
        return asked
    if asked.verdict == traced.verdict == "wrong":
        return replace(asked, wrong_values=traced.wrong_values)
    if asked.verdict == traced.verdict == "right":
        return replace(asked, factor=traced.factor)
    return asked


def is_silent(report: Report) -> bool:
    """Whether nothing was seen."""
    return not report.quantities and not report.doubts


def with_printed(traced: Report, asked: Report) -> Report:
    """A tape swallows what is printed."""
    printed = [one for one in asked.findings if one.kind == PRINTED]
    return replace(traced, findings=[*traced.findings, *printed])
