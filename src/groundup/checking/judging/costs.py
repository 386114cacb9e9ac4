"""What a program makes smaller: its own cost, if it computes one; else what its errors are those
of, where targets meet outputs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from groundup.checking.judging.agreement import FEW, multiple
from groundup.checking.judging.flow import NO_USE, Flow, Meeting, differences, picks, quotients
from groundup.checking.tracing.differentiation import Numbers, adjoints
from groundup.checking.tracing.tape import Operation, behind

MOST = 24  # places of own costs that are tried
OWN, SQUARES, BINARY, CLASSES = "own", "squares", "binary cross-entropy", "cross-entropy"


class Cost(NamedTuple):
    """`seeds` has d cost / d number of what the cost is made of; `operations` are where the program
    computes it, or its errors."""

    kind: str
    seeds: dict[int, float]
    operations: list[Operation]
    meetings: tuple[Meeting, ...] = ()  # of one that is assumed

    @property
    def assumed(self) -> bool:
        return self.kind != OWN


def own_costs(flow: Flow) -> Iterator[Cost]:
    """Single numbers that come from the parameters, and of which nothing is computed, by their
    places with all callers: in an engine all sums stand in one line."""
    tape, places = flow.tape, defaultdict(list)
    finite = np.isfinite(tape.values[: tape.count])
    single = flow.from_parameters & finite & ~flow.used
    for index in np.unique(tape.makers[: tape.count][single]).tolist():
        if not 0 <= index < len(tape.operations) or index in flow.parameters.barriers:
            continue
        made = tape.operations[index]
        if made.size == 1 and made.kind not in NO_USE:
            places[made.place, made.kind].append(made)
    for found in list(places.values())[:MOST]:
        yield Cost(OWN, {made.start: 1.0 for made in found}, found)


def assumed_costs(flow: Flow) -> Iterator[Cost]:
    """The costs of which a program's errors may be those: squares, and two cross-entropies, if it
    does not say itself that it means squares."""
    kinds = [SQUARES] if all_are_squares(flow) else [*GRADIENTS]
    places = defaultdict(list)
    for meeting in (*differences(flow), *quotients(flow), *picks(flow)):
        places[meeting.operation.place.innermost, meeting.operation.kind].append(meeting)
    for found in places.values():
        for kind in kinds:
            seeds = seeded(flow.tape.values, found, GRADIENTS[kind])
            if seeds:
                yield Cost(kind, seeds, [one.operation for one in found], tuple(found))


def all_are_squares(flow: Flow) -> bool:
    """Whether the program computes costs itself, though maybe at another time than its steps, and
    each is a sum of squared errors."""
    found = [is_squares(flow, cost.operations[0]) for cost in own_costs(flow)]
    return bool(found) and all(found)


def is_squares(flow: Flow, last: Operation) -> bool:
    tape, barriers = flow.tape, flow.parameters.barriers
    cone = sorted(behind(tape, [last.start], barriers))[:-1]
    met = list(differences(flow, (tape.operations[index] for index in cone)))
    if not met:
        return False
    slopes = adjoints(tape, {last.start: 1.0}, barriers)
    errors = [np.ravel(tape.values[one.outputs] - one.targets) for one in met]
    found = [np.broadcast_to(slopes[one.outputs], np.shape(one.outputs)).ravel() for one in met]
    if [one.size for one in errors] != [one.size for one in found]:
        return False
    both = np.concatenate(found), np.concatenate(errors)
    return both[0].size >= FEW and bool(both[0].any()) and multiple(*both).holds


def squares(a: Any, y: Any) -> Any:
    return a - y


def binary(a: Any, y: Any) -> Any:
    inside = np.all((a > 0) & (a < 1))
    return (a - y) / (a * (1 - a)) if inside else None


def classes(a: Any, y: Any) -> Any:
    return -y / a if np.all((a > 0) & (a <= 1)) and np.all(y >= 0) else None


GRADIENTS = {SQUARES: squares, BINARY: binary, CLASSES: classes}


def reseeded(flow: Flow, cost: Cost, values: Numbers) -> dict[int, float]:
    """The seeds of a cost where the tape has other values."""
    return seeded(values, cost.meetings, GRADIENTS[cost.kind]) if cost.assumed else cost.seeds


def first_seeds(flow: Flow, cost: Cost) -> dict[int, float]:
    """Those of the first time that the cost is computed."""
    if cost.assumed:
        return seeded(flow.tape.values, cost.meetings[:1], GRADIENTS[cost.kind])
    return {cost.operations[0].start: 1.0}


def alone(flow: Flow, cost: Cost, k: int) -> Cost:
    """One time that it is computed."""
    one = cost._replace(operations=[cost.operations[k]], meetings=cost.meetings[k:][:1])
    return one._replace(seeds=first_seeds(flow, one))


def seeds_of(flow: Flow, cost: Cost, met: Meeting) -> dict[int, float]:
    """Those of an assumed cost, of other outputs."""
    return seeded(flow.tape.values, [met], GRADIENTS[cost.kind])


def seeded(values: Numbers, found: Sequence[Meeting], gradient: Any) -> dict[int, float]:
    """d cost / d output, by id; empty where these cannot be such a cost's."""
    seeds: dict[int, float] = {}
    for outputs, targets, _, target_ids in found:
        there = targets if target_ids is None else values[target_ids]
        with np.errstate(all="ignore"):
            slopes = gradient(values[outputs], np.asarray(there))
        if slopes is None:
            return {}
        ids, slopes = np.broadcast_arrays(outputs, slopes)
        for number, slope in zip(ids.ravel().tolist(), slopes.ravel().tolist(), strict=True):
            seeds[number] = seeds.get(number, 0.0) + slope
    return seeds
