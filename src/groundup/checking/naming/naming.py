"""The names of what is wrong, and the exact places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from groundup.checking.judging.mistakes import WayBack
from groundup.checking.judging.trials import Basis
from groundup.checking.judging.verdicts import Verdict, Why, Word, Wrong
from groundup.checking.naming.names import names
from groundup.checking.naming.places import placed
from groundup.checking.naming.slips import slips
from groundup.checking.naming.turns import Turn
from groundup.checking.reference.catalogue import by_slug

# What is in the hidden layers and at the output: one name for both.
BOTH = {
    frozenset({f"hidden-{what}", f"output-{what}"}): what
    for what in ("derivative-of-activation", "derivative-form-for-a-given-z")
}


def named(verdict: Verdict) -> Verdict:
    """The same verdict; where it is wrong, its wrong values have names, as far as they are known,
    and each is where it begins."""
    if verdict.word is not Word.WRONG or verdict.basis is None:
        return verdict
    if verdict.why[0] in (Why.UPHILL, Why.PILES_UP, Why.STAYS):
        verdict.wrong = [called(one, *of_steps(verdict.why[0], one)) for one in verdict.wrong]
    else:
        verdict.wrong = list(wrong_values(verdict.basis)) or verdict.wrong
    return verdict


def of_steps(why: Why, wrong: Wrong) -> tuple[str, ...]:
    """The entries that are about whole steps."""
    if why is Why.PILES_UP:
        return ("gradients-not-zeroed",)
    if why is Why.UPHILL:
        found = "update-adds", "sign-flipped"
        return found if wrong.kind == "add" else found[::-1]
    return {
        "add": ("bias-gradient-missing", "bias-update-lost"),
        "matmul": ("weights-of-a-layer-skipped", "weight-update-lost"),
    }.get(wrong.kind, ())


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
    found = slips(turn, back.concerned)
    both = [(one, names(one)) for one in found]
    if any(one.role or slugs for one, slugs in both):
        yield from together(called(placed(*one, back), *one[1]) for one in both)


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
