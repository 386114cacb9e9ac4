"""What speaks against steps that go down a cost, the gravest first: each as a word, the reason, and
the operations at fault."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from groundup.checking.judging import gradients, paces
from groundup.checking.judging.costs import Cost, is_below_zero, own_costs
from groundup.checking.judging.coverage import unreached
from groundup.checking.judging.discards import in_vain, in_whole_numbers
from groundup.checking.judging.flow import Flow
from groundup.checking.judging.handed import changed_in_place, mislabelled
from groundup.checking.judging.pairs import mixed_up
from groundup.checking.judging.penalties import has_penalty, penalised
from groundup.checking.judging.probes import are_no_rates
from groundup.checking.judging.scales import (
    are_rates,
    counted_twice,
    moved_again,
    moved_twice,
    uneven_batches,
)
from groundup.checking.judging.staleness import are_left_behind, is_stale, moves_alike
from groundup.checking.judging.standstill import (
    are_new,
    from_elsewhere,
    goes_on,
    is_a_bias,
    lost_samples,
    moved_by_others,
    moved_otherwise,
    staying,
    unused,
)
from groundup.checking.judging.trials import Trial, another_rule, held
from groundup.checking.judging.unmoved import left_out
from groundup.checking.judging.verdicts import Verdict, Why, Word, Wrong
from groundup.checking.tracing.places import Position
from groundup.checking.tracing.runs import UNKNOWN
from groundup.checking.tracing.tape import Cut, Operation


class Objection(NamedTuple):
    word: Word
    why: Why
    operations: Sequence[Operation] = ()
    places: Sequence[Position] = ()
    slug: str = ""  # of the mistake, where it is no other than one of the catalogue
    aliases: Sequence[str] = ()  # mistakes that give the same numbers


def objections(flow: Flow, trial: Trial, optimiser: bool) -> Iterator[Objection]:
    """`optimiser`: whether the steps are no plain multiples of the gradients."""
    cost, first = trial.cost, trial.steps[0]
    moves = flow.parameters.moves
    yield from of_calls(flow)
    if mixed := mixed_up(flow):
        yield Objection(Word.WRONG, Why.MIXED, mixed)
    if whole := in_whole_numbers(flow, cost):
        places = [one.place.position for one in whole]
        yield Objection(Word.WRONG, Why.STAYS, (), places, "integer-buffers-for-weights")
    if is_stale(flow):
        stays = moves_alike(flow) or are_left_behind(flow)
        yield Objection(wrong_if(stays), Why.STALE, moves)
    if flow.parameters.late:
        yield Objection(Word.UNCHECKED, Why.ENDED, flow.parameters.late)
    if idle := unused(flow):
        biases = [one for one in idle if is_a_bias(flow, cost, one, first.factor)]
        yield Objection(wrong_if(bool(biases)), Why.UNUSED, biases or idle)
    if flow.parameters.lost:
        yield Objection(Word.UNCHECKED, Why.CUT, flow.parameters.lost)
    if lost := from_elsewhere(flow, moved_otherwise(flow, cost)):
        yield Objection(Word.UNCHECKED, Why.CUT, lost)
    if others := moved_by_others(flow, cost):
        yield Objection(Word.UNCHECKED, Why.ANOTHER_COST, others)
    if (still := staying(flow, cost)) and not are_new(flow, cost, still):
        why = Why.CUT if cuts(flow) else Why.STAYS  # behind a cut it may move
        known = why is Why.STAYS and not any(goes_on(flow, one) for one in still)
        known = known and not flow.tape.kept.get("broken")  # by an error, behind which it may move
        yield Objection(wrong_if(known), why, still)
    if vain := in_vain(flow, cost):
        yield Objection(Word.WRONG, Why.STAYS, vain, slug="weight-update-lost")
    if still := left_out(flow, cost):
        yield Objection(Word.UNCHECKED, Why.STAYS, still)
    rule = another_rule(trial) if optimiser else None
    if (rule is Why.RATES or not optimiser) and (twice := counted_twice(flow, cost, first)):
        yield Objection(Word.WRONG, Why.RATE_TWICE, twice)
    if twice := moved_twice(flow):
        yield Objection(Word.WRONG, Why.STEP_TWICE, twice)
    if again := moved_again(flow):
        yield Objection(Word.WRONG, Why.STEP_TWICE, again, slug="changed-in-place")
    if not optimiser and (slugs := paces.off(flow, trial)):
        yield Objection(Word.WRONG, Why.PACE, moves, slug=slugs[0], aliases=slugs[1:])
    if not optimiser and paces.is_fixed(flow, trial):
        yield Objection(Word.UNCHECKED, Why.UNEVEN, moves)
    if not optimiser and (uneven := uneven_batches(flow, cost)):
        yield Objection(Word.WRONG, Why.UNEVEN, uneven)
    if optimiser and gradients.is_no_rule(first):
        yield Objection(Word.WRONG, Why.NO_RULE, moves)
    if slug := mislabelled(flow, cost):
        yield Objection(Word.WRONG, Why.LABELS, cost.operations[:1], slug=slug)
    if optimiser and not (first.rows[0].step or all(map(gradients.goes_against, first.rows))):
        yield Objection(Word.UNCHECKED, Why.NO_RULE, moves)
    if optimiser and rule is None and (off := gradients.averaged_apart(flow, first)):
        yield Objection(Word.UNCHECKED, Why.RATES, off)
    if lost := lost_samples(flow, cost):
        yield Objection(Word.WRONG, Why.LOST, lost)
    whole = next((one for one in trial.steps if all(row.moves for row in one.rows)), first)
    if rule is Why.RATES and not are_rates(flow, cost, whole):
        off = gradients.where_off(flow.tape, whole, whole.wrong)
        yield Objection(wrong_if(not are_no_rates(flow, cost, whole)), rule, off)
    if rule is Why.DECAY:
        off = [one.parameter.place for one in first.wrong]
        own = flow.handed is UNKNOWN  # and no factor that it was given from here
        yield Objection(wrong_if(bool(cost.decay) or (own and is_asked(flow, cost))), rule, off)
    if cost.decay and (plain := paces.without_decay(flow, cost)):
        yield Objection(Word.WRONG, Why.DECAY, [plain], slug="l2-not-in-the-cost")
    asked = Word.RIGHT if cost.own or cost.decay else penalised(flow, cost, trial.steps)
    if asked is not Word.RIGHT:
        yield Objection(asked, Why.DECAY, moves)
    if missing := unreached(flow):
        yield Objection(Word.UNCHECKED, Why.NOT_REACHED, (), missing)
    if is_below_zero(flow, cost):
        yield Objection(Word.UNCHECKED, Why.BELOW_ZERO, cost.operations[:1])


def of_calls(flow: Flow) -> Iterator[Objection]:
    """What is seen where a program was called from here, whether it takes steps or not."""
    if changed := changed_in_place(flow):
        yield Objection(Word.WRONG, Why.CHANGED, changed, slug="changed-in-place")
    if flow.tape.kept.get("stale"):
        yield Objection(Word.WRONG, Why.STALE, flow.parameters.moves)


def is_asked(flow: Flow, cost: Cost) -> bool:
    """Whether a cost of the program that the steps go down in part, this one or one beside it, has
    a penalty: then what shrinks is a wrong one."""
    every = (one for one in own_costs(flow) if has_penalty(flow, one))
    return has_penalty(flow, cost) or any(held(flow, one).explained for one in every)


def cuts(flow: Flow) -> list[Cut]:
    """Where numbers that come from the parameters left the tape, before the last step."""
    last = flow.parameters.last
    return [cut for cut in flow.tape.cuts if flow.depends(cut.ids) and cut.ids.max() < last]


def objected(verdict: Verdict, made: Objection) -> Verdict:
    """The same verdict, after an objection."""
    verdict.word, verdict.why = made.word, [made.why, *verdict.why]
    verdict.places = [*made.places, *(one.place.position for one in made.operations)]
    if made.word is Word.WRONG:
        known = [(one.place.position, one.kind) for one in made.operations]
        known += [(one, "") for one in made.places]
        verdict.wrong = [Wrong(*one, (), slug=made.slug, aliases=(*made.aliases,)) for one in known]
    return verdict


def wrong_if(known: bool) -> Word:
    return Word.WRONG if known else Word.UNCHECKED
