"""The words for what a program's tape showed: the exact places of wrong values, and what was in the
way of a verdict."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from groundup.checking.model.report import Passage, Report, WrongValue
from groundup.checking.words.lines import line_of, lines_of, listed

MOST = 3  # places that are shown whole
NUMBERS = 3  # of a wrong value
LONGEST, BESIDE = 72, 24  # characters of a statement; those before its wrong part, where it is cut
ALIKE = 1e-3  # relative, of numbers that look the same
TINY = 1e-12  # relative, of rounding
TOLD = 0.01  # a factor that is so near to 1 is none

OPTIMISER = (
    "The steps are not multiples of the gradient, so an optimiser seems to take them: the "
    "gradient was judged, but not the optimiser's rule."
)
BY_ITSELF = {  # what is amiss beside a wrong value; whether that is wrong, the verdict says
    "uphill": "The steps go up the cost: the sign of the step, or of the error, is wrong.",
    "piles_up": "Gradients pile up: each step also uses those of all steps before it, which were "
    "never reset to 0.",
    "stays": "Numbers that the forward pass uses never change, although others do.",
    "stale": "Steps are taken again and again with gradients that were computed once, and never "
    "again from the changed parameters.",
    "unused": "Arrays are changed in every step, but nothing is ever computed from them.",
    "lost": "Gradients of some samples are computed, but no step uses them: sums are "
    "overwritten, or steps are taken after the last sample alone.",
    "discarded": "Nothing is trained: the results of the steps are not kept, or the steps are "
    "all 0.",
    "no_rule": "The gradient is right, but the step depends on it in a way that matches no known "
    "optimiser.",
    "rate_twice": "The learning rate counts twice.",
    "pace": "The gradient is right, but the step is not the learning rate times its mean over "
    "the samples.",
    "changed": "The code changes its arguments in place: its caller, or a later step, finds "
    "other numbers there.",
    "labels": "Outputs are compared with the targets of their neighbours: labels are off by one.",
    "mixed": "Samples are paired with different targets than before, as if inputs were shuffled "
    "without their targets, or targets without their inputs.",
    "improbable": "The outputs are declared to be those of a softmax, but do not add up to 1.",
    "step_twice": "Each step is taken twice.",
    "uneven": "Batches have different sizes, and a gradient is divided by a number that is not "
    "the size of its own batch, or is divided twice.",
    "hidden": "The steps are right for the numbers that the program begins with, but with other "
    "weights and inputs the same statements give wrong steps: zeros or equal samples may hide a "
    "mistake.",
    "rates": "Each gradient is right up to a factor, but not all up to the same one: parameters "
    "have rates of their own, or there is a factor that does not belong there.",
    "decay": "Besides following the gradient, the steps shrink the parameters by a different share "
    "than the cost implies, if it implies any.",
    "negated": "The gradients have the opposite sign: they are right only if the step adds them.",
    "raised": "The program stops while it trains.",
}
UNREAD = {  # why there is no verdict, and what would help
    **BY_ITSELF,
    "not_called": "The program ran, but computed next to nothing: nothing in it trains, or the "
    "part that trains was not reached. Add a few lines at its end that make a network and train "
    "it on made-up samples.",
    "no_steps": "The program ran, but no statement changed a number twice, so no training was "
    "seen. Let it take two steps, or return its gradients from a function.",
    "decided": "The steps come from comparisons alone, such as those of a step function. A "
    "comparison has no slope, so there is no gradient to check: this is the perceptron's rule, "
    "not backprop. With a sigmoid in place of the step, there would be a gradient.",
    "no_cost": "Steps were seen, but no cost that they make smaller. Compute the cost from "
    "outputs and targets in the loop that trains, if only to print it.",
    "another_cost": "The steps descend a cost, but not the one that the program computes. Print "
    "the cost that it trains with.",
    "unexplained": "Steps were seen, but nothing in the backward pass is what the chain rule gives "
    "for any known cost, so the cost may be a different one. Compute it in the loop that trains, "
    "if only to print it.",
    "not_reached": "All that ran is right, but a part of the backward pass did not run, perhaps "
    "one for layers that the program's network does not have. Try a network that has them.",
    "below_zero": "The number that the program computes is always below 0, like a log-likelihood, "
    "which steps should make larger. Print its negative, the cost, in the loop that trains.",
    "held": "Targets come from the network, too, and the steps are right if these are held "
    "constant, as is intended when a network learns from its own estimate for the next state.",
    "several_costs": "Some parameters are trained on one cost, and others on another. Check each "
    "network by itself, as FILE.py:NAME.",
    "sometimes": "Some steps are right and others are not, perhaps because gradients are clipped"
    " or samples are skipped. Switch that off for the check.",
    "stays": BY_ITSELF["stays"] + " That may be intended: for the check, let them change, or "
    "leave them out.",
    "negated": BY_ITSELF["negated"] + " Add a step that uses them, and the check can judge it.",
    "cut": "The program's numbers cannot be traced all the way.",
    "ended": "The program runs for longer than a check can follow it.",
    "raised": "What was checked is right, but a statement before it could not be run. Fix it, or"
    " give it what it asks for.",
}
FRAMEWORK = (
    "Tensors of {name} cannot be followed: write the backward pass in NumPy or plain Python, or "
    "show its gradients through an adapter (--adapter)."
)
ENDS = {"cut", "ended"}
LIMITS = {
    "time": "it takes too long",
    "numbers": "it computes too many numbers",
    "operations": "it computes too many numbers one by one",
}
SMALLER = "Fewer samples, smaller layers or fewer steps before the first result would help."


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
    known = {"assumed_cost": "the cost that is assumed", "declared_cost": "the declared cost"}
    whose = next((words for why, words in known.items() if why in report.why), "its cost")
    too = ", at other weights and inputs too" if "probed" in report.why else ""
    yield f"All gradients are those of {whose}{too}."
    yield OPTIMISER if "optimiser" in report.why else ""


def amiss(report: Report) -> Iterator[str]:
    """What is wrong by itself, if nothing else says so: with a hint of 1 a quantity, with 3 a
    mistake."""
    told = report.first_wrong if report.hint < 2 else report.mistakes and report.hint > 2
    for one in known_by_itself(report):
        if one == "hidden" or not told:
            yield BY_ITSELF[one]


def known_by_itself(report: Report) -> list[str]:
    return [one for one in report.why if one in BY_ITSELF]


def hinted(report: Report) -> Iterator[str]:
    """Where to look, without the line."""
    functions = list(dict.fromkeys(one.place.function for one in report.wrong_values))
    if functions and all(functions):
        yield f"Look for it in {listed(functions)}."
    elif functions:
        yield "Look for it in the backward pass, between the cost and this quantity."


def places(report: Report) -> Iterator[str]:
    """How far values are right, and which are not; those that come from the same are together."""
    by_itself = known_by_itself(report) and not any(one.missing for one in report.wrong_values)
    if report.wrong_values and by_itself:
        yield f"It is in {lines_of([one.place for one in report.wrong_values], report)}."
        return
    alike: dict[Any, list[WrongValue]] = {}
    for one in report.wrong_values:
        alike.setdefault((*elsewhere(one), one.missing, one.slug), []).append(one)
    for k, same in enumerate(alike.values()):
        yield until(same, report, "first wrong" if k == 0 else "next wrong")


def until(same: list[WrongValue], report: Report, which: str) -> str:
    """ "Line 58 is still right; line 60 uses its value without σ′(z[l])." """
    first, here = same[0], lines_of([one.place for one in same], report)
    right = elsewhere(first)
    s, several = plural(one.place for one in same), plural(right)
    still = f"L{lines_of(right, report)[1:]} {'are' if several else 'is'} still right; "
    if first.missing:
        named = next((one for one in report.mistakes if one.slug == first.slug), None)
        part = part_of(named.formula) if named else ""
        if right:
            lacks = f"without {part}" if part else "and leaves something out"
            value = "their values" if several else "its value"
            return f"{still}{here} use{'' if s else 's'} {value} {lacks}."
        return f"L{here[1:]} leave{'' if s else 's'} {part or 'something'} out."
    what = f"the {which} value{s} {'are those' if s else 'is that'} of {here}."
    return f"{still}{what}" if right else f"T{what[1:]}"


def plural(places: Iterable[Passage]) -> str:
    """ "s" if they stand in several lines."""
    return "s" * (len({(one.file, one.cell, one.line) for one in places}) > 1)


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
            least = TINY * max(map(abs, (*expected, *got)))
            lines += [f"    chain rule  {numbers(expected, least)}"]
            lines += [f"    got         {numbers(got, least)}"]
        yield "\n".join(lines)


def numbers(some: Sequence[float], least: float) -> str:
    """A few; what is rounding beside the others is 0."""
    more = "  …" if len(some) > NUMBERS else ""
    return (
        "".join(f"{one if abs(one) > least else 0:<12.4g}" for one in some[:NUMBERS]).rstrip()
        + more
    )


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
    told, ended = next((one for one in report.why if one in UNREAD), ""), [*ends(report)]
    if told and not (told in {*ENDS, "not_called"} and ended):
        yield UNREAD[told]
    where = [one.place for one in report.obstacles if one.kind == told and one.place]
    if where and told not in ENDS:
        yield f"See {lines_of(where, report)}."
    yield from ended
    if "ended" in report.why:
        yield SMALLER


def ends(report: Report) -> Iterator[str]:
    """Where the tape ends, or numbers left it, and what took them."""
    for kind, place, what in report.obstacles:
        if place is None or kind not in ENDS:
            continue
        here = line_of(place, report)
        if kind == "ended":
            yield f"The program was stopped at {here}: {LIMITS.get(what, 'it takes too much')}."
        else:
            by = f"`{what}`" if what.isidentifier() else what
            lost = f"What comes from {by} in {here} cannot be followed back to what went in"
            taken = (
                f"What {here} takes cannot be followed back to what it was computed from, as if it "
                "had gone through text or a file"
            )
            how = "compute it from the numbers themselves, in NumPy or plain Python."
            yield f"{lost if what else taken}: {how}"
        return
