"""The rows of the ladder: what was judged of each parameter, from the last layer back to the first.

Layers have numbers where the network is a plain chain of them. Where it is not, as with recurrent
networks or convolution, rows have nothing but their parameters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

import numpy as np

from groundup.checking.judging import gradients
from groundup.checking.judging.agreement import FEW, TINY, multiple, near
from groundup.checking.judging.fits import Step, common_factor, first_off, is_sure, votes
from groundup.checking.judging.graph import first_uses, has, taken
from groundup.checking.judging.verdicts import Row, Verdict, Why, Word
from groundup.checking.naming.blocks import Piece
from groundup.checking.naming.layout import is_chain
from groundup.checking.naming.turns import Turn
from groundup.checking.tracing.tape import Ids, Operation

MOST = 1e6  # times as far off as what is right, which is rounding then
OF_STEPS = {Why.UPHILL, Why.RATE_TWICE, Why.STEP_TWICE, Why.NO_RULE}  # of right gradients, maybe
BESIDE = {Why.STAYS, Why.UNUSED}  # which are wrong beside what is right
OF_SAMPLES = {Why.LOST, Why.UNEVEN, Why.STALE}  # which the cost that was judged by does not have


def rows(verdict: Verdict) -> list[Row]:
    """None of a verdict that rests on nothing."""
    if verdict.basis is None or verdict.word is Word.UNCHECKED:
        return []
    flow, trial, back = verdict.basis
    slopes = back.slopes if back else flow.slopes(trial.cost.seeds)
    turn = Turn(flow, trial.cost, first_off(trial.steps), slopes)
    piled = verdict.why[0] is Why.PILES_UP  # and the first step is right
    found = [*Ladder(verdict, turn, trial.steps[0].factor if piled else turn.factor).rows()]
    seen = verdict.word is Word.RIGHT or verdict.why[0] in BESIDE
    return found if seen or any(not one.right for one in found) else []


class Ladder:
    """Of one step of a program; `factor` is that of right changes, or 0 where no whole parameter
    is right."""

    def __init__(self, verdict: Verdict, turn: Turn, factor: float):
        self.verdict, self.turn, self.why = verdict, turn, verdict.why[0]
        self.pieces = turn.pieces
        fits = [one.fit for one in self.pieces]
        factor = factor or common_factor(votes(fits), ())
        self.factor = factor if "step" in self.everywhere else min(factor, 0.0)
        right = [fit for fit in fits if fit.moves and Step([], self.factor).right(fit)]
        if is_sure(fits) and not is_sure(right) and self.why is not Why.PILES_UP:
            self.factor = 0.0  # by which single numbers move
        self.places = {one.place for one in verdict.wrong}
        self.signs = set[bool]()  # of errors, so far; one where these are right
        standing = self.why is Why.STAYS and any(one.kind != "add" for one in verdict.wrong)
        self.plain = is_chain(turn) and not standing  # which would be a layer, too

    def rows(self) -> Iterator[Row]:
        for layer, mine in self.by_layer().items():
            yield from self.errors(layer) if self.plain else ()
            groups: dict[object, list[Piece]] = defaultdict(list)
            for one in mine:
                groups[not one.weights if self.plain else id(one.whole.parameter)].append(one)
            for _, some in sorted(groups.items()) if self.plain else groups.items():
                yield from self.gradient(some)
            if self.plain and self.why is Why.STAYS and self.is_added(layer):
                yield Row("db", layer - 1, False)
            if self.plain and (moved := [one for one in mine if one in self.steps]):
                yield Row("step", layer - 1, False, None, self.parts(moved))

    def by_layer(self) -> dict[int, list[Piece]]:
        """The last one first; by where each is used, if layers are no plain chain."""
        found: dict[int, list[Piece]] = defaultdict(list)
        uses = first_uses(self.turn.tape, self.turn.forward)
        for one in sorted(self.pieces, key=lambda one: -int(uses[one.old].max())):
            found[one.layer if self.plain else 0].append(one)
        return dict(sorted(found.items(), reverse=True))

    def gradient(self, mine: list[Piece]) -> Iterator[Row]:
        """None where it was not judged: by a cost without some samples, or of no known sign."""
        first, off = mine[0], any(map(self.is_wrong, mine))
        moved = any(one in self.steps for one in mine)
        if self.plain and moved and self.why is Why.UPHILL:
            return
        if self.why in OF_SAMPLES and not off:
            return
        given = "gradient" if self.turn.flow.parameters.given else "parameter"
        kind = ("dw" if first.weights else "db") if self.plain else given
        right = not off and (self.plain or not moved)
        yield Row(
            kind,
            first.layer - 1 if self.plain else None,
            right,
            None if right or not off else self.off(mine),
            self.parts(mine),
            first.shape if len(mine) == 1 else (),
        )

    @cached_property
    def steps(self) -> list[Piece]:
        """What is moved wrongly by gradients that are right."""
        if self.why not in OF_STEPS or any(map(self.is_wrong, self.pieces)):
            return []
        return [one for one in self.pieces if self.is_blamed(one)] or self.pieces

    @cached_property
    def everywhere(self) -> set[str]:
        """What is wrong in all layers alike, as where errors are taken from other outputs' targets,
        or where all is divided by a wrong number."""
        labels = self.why is Why.LABELS
        wrong = self.verdict.wrong
        return {"delta"} if labels else {x.quantity for x in wrong if x.quantity and not x.layers}

    def is_wrong(self, one: Piece) -> bool:
        if self.everywhere - {"step"}:  # whose gradients are right, all of one sign
            return True
        if self.verdict.word is Word.RIGHT or (self.why is Why.UPHILL and self.is_blamed(one)):
            return False
        if self.why in OF_SAMPLES:
            return self.is_blamed(one)
        right = Step([], self.factor).right(one.fit) or self.is_computed(one)
        return not (right or self.shrinks(one) or self.has_a_rate(one))

    def shrinks(self, one: Piece) -> bool:
        """Whether weights are right but for decay, which an assumed cost does not have."""
        if not (self.turn.cost.assumed and one.weights and self.factor):
            return False
        more = one.fit.change / self.factor - one.fit.gradient
        return multiple(more, one.fit.old).ratio > 0

    def has_a_rate(self, one: Piece) -> bool:
        """Whether it goes down its gradient at a rate of its own, which is no mistake beside one
        that has a name, if that is not on its way."""
        if one.fit.multiple.factor >= 0 or not one.fit.multiple.holds or self.why is Why.RATES:
            return False
        kind = "dw" if one.weights else "db"
        known = [x for x in self.verdict.wrong if x.slug and x.layers]
        before = (x.quantity == "delta" and max(x.layers) >= one.layer - 1 for x in known)
        mine = (x.quantity == kind and one.layer - 1 in x.layers for x in known)
        return bool(known) and not (any(before) or any(mine))

    def is_blamed(self, one: Piece) -> bool:
        """Whether the verdict's places are where it is moved, or on the way to there."""
        moves = one.fit.operations
        if any(made.place.position in self.places for made in moves):
            return True
        seen = self.turn.flow.before(taken(moves))
        mine = (made for made in self.turn.range if made.place.position in self.places)
        return any(has(seen, made) for made in mine)

    def is_computed(self, one: Piece) -> bool:
        """Whether its gradient is a value on the way to steps that are no multiples, by the factor
        of the gradients above; fewer numbers are a multiple of others by chance."""
        large = (x for x in self.computed if x.fit.change.size >= FEW)
        common = next((self.computed[x] for x in large), [])
        return any(near(x, y) for x in self.computed.get(one, []) for y in common)

    @cached_property
    def computed(self) -> dict[Piece, list[float]]:
        """By which factors gradients are, where no step is a multiple; the last layer's first."""
        large = [x for x in self.turn.step.rows if x.gradient.any() and x.change.size >= FEW]
        if self.why is Why.PILES_UP or any(x.multiple.holds for x in large):
            return {}
        each = [one for mine in self.by_layer().values() for one in mine]
        tape, values = self.turn.tape, self.turn.values
        found = {one: gradients.factors(tape, one.fit, values) for one in each}
        return {one: factors for one, factors in found.items() if factors}

    def off(self, mine: list[Piece]) -> float | None:
        """The largest difference, relative to the largest right number."""
        if not self.factor or self.computed or self.everywhere or self.why in OF_SAMPLES:
            return None
        got = np.concatenate([one.fit.change for one in mine]) / self.factor
        right = np.concatenate([one.fit.gradient for one in mine])
        largest = float(np.abs(right).max(initial=0.0))
        found = float(np.abs(got - right).max(initial=0.0)) / max(largest, TINY)
        return found if found < MOST else None

    def errors(self, layer: int) -> Iterator[Row]:
        """That of d cost / d z, if the program computes it; or if it is known to be wrong."""
        row = Row("delta", layer - 1, False)
        wrong = any(one.layer == layer and self.is_wrong(one) for one in self.pieces)
        named = (x for x in self.verdict.wrong if x.quantity == "delta")
        first = "delta" in self.everywhere and layer == self.turn.layers
        if first or (wrong and any(layer - 1 in one.layers for one in named)):
            yield row
        elif "delta" in self.everywhere or self.why in OF_SAMPLES:
            return
        elif made := self.weighted_input(layer):
            slopes, values = self.turn.true[made.results], self.turn.values
            same = [x for x in self.turn.backward if x.size >= FEW]
            found = [x.results for x in self.turn.flow.giving(slopes, same)]
            self.signs |= {multiple(values[ids], slopes).ratio > 0 for ids in found[:1]}
            if found:
                yield row._replace(right=not wrong or len(self.signs) == 1)

    def parts(self, mine: list[Piece]) -> tuple[int, ...]:
        """Where they are among the verdict's."""
        each = [id(one) for one in self.turn.flow.parameters.each]
        return tuple(dict.fromkeys(each.index(id(one.whole.parameter)) for one in mine))

    def is_added(self, layer: int) -> bool:
        """Whether what never moves is added to the weighted inputs of a layer."""
        mine = (made for made in self.turn.forward if self.turn.depth[made.start] == layer)
        return any(made.place.position in self.places for made in mine)

    def weighted_input(self, layer: int) -> Operation | None:
        """What makes z of a layer: the sum with its biases, or the product with its weights."""
        ids = np.concatenate([x.old for x in self.pieces if x.layer == layer])
        found = [
            made
            for made in self.turn.forward
            if made.size > 1 and self.turn.depth[made.start] == layer and takes_some(made, ids)
        ]
        added = [made for made in found if made.kind == "add"]
        return next(iter(added or found), None)


def takes_some(made: Operation, ids: Ids) -> bool:
    return any(one.ids is not None and np.isin(one.ids, ids).any() for one in made.operands)
