"""Rules to learn by that are no backprop: the perceptron's, whose steps come from comparisons,
which have no slope, and those of which some steps come from no error."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from groundup.checking.judging.chains import Chain
from groundup.checking.judging.fits import Fit
from groundup.checking.judging.flow import Flow
from groundup.checking.judging.graph import after, takes
from groundup.checking.judging.parameters import Parameters
from groundup.checking.tracing.differentiation import adjoints
from groundup.checking.tracing.operations import JUMPS
from groundup.checking.tracing.places import Position
from groundup.checking.tracing.tape import Ids, Tape

KINDS = frozenset(JUMPS.split())


def decided(tape: Tape, found: Parameters) -> list[Position]:
    """Where numbers that are moved again and again are compared, if no step has a slope by any of
    them; each place once."""
    chains = [*found.others, *found.chains]
    changes = [move.change.ids for chain in chains for move in chain.moves]
    ids = [np.ravel(one) for one in changes if one is not None]
    seeds = {one: float(one) for each in ids for one in each.tolist()}
    slopes = adjoints(tape, seeds, found.barriers)
    slopes[[*seeds]] -= [*seeds.values()]
    if any(slopes[ids].any() for chain in chains for ids in versions(chain)):
        return []
    moved = [ids for chain in chains if changes_at_all(tape, chain) for ids in versions(chain)]
    marks = after(tape, moved, found.barriers)
    compared = [one.place for one in tape.decisions if marks[one.ids].any()]
    compared += [x.place for x in tape.operations if x.kind in KINDS and takes(marks, x)]
    return list(dict.fromkeys(place.position for place in compared))


def versions(chain: Chain) -> list[Ids]:
    """All but the last."""
    return [chain.version(k) for k in range(len(chain.moves))]


def changes_at_all(tape: Tape, chain: Chain) -> bool:
    first, *later = (np.ravel(tape.values[ids]) for ids in versions(chain))
    return any((one != first).any() for one in later)


def some_without_errors(flow: Flow, rows: Sequence[Fit]) -> bool:
    """Whether some steps come from where outputs meet targets, and others do not: another rule, as
    of a network that learns to give its inputs back both ways."""
    met = [x.operation.results for x in flow.meetings]
    ids = [[move.change.ids for move in row.moved if move.change.ids is not None] for row in rows]
    cones = [flow.before(each) for each in ids if each]
    found = [any(cone[one].any() for one in met) for cone in cones]
    return any(found) and not all(found)
