"""A second look at a file: at what its code does while it trains, beside what it gave when asked.

Where the first look leaves doubts, or is right and left a loop that trains out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from groundup.checking.diagnosis.diagnosis import COST_ALONE
from groundup.checking.loading.sources import Source
from groundup.checking.model.answers import Finding, Observed, Unrun
from groundup.checking.model.report import Named, Quantity, Report
from groundup.checking.reference.catalogue import by_slug
from groundup.checking.reporting import report_on

UNSEEN = "Its gradients are right. Its own step raised an exception, and none was seen to be taken."
UNREAD = "The loop that trains in this file could not be read, and was not checked"
UNSURE = "Of the file as it trains by itself, this is not sure: "
L2_OF_COST = "Its cost has L2 in it, and no step was seen to take any off the weights."
ALONE = ", and the file as it trains by itself"
FLIPPED, UP = "sign-flipped", by_slug("update-adds")  # the same numbers, in a step
CONFIRMING = 0.4  # of the time is for a second look at what is right


def looked_at_again(
    first: Report,
    observed: Observed,
    watched: Callable[[float], Observed],
    sources: list[Source],
    timeout: float,
) -> Report:
    """That on what the code does while it trains, where the first leaves doubts; where the first
    is right and left out how the file trains, a second that is wrong counts, or doubtful of another
    network, and any second where the code's step could not be called. `watched` shows it in so many
    seconds."""
    doubtful = may_be_misread(first, observed)
    if not doubtful and not leaves_out(first, observed):
        return first
    timeout = timeout if doubtful or observed.steps_raise else CONFIRMING * timeout
    second, counts = second_report(watched(timeout), sources, observed)
    if not counts:
        if observed.steps_raise:
            first.verdict, first.doubts = "unchecked", [UNSEEN]
        elif not doubtful and (omitted := of_kind("omitted", second)):
            first.verdict, first.doubts = "unchecked", [f"{one}." for one in omitted]
        elif not doubtful and (words := unsure(second, observed)):
            first.findings.append(Finding("note", words))
        return first
    if doubtful:
        return of_its_cost(first, second)
    if "step" in first.uncalled or second.verdict != "right":
        return of_the_loop(second)
    first.style += ALONE
    first.not_run = [one for one in first.not_run if any(meets(one, it) for it in second.not_run)]
    return first


def of_its_cost(first: Report, second: Report) -> Report:
    """The second, unless it says nothing of what the first found in the code's own cost."""
    if first.unknown_cost and not any(map(is_known_cost, second.quantities)):
        return first
    if first.conventions.get("l2") == COST_ALONE and "l2" not in second.conventions:
        second.verdict, second.doubts = "unchecked", [L2_OF_COST]
    return second


def is_known_cost(quantity: Quantity) -> bool:
    return quantity.name == "cost" and bool(quantity.ok)


def unsure(second: Report, observed: Observed) -> str:
    """What to say of a loop that was not read, or not as expected, beside right gradients."""
    why = second.doubts or of_kind("left out", second)
    if second.hidden_layers:
        return UNSURE + why[0] if why else ""
    return ": ".join([UNREAD, *why[:1]]) if observed.trains else ""


def of_the_loop(second: Report) -> Report:
    """The same, without the likely line, for the lines of gradients were found right before; and
    an error with the wrong sign may be a step that goes up."""
    second.source_line = None
    second.mistakes = [or_up(one) if one.slug == FLIPPED else one for one in second.mistakes]
    return second


def or_up(named: Named) -> Named:
    aliases, slugs = (*named.aliases, UP.number), (*named.alias_slugs, UP.slug)
    return replace(named, aliases=aliases, alias_slugs=slugs)


def meets(one: Unrun, other: Unrun) -> bool:
    """Whether they have a line in common."""
    return one.file == other.file and one.first <= other.last and other.first <= one.last


def leaves_out(report: Report, observed: Observed) -> bool:
    """Whether all that was checked is right, but the file trains by itself, or has a function with
    a loop that would train and whose step was not checked."""
    if report.verdict != "right" or observed.moved:
        return False
    if observed.steps_raise:
        return True
    stepped = any(one.name == "step" and one.ok for one in report.quantities)
    return observed.trains or (observed.could_train and not stepped)


def may_be_misread(report: Report, observed: Observed) -> bool:
    """Whether a form was found in the code, and what it showed leaves doubts."""
    return report.verdict == "unchecked" and bool(observed.observations) and not observed.moved


def second_report(
    observed: Observed, sources: list[Source], first: Observed
) -> tuple[Report, bool]:
    """That on what was watched; and whether that is sure enough to count."""
    report = report_on(observed, sources)
    omits = of_kind("omitted", report)
    counts = report.verdict != "unchecked" or omits or is_odd(report, observed, first)
    return report, bool(counts and observed.observations)


def of_kind(kind: str, report: Report) -> list[str]:
    return [one.message for one in report.findings if one.kind == kind]


def is_odd(report: Report, observed: Observed, first: Observed) -> bool:
    """Whether gradients are not as expected in the file's own loop, or in a network that has
    another activation, or another cost, than the first."""
    if observed.settings is None or first.settings is None:
        return False
    others = {*observed.settings.activations} - {*first.settings.activations}
    another = others or observed.settings.cost != first.settings.cost or first.trains
    return bool(another) and any(one.ok is None and one.error for one in report.quantities)
