"""What is moved by what was computed too long ago."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from groundup.checking.judging.agreement import multiple, near
from groundup.checking.judging.chains import Chain
from groundup.checking.judging.flow import Flow, differences
from groundup.checking.judging.graph import has, taken
from groundup.checking.tracing.tape import Ids, Operation

LATE = 6  # moves of which it is asked what they come from
TURNS = 2  # moves after which nobody looked at what was moved


def is_stale(flow: Flow) -> bool:
    """Whether an array is moved again and again, and nothing is ever computed from what it has
    become."""
    return any(not again for chain, again in used_again(flow) if np.size(chain.root) > 1)


def are_left_behind(flow: Flow) -> bool:
    """Whether some parameters are used again after they were moved, and others never are."""
    return len({again for _, again in used_again(flow)}) > 1


def used_again(flow: Flow) -> Iterator[tuple[Chain, bool]]:
    used = flow.taken_by(lambda made: made.index not in flow.parameters.barriers)
    for chain in flow.parameters.chains:
        if len(chain.moves) > TURNS:
            later = range(1, len(chain.moves))
            yield chain, any(used[chain.version(k)].any() for k in later)


def behind_time(flow: Flow) -> list[Operation]:
    """Where parameters are moved by errors that are computed since the last move, and that none of
    what they have become came into, only of what they were before, though the way back has it: a
    way forwards that was kept too long."""
    barriers = flow.parameters.barriers
    back = flow.taken_by(lambda x: x.index not in barriers and has(flow.into_steps, x))
    met = list(differences(flow))
    found: list[Operation] = []
    for chain in (x for x in flow.parameters.chains if np.size(x.root) > 1):
        for k, move in list(enumerate(chain.moves))[1:LATE]:
            if move.change.ids is not None and back[chain.version(k)].any():
                cone = flow.before([move.change.ids])
                last = chain.moves[k - 1].operation.index
                new = (x for x in met if x.operation.index > last)
                errors = [x.outputs for x in new if has(cone, x.operation)]
                seen = flow.before(errors)
                older = any(seen[chain.version(j)].any() for j in range(k))
                found += [move.operation] if older and not seen[chain.version(k)].any() else []
    return found[:1] if len(found) > 1 else []


def kept(flow: Flow, made: Iterable[Operation], step: int) -> list[Operation]:
    """Those that take what was computed forwards before the last move: no error came into it, and
    nothing that parameters have become, only what they were before."""
    met = list(differences(flow))
    chains = [one for one in flow.parameters.chains if len(one.moves) >= step]

    def is_old(ids: Ids | int) -> bool:
        cone = flow.before([ids])
        older = any(cone[chain.version(k)].any() for chain in chains for k in range(step))
        new = any(cone[chain.version(step)].any() for chain in chains)
        return older and not new and not any(has(cone, one.operation) for one in met)

    return [one for one in made if any(map(is_old, taken([one])))]


def moves_alike(flow: Flow) -> bool:
    """Whether a parameter is moved by the same numbers every time."""
    values = flow.tape.values
    for one in (x for x in flow.parameters.each if x.steps() > TURNS):
        first, *others = (
            values[new] - values[old] for old, new in map(one.versions, range(one.steps()))
        )
        if all(x.size == first.size and near(multiple(x, first).ratio, 1.0) for x in others):
            return True
    return False
