"""The names of what is wrong, and the exact places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from groundup.checking.judging.agreement import multiple
from groundup.checking.judging.costs import first_seeds
from groundup.checking.judging.mistakes import WayBack
from groundup.checking.judging.standstill import staying
from groundup.checking.judging.trials import Basis
from groundup.checking.judging.verdicts import Verdict, Why, Word, Wrong
from groundup.checking.naming.names import names
from groundup.checking.naming.places import placed
from groundup.checking.naming.slips import slips
from groundup.checking.naming.turns import Turn
from groundup.checking.reference.catalogue import by_slug
from groundup.checking.tracing.differentiation import adjoints

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
UNNAMED = (Why.RAISED, Why.UNUSED, Why.NO_RULE, Why.UNEVEN)
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
    if why is Why.UPHILL or why in OF_STEPS:
        verdict.wrong = [called(one, *of_steps(why, one)) for one in verdict.wrong]
    elif verdict.basis is None:
        return verdict
    elif why is Why.STAYS:
        verdict.wrong = list(standing(verdict))
    elif why in UNNAMED:
        return verdict
    else:
        found = list(wrong_values(verdict.basis))
        moves = {part.place for part in verdict.parts}
        known = why is Why.RATES and any(one.place not in moves for one in verdict.wrong)
        if found and not (known and not any(one.slug for one in found)):
            verdict.wrong = found
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
    slopes = adjoints(flow.tape, first_seeds(flow, trial.cost), flow.parameters.barriers)
    for wrong, made in zip(verdict.wrong, staying(flow, trial.cost), strict=False):
        still = [one.ids for one in made.operands if not flow.depends(one.ids)]
        gradients = [slopes[np.ravel(one)] for one in still if one is not None]
        same = [flow.tape.values[x.results] for x in flow.tape.operations if x.shape]
        lost = any(multiple(x, y).holds for y in gradients for x in same if x.size == y.size)
        yield called(wrong, *STANDING.get((made.kind, lost), ()))


def called(wrong: Wrong, *slugs: str) -> Wrong:
    """With names, the best one first."""
    numbers = tuple(by_slug(slug).number for slug in slugs)
    if not slugs:
        return wrong
    first = wrong._replace(slug=slugs[0], number=numbers[0])
    return first._replace(aliases=numbers[1:], alias_slugs=slugs[1:])


def wrong_values(basis: Basis) -> Iterator[Wrong]:
    flow, trial, back = basis
    step = next((one for one in trial.steps if one.wrong), None)
    if step is None:
        return
    back = back or WayBack(flow, trial.cost)
    found = slips(Turn(flow, trial.cost, step, back.slopes), back)
    both = [(one, names(one)) for one in found]
    if not any(one.role or one.ratio or slugs for one, slugs in both):
        return
    if not all(one.ratio for one in found):  # a rate of its own is no mistake beside one
        both = [(one, slugs) for one, slugs in both if slugs or not one.ratio]
    if trial.cost.assumed:  # which may have a term of decay
        both = [(one, x) for one, x in both if not (one.group and one.group.weights and one.decay)]
    known = [(one, slugs) for one, slugs in both if slugs]
    if known and len(both) - len(known) > FEW:  # what one mistake leads to
        both = known
    often = Counter(slug for _, slugs in both for slug in slugs)
    for _, slugs in both:
        slugs.sort(key=lambda slug: -often[slug])
    yield from together(first([called(placed(one, slugs, back), *slugs) for one, slugs in both]))


def first(found: list[Wrong]) -> list[Wrong]:
    """Without what one of them leads to: sums of which only a part is right."""
    places = {one.place for one in found}
    left = [one for one in found if one.slug or one.missing or not places & {*one.right}]
    return left or found


def together(found: list[Wrong]) -> list[Wrong]:
    """Those of one place and one name once, with all their layers."""
    slugs = {one.slug for one in found}
    known: dict[object, Wrong] = {}
    for one in found:
        whole = next((what for both, what in BOTH.items() if one.slug in both <= slugs), "")
        first = known.get((one.place, whole or one.slug), called(one, whole) if whole else one)
        layers = tuple(sorted({*one.layers, *first.layers}))
        only = layers[0] if len(layers) == 1 else None
        known[one.place, first.slug] = first._replace(layers=layers, layer=only)
    return list(known.values())
