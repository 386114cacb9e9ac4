"""What is new in a report since the one before, in a line."""

from __future__ import annotations

from groundup.checking.model.report import Report
from groundup.checking.words.ladder import MARKS, ladder, symbol
from groundup.checking.words.lines import listed
from groundup.checking.words.wording import todo

RIGHT, WRONG = MARKS[True], MARKS[False]


def changes(before: Report | None, after: Report) -> str:
    """ "was wrong: …; now right", or "still wrong: …; newly right: dw[1]"; no more of what is wrong
    than the hint allows."""
    now = state(after)
    if before is None:
        return now
    was = state(before)
    parts = [f"still {now}"] if was == now else [f"was {was}", f"now {now}"]
    old, new = marks(before), marks(after)
    for mark, other, words in ((RIGHT, WRONG, "newly right"), (WRONG, RIGHT, "newly wrong")):
        turned = [name for name in new if new[name] == mark and old.get(name) == other]
        parts += [f"{words}: {listed(turned)}"] if turned else []
    return "; ".join(parts)


def state(report: Report) -> str:
    """Its verdict, and the first thing that is wrong."""
    if path := todo(report).partition("\n")[0]:
        return f"{report.verdict}: {path.partition('. ')[0]}"
    if report.verdict != "wrong":
        return report.verdict
    told = [one.sentence.removesuffix(".") for one in report.mistakes if report.hint > 2]
    first = [symbol(report.first_wrong)] if report.first_wrong else []
    return ": ".join(filter(None, [report.verdict, " ".join(told) or "".join(first)]))


def marks(report: Report) -> dict[str, str]:
    """✓ and ✗ by quantity, or by the function of an exercise."""
    steps = {step.function: MARKS[step.right] for step in report.steps}
    return steps or {row.symbol: row.mark for row in ladder(report)}
