"""A second look at a file: at what its code does while it trains, beside what it gave when asked.

Where the first look leaves doubts, or is right and left a loop that trains out.
"""

from __future__ import annotations

from groundup.checking.loading.targets import Target
from groundup.checking.model.answers import Finding, Observed, Unrun
from groundup.checking.model.declared import Declared
from groundup.checking.model.report import Report
from groundup.checking.reading.coverage import is_of_networks
from groundup.checking.reporting import report_on, sources_of
from groundup.checking.running.process import observe_path

UNSEEN = "Its gradients are right. Its own step raised an exception, and none was seen to be taken."
UNSURE = "Of the file as it trains by itself, this is not sure: "
ALONE = ", and the file as it trains by itself"
CONFIRMING = 0.4  # of the time is for a second look at what is right


def looked_at_again(
    first: Report, observed: Observed, target: Target, declared: Declared, timeout: float
) -> Report:
    """That on what the code does while it trains, where the first leaves doubts; where the first
    is right and left out a part of what the file trains with, a second that is wrong counts, or
    doubtful of another network, and any second where the code's step could not be called."""
    doubtful = may_be_misread(first, observed)
    if not doubtful and not leaves_out(first, observed):
        return first
    timeout = timeout if doubtful or observed.steps_raise else CONFIRMING * timeout
    second, counts = second_report(target, declared, timeout, observed)
    if second is None or not counts:
        if observed.steps_raise:
            first.verdict, first.doubts = "unchecked", [UNSEEN]
        elif second is not None and second.doubts and not doubtful:
            first.findings.append(Finding("note", UNSURE + second.doubts[0]))
        return first
    if doubtful or first.uncalled_step or second.verdict != "right":
        return second
    first.style += ALONE
    first.not_run = [one for one in first.not_run if any(meets(one, it) for it in second.not_run)]
    return first


def meets(one: Unrun, other: Unrun) -> bool:
    """Whether they have a line in common."""
    return one.file == other.file and one.first <= other.last and other.first <= one.last


def leaves_out(report: Report, observed: Observed) -> bool:
    """Whether all that was checked is right, but the file has a loop that trains and whose step was
    not, or trains by itself with a layer or an activation that none of the networks had."""
    if report.verdict != "right" or observed.moved:
        return False
    if observed.steps_raise:
        return True
    stepped = any(one.name == "step" and one.ok for one in report.quantities)
    if not stepped and (observed.trains or observed.could_train):
        return True
    return observed.trains and any(map(is_of_networks, report.not_run))


def may_be_misread(report: Report, observed: Observed) -> bool:
    """Whether a form was found in the code, and what it showed leaves doubts."""
    return report.verdict == "unchecked" and bool(observed.observations) and not observed.moved


def second_report(
    target: Target, declared: Declared, timeout: float, first: Observed
) -> tuple[Report | None, bool]:
    """That on what the code does while it trains, where it shows anything; and whether that is sure
    enough to count."""
    observed = observe_path(target, declared, timeout, forms=False)
    report = report_on(observed, sources_of(target))
    omits = any(one.kind == "omitted" for one in report.findings)
    counts = report.verdict != "unchecked" or omits or is_odd(report, observed, first)
    return (report if observed.observations else None), counts


def is_odd(report: Report, observed: Observed, first: Observed) -> bool:
    """Whether gradients are not as expected in a network that has another activation, or another
    cost, than the first."""
    if observed.settings is None or first.settings is None:
        return False
    others = {*observed.settings.activations} - {*first.settings.activations}
    another = others or observed.settings.cost != first.settings.cost
    return bool(another) and any(one.ok is None and one.error for one in report.quantities)
