"""The names of what is wrong, and the exact places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import numpy as np

from groundup.checking.judging.agreement import multiple
from groundup.checking.judging.costs import first_seeds
from groundup.checking.judging.mistakes import WayBack
from groundup.checking.judging.standstill import staying
from groundup.checking.judging.trials import Basis
from groundup.checking.judging.verdicts import Verdict, Why, Word, Wrong
from groundup.checking.naming.names import names
from groundup.checking.naming.places import placed, users_of
from groundup.checking.naming.slips import Slip, slips
from groundup.checking.naming.turns import Turn
from groundup.checking.reference.catalogue import by_slug
from groundup.checking.tracing.differentiation import adjoints

# What is in the hidden layers and at the output: one name for both.
BOTH = {
    frozenset({f"hidden-{what}", f"output-{what}"}): what
    for what in ("derivative-of-activation", "derivative-form-for-a-given-z")
}


STANDING = {
    ("add", False): ("bias-gradient-missing",),
    ("add", True): ("bias-update-lost",),
    ("matmul", False): ("weights-of-a-layer-skipped",),
    ("matmul", True): ("weight-update-lost",),
}


def named(verdict: Verdict) -> Verdict:
    """The same verdict; where it is wrong, its wrong values have names, as far as they are known,
    and each is where it begins."""
    if verdict.word is not Word.WRONG or verdict.basis is None:
        return verdict
    if verdict.why[0] is Why.STAYS:
        verdict.wrong = list(standing(verdict))
    elif verdict.why[0] in (Why.UPHILL, Why.PILES_UP):
        verdict.wrong = [called(one, *of_steps(verdict.why[0], one)) for one in verdict.wrong]
    else:
        verdict.wrong = list(wrong_values(verdict.basis)) or verdict.wrong
    return verdict


def of_steps(why: Why, wrong: Wrong) -> list[str]:
    """The entries that are about whole steps."""
    if why is Why.PILES_UP:
        return ["gradients-not-zeroed"]
    found = ["update-adds", "sign-flipped"]
    return found if wrong.kind == "add" else found[::-1]


def standing(verdict: Verdict) -> Iterator[Wrong]:
    """What never moves: either it has no gradient, or nothing is done with that."""
    flow, trial = verdict.basis
    slopes = adjoints(flow.tape, first_seeds(flow, trial.cost), flow.parameters.barriers)
    for wrong, made in zip(verdict.wrong, staying(flow, trial.cost), strict=True):
        still = (one.ids for one in made.operands if one.ids is not None)
        ids = [x for x in still if not flow.depends(x) and np.size(x) < max(made.size, 2)]
        gradient = np.concatenate([slopes[np.ravel(one)] for one in ids]) if ids else np.zeros(0)
        same = (x for x in flow.tape.operations if x.shape and x.size == gradient.size)
        lost = any(multiple(flow.tape.values[x.results], gradient).holds for x in same)
        yield called(wrong, *STANDING.get((made.kind, lost), ()))


def called(wrong: Wrong, *slugs: str) -> Wrong:
    """With names, the best one first."""
    numbers = tuple(by_slug(slug).number for slug in slugs)
    if not slugs:
        return wrong
    first = wrong._replace(slug=slugs[0], number=numbers[0])
    return first._replace(aliases=numbers[1:], alias_slugs=slugs[1:])


def wrong_values(basis: Basis) -> Iterator[Wrong]:
    flow, trial = basis
    step = next((one for one in trial.steps if one.wrong), None)
    if step is None:
        return
    turn, back = Turn(flow, trial.cost, step), WayBack(flow, trial.cost)
    found = [one for one in slips(turn, back.concerned) if not leads_to_right(one, back)]
    both = [(one, names(one)) for one in found]
    if not any(one.role or slugs for one, slugs in both):
        return
    if not all(one.ratio for one in found):  # a rate of its own is no mistake beside one
        both = [(one, slugs) for one, slugs in both if slugs or not one.ratio]
    often = Counter(slug for _, slugs in both for slug in slugs)
    for _, slugs in both:
        slugs.sort(key=lambda slug: -often[slug])
    yield from together(called(placed(one, slugs, back), *slugs) for one, slugs in both)


def leads_to_right(slip: Slip, back: WayBack) -> bool:
    """Whether all that is computed from an error is right: a part of a formula that is written in
    another way."""
    if slip.role is None or slip.block is None:
        return False
    users = users_of(slip, slip.block.operations[-1])
    return bool(users) and all(back.blocks.get(one.index) for one in users)


def together(found: Iterable[Wrong]) -> list[Wrong]:
    """Those of one place and one name once, with all their layers."""
    known: dict[object, Wrong] = {}
    for one in found:
        key = one.place, one.slug
        before = known.get(key)
        layers = {*one.layers, *(before.layers if before else ())}
        only = next(iter(layers)) if len(layers) == 1 else None
        first = before or one
        known[key] = first._replace(layers=tuple(sorted(layers)), layer=only)
    return list(known.values())
