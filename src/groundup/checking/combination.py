"""One report of two: of what code shows when it is asked and watched, and of its tape.

Each knows what the other does not. The first names mistakes that reproduce every number; the tape
knows networks of any kind, the program's own cost and the places, but only what the program itself
computes. Where they contradict each other, neither is believed.
"""

from __future__ import annotations

from dataclasses import replace

from groundup.checking.model.answers import DOUBTFUL, FAULTS, STOPS
from groundup.checking.model.report import Report, WrongValue
from groundup.checking.second_look import UNREAD

PRINTED = "printed"
OPERATOR = "wrong operator"  # of a class of scalars
CALLED = "raised"  # by code that was called from here, which says little if it trains by itself
OWN_COST = "own_cost"
NOT_CALLED = "not_called"  # of a tape with nothing on it: why nothing could be called is known here
HIDDEN = "hidden"  # of a tape: wrong only from other numbers than those of the program
# Of a tape: gradients may be right, and the program's own loop does not go down by them.
IDLE = {"stale", "lost", "piles_up"}
RAISED = "raised"  # an obstacle, too: a statement was left out
NETWORK = "network"  # a convention, where the check put a network together of what it could build
CONTRADICTION = (
    "What was asked of the code is right, and yet the steps that the program takes are not down "
    "the gradient of its cost: one of the two is misread."
)
OTHERWISE = (
    "The steps that the program takes are down the gradient of its cost, and yet what was asked of "
    "its code is not as expected: one of the two is misread."
)
UNBUILT = "A part of what trains here could not be built, and so was not checked."


def combined(asked: Report, traced: Report) -> Report:
    """`asked` may have been read, and `traced` is what its tape says."""
    if asked.verdict == "unchecked":
        return traced_alone(asked, traced)
    if asked.verdict == "right":
        return confirmed(asked, traced)
    if traced.verdict == "wrong":
        return replace(asked, wrong_values=fitting(asked, traced), why=traced.why)
    sure = asked.mistakes or asked.certain
    if traced.verdict == "right" and asked.first_wrong and not sure:
        return unsure(asked, traced, OTHERWISE)
    return asked


def fitting(asked: Report, traced: Report) -> list[WrongValue]:
    """Without places that no rule confirms, where an operator is known to be at fault: what it
    sends back may be the gradient of the other operand, which looks right."""
    known = any(one.kind == OPERATOR for one in asked.findings)
    return [one for one in traced.wrong_values if one.expected or not known]


def traced_alone(asked: Report, traced: Report) -> Report:
    """The tape's, if it says something that the other does not doubt, or if that says nothing."""
    printed = [one for one in asked.findings if one.kind == PRINTED]  # a tape swallows it
    mine = replace(traced, findings=[*traced.findings, *printed])
    kinds = {one.kind for one in asked.findings}
    silent = not (asked.quantities or asked.doubts)
    own = OWN_COST in traced.why
    if traced.verdict == "right":
        stops = any(one.kind == STOPS for one in traced.findings)
        return mine if (silent or own) and not kinds & DOUBTFUL and not stops else asked
    if traced.verdict == "wrong":
        seen = own and HIDDEN not in traced.why
        return mine if silent or seen or kinds & DOUBTFUL else asked
    faults = kinds & (FAULTS | DOUBTFUL | {STOPS}) - ({CALLED} if traced.parameters else set())
    return mine if silent and not faults and NOT_CALLED not in traced.why else asked


def confirmed(asked: Report, traced: Report) -> Report:
    """What was asked is right; what was not asked may be seen on the tape."""
    if traced.verdict == "right":
        seen = [one for one in asked.findings if not one.message.startswith(UNREAD)]
        return replace(asked, factor=traced.factor, findings=seen)
    if IDLE & {*traced.why}:
        return with_steps(asked, traced)
    if traced.verdict == "wrong":
        return unsure(asked, traced, CONTRADICTION)
    if NETWORK in asked.conventions and any(one.kind == RAISED for one in traced.obstacles):
        return replace(asked, verdict="unchecked", doubts=[UNBUILT], obstacles=traced.obstacles)
    return asked


def with_steps(asked: Report, traced: Report) -> Report:
    """Its gradients are as the first says, and its steps as the tape does."""
    return replace(
        asked,
        verdict=traced.verdict,
        mistakes=traced.mistakes,
        why=traced.why,
        obstacles=traced.obstacles,
        wrong_values=traced.wrong_values,
    )


def unsure(asked: Report, traced: Report, why: str) -> Report:
    """Neither of the two, and what was seen."""
    return replace(
        asked,
        verdict="unchecked",
        first_wrong=None,
        quantities=[replace(one, ok=one.ok or None) for one in asked.quantities],
        doubts=[why],
        source_line=None,
        wrong_values=traced.wrong_values,
        parameters=traced.parameters,
    )
