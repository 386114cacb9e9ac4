"""The names of what is wrong, and the exact places."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from groundup.checking.judging.costs import Cost, first_seeds, reseeded
from groundup.checking.judging.flow import Flow
from groundup.checking.judging.graph import has
from groundup.checking.judging.mistakes import WayBack
from groundup.checking.judging.probes import changed, other_tape
from groundup.checking.judging.standstill import staying
from groundup.checking.judging.trials import Basis, held
from groundup.checking.judging.verdicts import Verdict, Why, Word, Wrong
from groundup.checking.naming.names import names
from groundup.checking.naming.places import placed
from groundup.checking.naming.slips import slips
from groundup.checking.naming.turns import Turn
from groundup.checking.tracing.tape import Ids, Operation

# What is in the hidden layers and at the output: one name for both.
BOTH = {
    frozenset({f"hidden-{what}", f"output-{what}"}): what
    for what in ("derivative-of-activation", "derivative-form-for-a-given-z")
}


OF_STEPS = {
    Why.PILES_UP: "gradients-not-zeroed",
    Why.STALE: "stale-cache",
    Why.DISCARDED: "update-lost",
    Why.LOST: "last-sample-only",
    Why.RATE_TWICE: "rate-taken-twice",
    Why.STEP_TWICE: "step-taken-twice",
}
COSTS = Why.OWN_COST, Why.DECLARED_COST, Why.ASSUMED_COST  # which nothing is said against
UNNAMED = (Why.RAISED, Why.UNUSED, Why.NO_RULE, Why.UNEVEN)
WHOLE = {  # in one layer, and what is the same in all
    "raw-error-sent-back": "raw-error-sent-all-the-way",
    "z-of-the-layer-below": "z-of-the-layer-below-or-the-last",
}
BARE = "bias-gradient-missing"
OF_COSTS = "output-derivative-missing", "output-derivative-kept"
SKIPPED = "first-weights-skipped", "weights-of-a-layer-skipped"
FEW = 2  # places without a name beside those that have one
STANDING = {
    ("add", False): ("bias-gradient-missing",),
    ("add", True): ("bias-update-lost",),
    ("matmul", False): ("weights-of-a-layer-skipped",),
    ("matmul", True): ("weight-update-lost",),
}


def named(verdict: Verdict) -> Verdict:
    """The same verdict; where it is wrong, its wrong values have names, as far as they are known,
    and each is where it begins."""
    if verdict.word is not Word.WRONG:
        return verdict
    why = verdict.why[0]
    told = [one for one in verdict.wrong if one.slug]
    if told and why not in COSTS:
        return verdict
    if why is Why.UPHILL or why in OF_STEPS:
        verdict.wrong = [called(one, *of_steps(why, one)) for one in verdict.wrong]
    elif verdict.basis is None or why in UNNAMED:
        return verdict
    elif why is Why.STAYS:
        verdict.wrong = list(standing(verdict))
    else:
        right = {one.place for one in verdict.parts if one.right}
        right -= {one.place for one in verdict.parts if not one.right}
        found = [x for x in wrong_values(verdict.basis) if x.slug or x.place not in right]
        moves = {part.place for part in verdict.parts}
        known = why is Why.RATES and any(one.place not in moves for one in verdict.wrong)
        if found and not (known and not any(one.slug for one in found)):
            verdict.wrong = [*told, *found]
    return verdict


def of_steps(why: Why, wrong: Wrong) -> list[str]:
    """The entries that are about whole steps."""
    if why in OF_STEPS:
        return [OF_STEPS[why]]
    found = ["update-adds", "sign-flipped"]
    return found if wrong.kind == "add" else found[::-1]


def standing(verdict: Verdict) -> Iterator[Wrong]:
    """What never moves: either it has no gradient, or nothing is done with that."""
    flow, trial, _ = verdict.basis
    slopes = flow.slopes(first_seeds(flow, trial.cost))
    for wrong, made in zip(verdict.wrong, staying(flow, trial.cost), strict=False):
        still = [one.ids for one in made.operands if not flow.depends(one.ids)]
        gradients = [slopes[np.ravel(one)] for one in still if one is not None]
        unused = [x for x in flow.tape.operations if x.shape and not has(flow.into_steps, x)]
        lost = any(any(flow.giving(one, unused)) for one in gradients)
        part = next((x.kind for one in still if one is not None for x in users(flow, one)), "")
        yield called(wrong, *STANDING.get((part, lost), ()))


def users(flow: Flow, ids: Ids | int) -> Iterator[Operation]:
    """What takes these numbers and others that come from the parameters, as in a layer."""
    for made in flow.tape.operations:
        mine = [x.ids is not None and np.array_equal(x.ids, ids) for x in made.operands]
        if any(mine) and made.kind in ("add", "matmul") and flow.depends(made.start):
            yield made


def called(wrong: Wrong, *slugs: str) -> Wrong:
    """With names, the best one first."""
    return wrong._replace(slug=slugs[0], aliases=slugs[1:]) if slugs else wrong


def wrong_values(basis: Basis) -> Iterator[Wrong]:
    flow, trial, back = shown(basis)
    off = [one for one in trial.steps if one.wrong]
    if not off:
        return
    seen = [one for one in off if not one.hides]
    # Behind a first step that something is right in, as with momentum, nothing is a gradient.
    step = off[0] if off[0].factor and not any(one.factor for one in seen) else [*seen, off[0]][0]
    back = back or WayBack(flow, trial.cost)
    turn = Turn(flow, trial.cost, step, back.slopes, trial.steps[: trial.steps.index(step)])
    if (made := Turn(flow, trial.cost, off[-1], back.slopes).stale) is not None:
        yield called(Wrong(made.place.position, made.kind, ()), "stale-cache")
        return
    found = [one for one in slips(turn, back) if not (one.group and one.follows)]
    both = [(one, [x for x in names(one) if is_sure(x, one.layer, trial.cost)]) for one in found]
    if not any(one.role or one.ratio or slugs for one, slugs in both):
        return
    # A rate of its own is no mistake beside one, nor beside the same one's name in its layer.
    known = {one.layer for one, slugs in both if slugs}
    known = known if all(one.ratio for one in found) else {one.layer for one in found}
    both = [(one, x) for one, x in both if x or not (one.ratio and one.layer in known)]
    if not (trial.cost.own or trial.cost.decay):  # which may have a term of decay
        both = [(one, x) for one, x in both if not (one.group and one.group.weights and one.decay)]
    with_names = [(one, slugs) for one, slugs in both if slugs]
    if with_names and len(both) - len(with_names) > FEW:  # what one mistake leads to
        both = with_names
    often = Counter(slug for _, slugs in both for slug in slugs)
    for _, slugs in both:
        slugs.sort(key=lambda slug: -often[slug])
    yield from together(first([called(placed(one, slugs, back), *slugs) for one, slugs in both]))


def is_sure(slug: str, layer: int, cost: Cost) -> bool:
    """Whether it can be said of a layer that is known, beside this cost: what tells one assumed
    cost from another is no mistake."""
    return layer >= 0 and not (cost.assumed and slug in OF_COSTS)


def shown(basis: Basis) -> Basis:
    """The same from other numbers, where parameters are 0 in all steps that are wrong, so that what
    is multiplied by them and what is left out cannot be told apart."""
    flow, trial, _ = basis
    off = [one for one in trial.steps if one.wrong]
    if not off or not all(one.hides for one in off):
        return basis
    again = next(changed(flow, trial.cost, off[0]))
    other = replace(flow, tape=other_tape(flow.tape, again))
    cost = trial.cost._replace(seeds=reseeded(trial.cost, again.values))
    there = held(other, cost)
    found = any(one.wrong and not one.hides for one in there.steps)
    return Basis(other, there) if found else basis


def first(found: list[Wrong]) -> list[Wrong]:
    """Without what one of them leads to: sums of which only a part is right."""
    places = {one.place for one in found}
    left = [one for one in found if one.slug or one.missing or not places & {*one.right}]
    return left or found


def together(found: list[Wrong]) -> list[Wrong]:
    """Those of one place and one name once, with all their layers."""
    slugs = {one.slug for one in found}
    found = [called(x, WHOLE[x.slug]) if WHOLE.get(x.slug) in slugs else x for x in found]
    known: dict[object, Wrong] = {}
    for one in found:
        whole = next((what for both, what in BOTH.items() if one.slug in both <= slugs), "")
        first = known.get((one.place, whole or one.slug), called(one, whole) if whole else one)
        layers = tuple(sorted({*one.layers, *first.layers}))
        known[one.place, first.slug] = first._replace(layers=layers)
    every: dict[str, set[int]] = defaultdict(set)
    for one in known.values():
        every[one.slug].update(one.layers)
    # A layer that gets nothing at all has one mistake.
    nothing = any(slug in every and every[slug] == every[BARE] for slug in SKIPPED)
    return [x for x in known.values() if not (nothing and x.slug == BARE)]
