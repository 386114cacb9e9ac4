"""The words for what a program's tape showed: its parameters, the exact places of wrong values, and
what was in the way of a verdict."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from groundup.checking.model.report import Parameter, Passage, Report, WrongValue
from groundup.checking.words.ladder import MARKS, Row

MOST = 3  # places that are shown whole
NUMBERS = 3  # of a wrong value
LONGEST, BESIDE = 72, 24  # characters of a statement; those before its wrong part, where it is cut
ALIKE = 1e-3  # relative, of numbers that look the same
TOLD = 0.01  # a factor that is so near to 1 is none

RIGHT = {  # by what a right verdict rests on
    "probed": "So do steps from other weights and inputs that were tried.",
    "optimiser": "A step is not a multiple of the gradient, as with an optimiser: the gradient was "
    "judged, and not the optimiser's rule.",
    "assumed_cost": "It computes no cost that these are the gradients of, so the one that fits is "
    "assumed.",
}
BY_ITSELF = {  # what is amiss beside a wrong value; whether that is wrong, the verdict says
    "uphill": "Every step goes up the cost: the sign of the step, or of the error, is wrong.",
    "piles_up": "Gradients pile up: each step takes those of all steps before it too, which were "
    "never set to 0.",
    "stays": "Numbers that take part on the way forwards never move, though others do.",
    "stale": "Steps are taken again and again by gradients that were computed once: nothing is "
    "computed anew from what the parameters have become.",
    "unused": "Arrays are moved from step to step, and nothing is ever computed from them.",
    "lost": "Gradients of some samples are computed, and no step comes from them: sums are "
    "overwritten, or steps are taken after the last sample alone.",
    "discarded": "Nothing is trained: what the steps make is kept nowhere, or they are all 0.",
    "no_rule": "The gradient is right, and the step grows with it as that of no optimiser does.",
    "rate_twice": "The learning rate counts twice.",
    "step_twice": "Each step is taken twice.",
    "uneven": "Batches have different sizes, and a gradient is divided by a number that is not that"
    " of its own batch, or divided once more.",
    "hidden": "The steps are right for the numbers that the program begins with. From other weights"
    " and inputs, by the same statements, they are not: zeros or equal samples may hide something.",
    "rates": "The gradients are right, and parameters are moved by different multiples of them: "
    "rates of their own, or a factor too many.",
    "decay": "The steps shrink what they move, beside going down the gradient, and the cost has no "
    "term that asks for it.",
    "not_kept": "The gradients are right. Something is moved by them, and is kept nowhere: it may "
    "be a copy.",
    "negated": "The gradients have the opposite sign: they are right only where they are added.",
}
UNREAD = BY_ITSELF | {  # why there is no verdict, and what would help
    "not_called": "The program was run, and computed next to nothing: nothing in it trains, or what"
    " does was not reached. A few lines at its end that make a network and train it on made-up "
    "samples would show its steps.",
    "no_steps": "The program was run, and no number was moved twice by one statement: "
    "no training was seen.",
    "no_cost": "Steps were seen, but not what they make smaller. Compute the cost, of outputs and "
    "targets, in the loop that trains, if only to print it.",
    "another_cost": "The steps go down a cost, which is not the one that the program computes.",
    "unexplained": "Steps were seen, and nothing on the way back is as the chain rule gives it for "
    "any cost that is known, so the cost may be another. Compute it in the loop that trains, if "
    "only to print it.",
    "not_reached": "A part of the way back did not run, as one for layers that the program does not"
    " have.",
    "several_costs": "Some parameters go down one cost, and others another.",
    "sometimes": "Some steps are right and others are not, as where a cost is cut off.",
    "cut": "Its numbers cannot be followed all the way.",
    "ended": "The program takes longer than a check can follow it.",
    "raised": "A statement could not be run.",
}
FRAMEWORK = (
    "Tensors of {name} cannot be followed. Gradients that are worked out by hand on them are "
    "checked where a function or a class gives them; those of automatic differentiation are no "
    "backprop of one's own."
)
ENDS = {"cut", "ended"}
LIMITS = {
    "time": "it takes too long",
    "numbers": "it computes too many numbers",
    "operations": "it computes too many numbers one by one",
}
SMALLER = "Fewer samples, smaller layers or fewer steps before the first result would help."


def rows(report: Report) -> Iterator[Row]:
    """A line a parameter; those of one statement are one, if they are alike."""
    for (name, place, right), same in itertools.groupby(report.parameters, key=of_one_place):
        sizes = [one.size for one in same]
        numbers = f"{sum(sizes):,} number{'s' if sum(sizes) > 1 else ''}"
        note = f"{len(sizes)} arrays, {numbers}" if len(sizes) > 1 else numbers
        yield Row(MARKS[right], name or "?", line_of(place, report), note)
        if report.hint < 2 and right is False:
            return


def of_one_place(one: Parameter) -> tuple[str, Passage, bool | None]:
    return one.name, one.place, one.right


def line_of(place: Passage, report: Report, column: bool = False) -> str:
    """ "line 60", "line 5 of cell 3", "line 60, column 12"."""
    return f"line {place.line}{f', column {place.column}' * column}{home(place, report)}"


def home(place: Passage, report: Report) -> str:
    """ " of cell 3", or " of layers.py", where that is not the file that was asked about."""
    file = Path(place.file).name
    of = place.cell or ("" if Path(report.target.partition(":")[0]).name == file else file)
    return of and f" of {of}"


def lines_of(places: Iterable[Passage], report: Report) -> str:
    """ "lines 58 and 60", "line 5 of cell 3 and lines 2 and 4 of cell 5"."""
    homes: dict[str, list[str]] = {}
    for one in sorted(places):
        numbers = homes.setdefault(home(one, report), [])
        numbers += [str(one.line)] * (str(one.line) not in numbers)
    return listed([f"line{'s' * (len(x) > 1)} {listed(x)}{of}" for of, x in homes.items()])


def factor_in_words(report: Report) -> str:
    """For the headline, what a right gradient is a multiple of: "twice its cost's gradient"."""
    factor = report.factor
    if report.verdict != "right" or factor is None or abs(factor - 1.0) <= TOLD:
        return ""
    error = abs(1.0 - factor) / (1.0 + factor)
    times = {2.0: "twice", 0.5: "half"}.get(round(factor, 6), f"{factor:.3g} times")
    return (
        f"{times} its cost's gradient: a gradient check would say {error:.2g}; it acts like "
        "another learning rate"
    )


def right(report: Report) -> Iterator[str]:
    names = listed(list(dict.fromkeys(one.name for one in report.parameters if one.name)))
    yield f"Every step goes down the gradient of its cost{names and f': {names}'}."
    yield from (words for why, words in RIGHT.items() if why in report.why)


def first_wrong(report: Report) -> Iterator[str]:
    """Which parameter is the first that is not moved as its gradient is."""
    if wrong := first_moved_wrong(report):
        yield (
            f"First wrong: {wrong.name or 'what is moved'} ({line_of(wrong.place, report)}), whose "
            "step is not down the gradient of its cost."
        )


def first_moved_wrong(report: Report) -> Parameter | None:
    return next((one for one in report.parameters if one.right is False), None)


def amiss(report: Report) -> Iterator[str]:
    """What is wrong by itself; with a hint of 1, only if nothing else says what is wrong."""
    if report.hint > 1 or not first_moved_wrong(report):
        yield from (BY_ITSELF[one] for one in known_by_itself(report))


def known_by_itself(report: Report) -> list[str]:
    return [one for one in report.why if one in BY_ITSELF]


def hinted(report: Report) -> Iterator[str]:
    """Where to look, without the line."""
    functions = list(dict.fromkeys(one.place.function for one in report.wrong_values))
    if known_by_itself(report):
        return
    if functions and all(functions):
        yield f"Look for it in {listed(functions)}."
    elif functions:
        yield "Look for it on the way from the cost back to there."


def places(report: Report) -> Iterator[str]:
    """Until where values are right, and which are not: those together that come from the same."""
    by_itself = known_by_itself(report) and not any(one.missing for one in report.wrong_values)
    if report.wrong_values and (by_itself or report.verdict == "unchecked"):
        every = lines_of([one.place for one in report.wrong_values], report)
        unsure = report.verdict == "unchecked"
        yield f"If its steps are wrong, it is in {every}." if unsure else f"It is in {every}."
        return
    alike: dict[Any, list[WrongValue]] = {}
    for one in report.wrong_values:
        alike.setdefault((*elsewhere(one), one.missing, one.slug), []).append(one)
    for k, same in enumerate(alike.values()):
        yield until(same, report, "first wrong" if k == 0 else "next wrong")


def until(same: list[WrongValue], report: Report, which: str) -> str:
    """ "Right until line 58; line 60 uses it without σ′(z[l])." """
    first, here = same[0], lines_of([one.place for one in same], report)
    s = "s" * (len({(one.place.file, one.place.line) for one in same}) > 1)
    right = elsewhere(first)
    before = f"Right until {lines_of(right, report)}; " if right else ""
    if first.missing:
        named = next((one for one in report.mistakes if one.slug == first.slug), None)
        part = part_of(named.formula) if named else ""
        if right:
            lacks = f"without {part}" if part else "and leaves something out"
            return f"{before}{here} use{'' if s else 's'} it {lacks}."
        return f"{here.capitalize()} leave{'' if s else 's'} {part or 'something'} out."
    what = f"the {which} value{s} {'are those' if s else 'is that'} of"
    return f"{before or ''}{what if before else what.capitalize()} {here}."


def elsewhere(one: WrongValue) -> list[Passage]:
    """The last right values before it, if they are in other statements."""
    return [x for x in one.right if (x.file, x.text, x.cell) != one.place[:1] + one.place[5:7]]


def part_of(formula: str) -> str:
    """The broken part of a rule."""
    return formula.partition("⟦")[2].partition("⟧")[0].strip()


def shown(report: Report) -> Iterator[str]:
    """The statements with their wrong parts, and a few numbers."""
    for one in report.wrong_values[:MOST] if report.hint > 2 else ():
        lines: list[str] = []
        for place in elsewhere(one)[-1:] if one.missing else ():
            lines += [f"  {line_of(place, report)}, still right:", f"    {clipped(place, False)}"]
        lines += [f"  {line_of(one.place, report, column=True)}:", f"    {clipped(one.place)}"]
        both = zip(one.expected, one.got, strict=False)
        if other := [pair for pair in both if not math.isclose(*pair, rel_tol=ALIKE)]:
            expected, got = zip(*other, strict=True)
            lines += [f"    chain rule  {numbers(expected)}", f"    came        {numbers(got)}"]
        yield "\n".join(lines)


def numbers(some: Sequence[float]) -> str:
    more = "  …" if len(some) > NUMBERS else ""
    return "".join(f"{one:<11.4g}" for one in some[:NUMBERS]).rstrip() + more


def clipped(place: Passage, marked: bool = True) -> str:
    """The statement, with its part marked; only what is around that, where it is long."""
    start, end = place.part
    first = max(start - BESIDE, 0) if len(place.text) > LONGEST else 0
    last = first + LONGEST
    before, behind = place.text[first:start], place.text[end:last]
    part = place.text[start : min(end, last)]
    part = f"⟦{part}⟧" if marked else part
    return f"{'…' * bool(first)}{before}{part}{behind}{'…' * (len(place.text) > last)}"


def unread(report: Report) -> Iterator[str]:
    """Why a tape gives no verdict, where it ends, and what would help."""
    if names := [one.what for one in report.obstacles if one.kind == "framework"]:
        yield FRAMEWORK.format(name=listed(names))
        return
    told = next((one for one in report.why if one in UNREAD), "")
    if told:
        yield UNREAD[told]
    if told not in ENDS:
        where = [one.place for one in report.obstacles if one.kind == told and one.place]
        if where:
            yield f"That is {lines_of(where, report)}."
    yield from ends(report)
    if "ended" in report.why:
        yield SMALLER


def ends(report: Report) -> Iterator[str]:
    """Where the tape ends, or numbers left it, and what took them."""
    for kind, place, what in report.obstacles:
        if place is None or kind not in ENDS:
            continue
        here = line_of(place, report)
        if kind == "ended":
            yield f"It was left at {here}: {LIMITS.get(what, 'it takes too much')}."
        else:
            by = f"`{what}`" if what.isidentifier() else what
            lost = f"What comes from {by} in {here} cannot be followed back to what went in"
            taken = (
                f"What {here} takes cannot be followed back to what it was computed from, as if it "
                "had gone through text or a file"
            )
            how = "compute it from the numbers themselves, by NumPy or plain Python."
            yield f"{lost if what else taken}: {how}"
        return


def listed(words: list[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)
