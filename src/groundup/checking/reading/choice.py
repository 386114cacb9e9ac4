"""Which reading of a learner's code is the right one: the one whose answers come closest.

Every reading is called once, on the lopsided probe, where a wrong layout raises or gives wrong
shapes; the first that is right in all is taken at once. Where none runs there with anything right,
the square and the even probe are tried: a mistake may raise on all but square layers, and then a
wrong layout may run in its place, in loops over `zip`.
"""

from __future__ import annotations

import importlib
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from groundup.checking.loading.tracebacks import RAISED, theirs
from groundup.checking.model.answers import OF_SOFTMAX, Answers, Probe, Settings
from groundup.checking.model.declared import Declared
from groundup.checking.model.offered import Offered
from groundup.checking.names.arguments import MissingError
from groundup.checking.reading import chance
from groundup.checking.reading.adaptation import fitted, probe_for
from groundup.checking.reading.forms.calls import NothingFoundError
from groundup.checking.reading.forms.plausibility import quiet
from groundup.checking.reading.learner import Learner
from groundup.checking.reading.logits import OfLogits, activated, inside
from groundup.checking.reading.score import Score, against, supposed
from groundup.checking.reading.settings import Outputs, combinations, cost_by_value, costs_of, guess

FORMS = ("functions", "rung", "book", "layers", "parameters", "values")
ENTROPY = "cross-entropy"
IN_IT = {True: "its values", False: "its gradients"}  # what says that a loss has softmax inside
ENOUGH = 2.0  # seconds of computing, after which the best so far is taken


@dataclass
class Choice:
    """A reading, and what its answers told of the network."""

    learner: Learner
    settings: Settings
    known_from: dict[str, str]
    score: Score
    probe: str = "lopsided"


@dataclass
class Search:
    """What a search found: a choice, or why there is none."""

    choice: Choice | None = None
    raised: BaseException | None = None  # of the likeliest reading, where all raised
    reached: tuple[int, ...] = ()  # how far it came
    looked_at: str = ""  # what the likeliest reading is of
    batch_raised: BaseException | None = None  # of the likeliest that trains on whole batches
    batch_reached: tuple[int, ...] = ()
    tried: int = 0
    batches: bool = False  # whether any reading of whole batches had the right shapes


def choose(offered: Offered, declared: Declared, lent: float = 0.0) -> Search:
    """The best reading of a learner's code, to which a factor of L2 may be `lent`."""
    search, found = Search(), None
    with quiet():
        for name in ("lopsided", "square", "even"):
            search.choice = None
            one_pass(search, offered, declared, name, lent)
            found = found or search.choice
            if search.choice is not None and search.choice.score > Score():
                break
        search.choice = search.choice or found
        if search.choice is not None:
            settle_by_gradients(search.choice, declared)
    return search


def one_pass(search: Search, offered: Offered, declared: Declared, name: str, lent: float) -> None:
    """Tries every reading on the probe called `name`."""
    begun = time.process_time()
    layers = declared.layers or (
        len(declared.activations or ()) if len(declared.activations or ()) > 2 else 3
    )
    settings, known = guess(offered, declared, layers)
    settings = settings._replace(lent=lent)
    for form in FORMS:
        for learner in candidates(form, offered, settings, search):
            if search.choice and needless(learner, search.choice):
                continue
            search.tried += 1
            choice = tried(learner, declared, settings, known, name, search)
            search.batches |= bool(choice and choice.score.shapes and not learner.one_by_one)
            if choice and (search.choice is None or choice.score > search.choice.score):
                search.choice = choice
                if choice.score.perfect and (choice.score.outputs or no_outputs(learner)):
                    return
            if search.choice and time.process_time() - begun > ENOUGH:
                return
        best = search.choice.score if search.choice else Score()
        if best.shapes and best.outputs and best.share:
            return


def needless(learner: Learner, best: Choice) -> bool:
    """Whether a reading need not be tried beside the best so far: it is a fallback; it trains,
    where there is a gradient by itself; or it takes samples one by one, which would hide how
    they are averaged, where whole batches run."""
    score = best.score
    if learner.fallback and score.shapes:
        return True
    runs = score.outputs or (score.share > 0.0 and no_outputs(best.learner))
    runs |= best.settings.activations[-1] == "softmax"  # which a batch gets wrong, a sample right
    if learner.one_by_one and not best.learner.one_by_one and score.shapes and runs:
        return True
    trains = learner.trains and not best.learner.trains
    return trains and (score.outputs or score.share > 0.0)


def no_outputs(learner: Learner) -> bool:
    return "outputs" not in learner.places


def candidates(
    form: str, offered: Offered, settings: Settings, search: Search
) -> Iterator[Learner]:
    """A form's readings; what a learner's constructors raise on the way ends them."""
    module = importlib.import_module(f"groundup.checking.reading.forms.{form}")
    try:
        yield from module.find(offered, settings)
    except NothingFoundError as error:
        search.raised = search.raised or error
    except RAISED:
        return


def tried(
    learner: Learner,
    declared: Declared,
    settings: Settings,
    known: dict[str, str],
    name: str,
    search: Search,
) -> Choice | None:
    """One reading's answers and their score; None, and the reason kept, where it raised."""
    settings = fitted(settings, declared, learner)
    probe = probe_for(learner, name, settings)
    try:
        trial = learner.start(probe)
        chance.seed()
        answers = trial.answers(probe.batches[0])
        if not learner.biases:
            answers.db = None
    except RAISED as error:
        named = isinstance(error, NameError)  # however it is called
        if isinstance(error, MissingError) or (learner.guessed and not named):
            return None
        reached = (named, not learner.fallback, *depth(error))
        if reached > search.reached:
            search.raised, search.reached, search.looked_at = error, reached, learner.style
        if learner.trains and not learner.one_by_one and reached > search.batch_reached:
            search.batch_raised, search.batch_reached = error, reached
        return None
    plain = judged(learner, answers, declared, settings, known, probe)
    if learner.guessed and not plain.score.shapes:
        return None
    settled = table(probe).settled(answers, settings)
    of_softmax = declared.cost is None and is_of_softmax(answers, probe, settled, settings)
    linear = settled is not None and settled[-1] == "linear"
    last = "softmax" if of_softmax and linear else inside(settled, settings.activations)
    if not last or declared.cost == "quadratic":
        return plain
    other = judged(
        OfLogits(learner, last),
        activated(answers, last),
        declared._replace(cost=ENTROPY),
        settings._replace(cost=ENTROPY),
        known | {"cost": "declared" if declared.cost else IN_IT[of_softmax]},
        probe,
    )
    return other if of_softmax or other.score > plain.score else plain


def is_of_softmax(
    answers: Answers, probe: Probe, settled: tuple[str, ...] | None, settings: Settings
) -> bool:
    """Whether the cost that came is the cross-entropy of a softmax of the outputs, which have
    another activation."""
    if answers.cost is None or answers.outputs is None or not settled or settled[-1] == "softmax":
        return False
    settings = settings._replace(activations=settled, cost=OF_SOFTMAX)
    cost = cost_by_value(answers.cost, probe, probe.batches[0], answers.outputs, settings)
    return cost == OF_SOFTMAX


def judged(
    learner: Learner,
    answers: Answers,
    declared: Declared,
    settings: Settings,
    known: dict[str, str],
    probe: Probe,
) -> Choice:
    """What one reading's answers tell of the network, and how near they come."""
    known = dict(known)
    if learner.takes_activations and declared.activations is None:
        known["activation"] = "given"
    settled = table(probe).settled(answers, settings)
    if settled is not None and declared.activations is None:
        settings = settings._replace(activations=settled)
        if known["activation"] != "given":
            known["activation"] = "its outputs"
    right_outputs = settled is not None and (
        declared.activations is None or settled == settings.activations
    )
    if answers.cost is not None and declared.cost is None and answers.outputs is not None:
        cost = cost_by_value(answers.cost, probe, probe.batches[0], answers.outputs, settings)
        if cost:
            settings, known["cost"] = settings._replace(cost=cost), "its values"
        elif is_of_softmax(answers, probe, settled, settings):
            settings, known["cost"] = settings._replace(cost=OF_SOFTMAX), "its values"
    settings, known["cost"] = supposed(answers, probe, settings, known["cost"])
    score = against(answers, probe, settings)._replace(outputs=right_outputs)
    return Choice(learner, settings, known, score, probe.name)


_tables: dict[Any, Outputs] = {}


def table(probe: Probe) -> Outputs:
    """The outputs under all combinations, kept from one reading to the next."""
    masked = probe.batches[0].masks is not None
    key = (probe.name, probe.sizes, bool(np.any(probe.b[0])), masked)
    if key not in _tables:
        _tables[key] = Outputs(probe)
    return _tables[key]


def settle_by_gradients(choice: Choice, declared: Declared) -> None:
    """Without outputs, a combination of activations and cost that makes all gradients right, or
    gives the cost, is as certain."""
    if (
        choice.known_from["activation"] in ("its outputs", "declared", "given")
        or choice.score.perfect
    ):
        return
    probe = probe_for(choice.learner, choice.probe, choice.settings)
    try:
        answers = choice.learner.start(probe).answers(probe.batches[0])
    except RAISED:
        return
    for source, fit in (("gradients", gradients_fit), ("cost", cost_fits)):
        for activations in combinations(len(probe.w)):
            costs = [declared.cost] if declared.cost else costs_of(activations[-1])
            for cost in costs:
                settings = choice.settings._replace(activations=activations, cost=cost)
                if fit(answers, probe, settings):
                    choice.settings = settings
                    choice.known_from["activation"] = f"its {source}"
                    choice.score = against(answers, probe, settings)
                    return


def gradients_fit(answers: Answers, probe: Probe, settings: Settings) -> bool:
    return against(answers, probe, settings).perfect


def cost_fits(answers: Answers, probe: Probe, settings: Settings) -> bool:
    """Whether the cost's value is that of these activations."""
    if answers.cost is None:
        return False
    outputs = table(probe).of(settings.activations)
    return settings.cost == cost_by_value(answers.cost, probe, probe.batches[0], outputs, settings)


def depth(error: BaseException) -> tuple[int, ...]:
    """How far into the learner's code a reading came: a likelier one gets further."""
    lines = [
        frame.lineno or 0
        for frame in traceback.extract_tb(error.__traceback__)
        if theirs(frame.filename)
    ]
    return tuple(lines)
