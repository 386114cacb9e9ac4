"""Steps that are taken and thrown away: each turn of a training begins with the same numbers again,
or with new ones, or all that is added to them is 0."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from groundup.checking.judging.agreement import FEW, multiple, near
from groundup.checking.judging.barriers import Barriers
from groundup.checking.judging.chains import Chain, Home, Move, is_single, moves, moving
from groundup.checking.judging.costs import Cost, alone, assumed_costs, first_seeds, own_costs
from groundup.checking.judging.fits import go_down
from groundup.checking.judging.flow import Flow
from groundup.checking.judging.graph import PRODUCTS, Marks, before, flat, leads_to, marked, taken
from groundup.checking.judging.parameters import Parameter, Parameters
from groundup.checking.judging.trials import Trial, held
from groundup.checking.tracing.places import Place
from groundup.checking.tracing.tape import LEAF, Cut, Operation, Tape

TURNS = 3  # in which the same is thrown away


def discarded(tape: Tape) -> tuple[Flow, Trial] | None:
    """The first step of a training that keeps none, if all are right but for that, by one rate."""
    thrown = thrown_away(tape)
    whole = flow_of(tape, thrown, thrown)
    for cost in (*own_costs(whole), *assumed_costs(whole)) if thrown else ():
        turns = [(flow_of(tape, x, thrown), one) for x, one in by_turns(whole, cost, thrown)]
        tried = [(flow, held(flow, one)) for flow, one in turns[:TURNS]]
        rates = [one.steps[0].factor for _, one in tried if go_down(one.steps)]
        if len(rates) == TURNS and all(near(one, rates[0]) for one in rates):
            return tried[0]
    return None


def thrown_away(tape: Tape) -> list[Move]:
    """Moves of arrays by what comes from them, of which nothing is ever computed: of one place,
    all but those of the last turn."""
    used = marked(tape, taken(tape.operations))
    places: dict[Home, list[Operation]] = defaultdict(list)
    for made in tape.operations:
        if made.kind in ("add", "subtract") and made.size > 1:
            places[made.place.home].append(made)
    found: list[Move] = []
    for each in (one for one in places.values() if len(one) >= TURNS):
        idle = [made for made in each if not used[made.results].any()]
        if idle == each[: len(idle)] and TURNS * len(idle) >= 2 * len(each):
            every = [next(coming_back(tape, made), None) for made in each]
            kept = [one for one in every if one is not None]
            found += kept if len(kept) == len(every) and not come_again(tape, kept) else []
    return sorted(found, key=lambda one: one.operation.index)


def come_again(tape: Tape, found: list[Move]) -> bool:
    """Whether what one of these made is what a later one begins with, as through text or a file."""
    began = [np.ravel(tape.values[one.old]).tobytes() for one in found]
    made = [tape.values[one.operation.results].tobytes() for one in found]
    return not {*began}.isdisjoint(x for x, y in zip(made, began, strict=True) if x != y)


def coming_back(tape: Tape, made: Operation) -> Iterator[Move]:
    """Ways to see a sum as a move by what comes from the numbers that are moved."""
    for move in moves(tape, made):
        if move.change.ids is not None and leads_to(tape, move.change.ids, move.old):
            yield move


def flow_of(tape: Tape, some: Sequence[Move], every: Sequence[Move]) -> Flow:
    """Steps of these moves, each of a parameter of its own."""
    each = [Parameter([Chain([move])]) for move in some]
    barriers = Barriers((one.operation.index for one in every), tape, ())
    return Flow(tape, Parameters(each, barriers))


def by_turns(flow: Flow, cost: Cost, thrown: list[Move]) -> Iterator[tuple[list[Move], Cost]]:
    """The moves between one time that a cost is computed and the next."""
    starts = [one.index for one in cost.operations]
    for k, (start, end) in enumerate(pairwise([*starts, len(flow.tape.operations)])):
        found = [one for one in thrown if start < one.operation.index < end]
        if found:
            yield found, alone(flow, cost, k)


def in_vain(flow: Flow, cost: Cost) -> list[Operation]:
    """Where numbers that never move are taken by steps that would be right, beside others that are
    kept: all that is added to each is a multiple of its gradient."""
    tape, used = flow.tape, marked(flow.tape, taken(flow.tape.operations))
    places: dict[Home, list[Move]] = defaultdict(list)
    for made in tape.operations:
        if made.kind in ("add", "subtract") and not used[made.results].any():
            found = (x for x in moves(tape, made) if not flow.moved[flat(x.old)].any())
            places[made.place.home] += [x for x in found if flow.depends(x.change.ids)]
    lost: list[Operation] = []
    for each in (one for one in places.values() if len(one) >= TURNS):
        found = in_whole_turns(each)
        last, added = found[-1].operation, np.zeros(tape.count)
        seeds = {number: slope for number, slope in cost.seeds.items() if number < last.start}
        slopes = flow.slopes(seeds)
        for one in found:
            old = np.ravel(one.old)
            added[old] += tape.values[one.operation.results] - tape.values[old]
        ids = np.flatnonzero(marked(tape, [one.old for one in found]))
        fit = multiple(added[ids], slopes[ids]) if ids.size >= FEW else None
        lost += [last] if fit and fit.holds and fit.factor < 0 else []
    return lost


def in_whole_turns(found: list[Move]) -> list[Move]:
    """Without those of a turn that the program was left in."""
    again = Counter[bytes]()
    turns: list[int] = []
    for one in found:
        key = np.ravel(one.old).tobytes()
        turns.append(again[key])
        again[key] += 1
    return [one for one, turn in zip(found, turns, strict=True) if turn < min(again.values())]


def in_whole_numbers(flow: Flow, cost: Cost) -> list[Cut]:
    """Where gradients are written into arrays of whole numbers, which have no room for decimals."""
    tape = flow.tape
    rounded: list[Cut] = [one for one in tape.kept.get("rounded", []) if one.ids.size >= FEW]
    if not rounded:
        return []
    slopes = flow.slopes(first_seeds(flow, cost))
    factors = [*taken(made for made in tape.operations if made.kind in PRODUCTS)]
    found: dict[Place, Cut] = {}
    for cut in rounded:
        same = (np.ravel(x) for x in factors if np.size(x) == cut.ids.size)
        if any(multiple(tape.values[cut.ids], slopes[x]).holds for x in same):
            found[cut.place] = cut
    return list(found.values())


def idle(tape: Tape) -> list[Operation]:
    """Where numbers that others are multiplied with, and that are not all 0, are moved by 0 again
    and again, which comes from nothing: as of gradients that were set to 0 before the step."""
    found = {
        place: [chain for chain in chains if len(chain.moves) >= TURNS]
        for place, chains in moving(tape).families.items()
    }
    used: Marks | None = None
    moved: list[Operation] = []
    for chains in found.values():
        begun = any(tape.values[chain.version(0)].any() for chain in chains)
        if begun and all(by_nothing(tape, chain) for chain in chains):
            if used is None:
                used = marked(tape, taken(x for x in tape.operations if is_product(x)))
            if any(used[chain.version(k)].any() for chain in chains for k in range(1, TURNS)):
                moved.append(chains[0].moves[0].operation)
    return moved


def is_product(made: Operation) -> bool:
    """Whether numbers meet others there, and are not shrunk by one."""
    return made.kind in PRODUCTS and not (made.size > 1 and any(map(is_single, made.operands)))


def by_nothing(tape: Tape, chain: Chain) -> bool:
    """Whether all changes are 0, and come from zeros: not from errors that happen to be."""
    changes = [move.change.ids for move in chain.moves]
    if not all(x is not None and not np.any(tape.values[x]) for x in changes):
        return False
    leaves = tape.makers[: tape.count] == LEAF
    every = (before(tape, [x]) & leaves for x in changes[:TURNS] if x is not None)
    return all(bool((tape.values[: tape.count][one] == 0).any()) for one in every)
