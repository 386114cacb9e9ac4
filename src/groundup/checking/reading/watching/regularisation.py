"""Which steps are judged, and beside which cost, where L2 or L1 is in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from groundup.checking.model.answers import Observation, Settings
from groundup.checking.reading.watching.steps.own_costs import (
    OwnCost,
    fitting,
    is_slope_of,
    own_costs,
)
from groundup.checking.reading.watching.steps.penalties import (
    LEFT_OUT,
    NOT_OF_ITS_COST,
    OF_NO_FORM,
    beside_mean,
    is_of_no_form,
    out_of_proportion,
    with_squares,
)
from groundup.checking.reading.watching.watched import Watched

L1 = "{decay:.6g}·{signs} (from its cost)"


def with_settings(observation: Observation, settings: Settings) -> Observation:
    return replace(observation, probe=replace(observation.probe, settings=settings))


def judged_steps(watched: Watched, settings: Settings) -> tuple[list[Observation], bool]:
    """Those to judge, with the code's own cost in them where it has L2; and whether there is such
    a cost. What else is to be said of L2 and L1 is noted in `watched`."""
    observations, regular, bare = (
        [with_settings(one, settings) for one in each]
        for each in (watched.observations, watched.regular, watched.bare)
    )
    found = list(own_costs(regular or observations, watched.moments))
    if watched.unlike or watched.penalty.keys() == {"l1"}:
        held = against_cost(watched, regular, bare, found if watched.unlike else ())
        if held:
            return held, bool(found)
    if watched.unlike:
        both = regular, bare, watched.regular_costs, watched.costs
        if not (watched.penalty and is_slope_of(*both)):
            watched.left_out.append(LEFT_OUT if watched.penalty else OF_NO_FORM)
        return observations, bool(found)
    apart = out_of_proportion(regular, bare, watched.regular_costs, watched.costs)
    else_shown = [] if regular else with_squares(observations, watched.costs)
    own = fitting(found, regular[0], bare[0]) if regular else next(iter(found), None)
    if own and not apart and not else_shown:
        came = [own.of(one) for one in regular or observations]
        apart, else_shown = (came, None) if regular else (None, came)
    if watched.penalty and regular and bare:
        told = beside_mean(regular[0], bare[0], watched.factors)
        watched.penalty |= {"l2": told} if told else {}
    if apart:
        watched.penalty = {}
        watched.left_out.append(NOT_OF_ITS_COST)
        observations = regular
    elif not found and is_of_no_form(bare, watched.regular_costs, watched.costs):
        watched.left_out.append(OF_NO_FORM)
    with_costs(observations, apart or else_shown or ())
    return observations, bool(found)


def against_cost(
    watched: Watched,
    regular: list[Observation],
    bare: list[Observation],
    found: Sequence[OwnCost],
) -> list[Observation] | None:
    """Steps as they are to be held against the code's own cost with L2, or without the L1 that it
    has; None where that cost is not known."""
    if found:
        watched.penalty = {}
        with_costs(regular, [found[0].of(one) for one in regular])
        return regular
    for own in own_costs(regular, watched.moments, of_signs=True):
        rest = [own.rest(*each) for each in zip(regular, bare, strict=True)]
        steps = [one for one in rest if one]
        if len(steps) == len(rest):
            signs = "sign(w)" + (" and sign(b)" if own.biases else "")
            watched.penalty = {"l1": L1.format(decay=own.decay, signs=signs)}
            watched.resized = []
            return steps
    return None


def with_costs(observations: Sequence[Observation], costs: Sequence[float]) -> None:
    for one, cost in zip(observations, costs, strict=False):
        one.calls[0].cost = cost
