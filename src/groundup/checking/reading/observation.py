"""Runs a learner's code on the probes, and writes down all that it shows.

On each probe a fresh network is called on two batches and on the first again, and another one takes
a step. Beside the numbers, what is not a number is found here: changed inputs, answers that differ
between two identical calls, wrong shapes, NaN, exceptions, overflow, and printing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

from groundup.checking.loading.deadlines import Hurry
from groundup.checking.loading.objects import offered_by
from groundup.checking.loading.tracebacks import RAISED, innermost, last_line, shortened, who_raised
from groundup.checking.loading.training import could_train, trains
from groundup.checking.loading.undefined_names import undefined_name
from groundup.checking.model import probes
from groundup.checking.model.answers import (
    Answers,
    Batch,
    Finding,
    Observation,
    Observed,
    Probe,
    Unrun,
)
from groundup.checking.model.declared import Declared
from groundup.checking.model.offered import Offered
from groundup.checking.names.arguments import MissingError
from groundup.checking.reading import chance
from groundup.checking.reading.adaptation import probe_for
from groundup.checking.reading.choice import Choice, Search
from groundup.checking.reading.copies import copied
from groundup.checking.reading.coverage import not_run
from groundup.checking.reading.dropout import dropout
from groundup.checking.reading.epochs import later_epochs
from groundup.checking.reading.findings import Emit, Noticing, alike, describe
from groundup.checking.reading.forms.calls import NothingFoundError
from groundup.checking.reading.functions import observe_functions
from groundup.checking.reading.learner import Step, Trial
from groundup.checking.reading.lines import Lines
from groundup.checking.reading.rates import own_pace, own_rates
from groundup.checking.reading.selection import fits, refuses_batches, searched, tree_of
from groundup.checking.reading.settings import near
from groundup.checking.reading.unnamed_costs import is_bare

RAISED_HERE = (
    "Called from here with what its names say, {who} raised {line}; it may want something else"
)
BY_CHANCE = "What it gives depends on numbers that it draws by chance, and these were not checked"
STEP_BY_CHANCE = "A step depends on numbers that the code draws by chance, and was not checked"

Watcher = Callable[[], tuple[Observed | None, str]]


def observe(
    offered: Offered,
    declared: Declared,
    emit: Emit | None = None,
    watch: Watcher | None = None,
    hurry: Hurry | None = None,
) -> Observed:
    """All that the probes show of the code in `offered`. `emit(kind, value)` is told of each piece
    as soon as it is known: "chosen" (an Observed), "functions", "observation", "finding". `watch`
    reads it in another way where no known form fits, or says what stood in the way; `hurry` ends
    what is tried before that."""
    return Observer(emit or (lambda kind, value: None)).run(offered, declared, watch, hurry)


def observe_object(thing: Any, declared: Declared | None = None) -> Observed:
    """What a function, a class, a module or an instance shows in this very process."""
    return observe(offered_by(thing), declared or Declared())


def observe_watched(watch: Watcher, emit: Emit) -> Observed:
    """What `watch` shows, or what stood in its way, and nothing else."""
    seen, why = watch()
    observer = Observer(emit)
    if seen is not None:
        return observer.adopt(seen)
    if why:
        observer.find("left out", why)
    return observer.observed


class Observer(Noticing):
    """One observation, piece by piece."""

    step_by_chance = False

    def run(
        self, offered: Offered, declared: Declared, watch: Watcher | None, hurry: Hurry | None
    ) -> Observed:
        search, decays = searched(offered, declared)
        for_batches = refuses_batches(search, offered)
        cut_short = hurry is not None and hurry.ended
        if hurry is not None:
            hurry.trying(math.inf)
        if watch is not None and (cut_short or for_batches or not fits(search)):
            seen, why = watch()
            if seen is not None and (seen.settings or search.choice is None):
                return self.adopt(seen)
            search, decays = searched(offered, declared) if cut_short else (search, decays)
            if why and search.choice is None:
                self.find("note", f"It was watched while it ran: {why}", key="watched")
        if for_batches and search.choice is not None:
            search.looked_at = f"{search.choice.learner.style},"
            search.raised = search.batch_raised
            search.choice = None
        if search.choice is None:
            self.nothing(search, offered)
            return self.observed
        self.chosen(search.choice, offered, decays)
        with self.watched():
            functions = observe_functions(offered, search.choice)
        self.observed.functions = functions
        self.emit("functions", functions)
        with Lines() as lines:
            for probe in probes_for(search.choice):
                self.probe(search.choice, probe)
            self.operators(search.choice)
        tree = tree_of(offered)
        self.emit("by steps", self.observed.by_steps)
        self.tell_rates(own_rates(search.choice, tree))
        first = next((seen for seen in self.observed.observations if seen.stepped_w), None)
        if first is not None and own_pace(search.choice, first, tree):
            self.observed.own_pace = True
            self.emit("own pace", True)
        with self.watched():
            for one in later_epochs(search.choice):
                self.find(one.kind, one.message, key=one.message)
        if not search.choice.learner.masks:
            with self.watched():
                found = list(dropout(offered))
            for one in found:
                self.find(one.kind, one.message, key=one.message)
        self.tell_printed()
        self.tell_missing()
        self.tell_not_run(not_run(lines))
        return self.observed

    def adopt(self, seen: Observed) -> Observed:
        """What was seen in another way, told on."""
        self.emit("chosen", seen)
        for observation in seen.observations:
            self.emit("observation", observation)
        for finding in seen.findings:
            self.emit("finding", finding)
        self.emit("not run", seen.not_run)
        return seen

    def tell_rates(self, found: list[float]) -> None:
        self.observed.rates, self.observed.own_rate = found, bool(found)
        if found:
            self.emit("rates", found)

    def tell_not_run(self, found: list[Unrun]) -> None:
        self.observed.not_run = found
        self.emit("not run", found)

    def nothing(self, search: Search, offered: Offered) -> None:
        self.observed.missing = ["a gradient"]
        if isinstance(search.raised, NothingFoundError):
            self.find("note", str(search.raised))
        elif search.raised is not None and (found := undefined(search.raised, offered)):
            self.find(found.kind, found.message, found.detail)
        elif search.raised is not None:
            who = who_raised(search.raised, search.looked_at)
            line = last_line(search.raised)
            if innermost(search.raised)[0]:
                words = RAISED_HERE.format(who=who, line=line)
                self.find("raised", words, shortened(search.raised), key=line)
            else:  # what the check did with it
                self.find("note", f"{who[:1].upper()}{who[1:]} could not be called from here")
        self.emit("chosen", self.observed)

    def chosen(self, choice: Choice, offered: Offered, decays: str) -> None:
        observed, learner = self.observed, choice.learner
        gradient = learner.places.get("dw")
        observed.bare_cost = is_bare(choice, tree_of(offered))
        if gradient:
            by_itself = trains(tree_of(offered), gradient, learner.trains)
            observed.trains = by_itself or learner.steps
            observed.could_train = could_train(tree_of(offered), gradient)
        observed.style = learner.style
        observed.settings = choice.settings
        observed.known_from = dict(choice.known_from)
        observed.conventions = dict(learner.conventions)
        observed.conventions |= {"l2": decays} if decays else {}
        observed.one_by_one = learner.one_by_one
        observed.places = dict(learner.places)
        self.emit("chosen", observed)

    def operators(self, choice: Choice) -> None:
        """Those of a class of values, each on its own."""
        with self.watched():
            found = choice.learner.faults()
        for one in found:
            self.find(one.kind, one.message, one.detail, key=one.message)

    # One probe.

    def probe(self, choice: Choice, probe: Probe) -> None:
        observation = Observation(probe)
        where = describe(probe)
        with self.watched(probe):
            trial = self.attempt(lambda: choice.learner.start(probe), probe, where)
            if trial is not None:
                observation.calls += [self.call(trial, batch, probe) for batch in probe.batches]
                self.observed.by_steps |= trial.moves
                if chance.drawn():
                    self.tell_chance(choice, observation)
            self.step(choice, observation)
        self.check_repeatable(observation, where)
        self.observed.observations.append(observation)
        self.emit("observation", observation)

    def call(self, trial: Trial, batch: Batch, probe: Probe) -> Answers:
        where = describe(probe, batch)
        raised: list[str] = []
        chance.seed()
        answers = self.attempt(lambda: trial.answers(copied(batch)), probe, where, raised)
        if answers is None:
            return Answers(raised=raised[0])
        if not any(b.any() for b in probe.b):
            answers.db = None
        self.check_changed(trial, where)
        self.check_numbers(answers, probe, batch, where)
        if probe.name == "steep" and trial.moves:
            answers.dw = answers.db = None  # too few digits of w - w′ are left
        return answers

    def tell_chance(self, choice: Choice, observation: Observation) -> None:
        """What is drawn by chance is a part of the code that is not checked, if it matters."""
        probe, first = observation.probe, observation.calls[0]
        if first.raised or probe.name == "steep":
            return
        try:
            trial = choice.learner.start(probe)
            chance.seed(1)
            other = trial.answers(copied(probe.batches[0]))
        except RAISED:
            return
        if not all(alike(getattr(first, it), getattr(other, it)) for it in ("outputs", "dw", "db")):
            self.find("left out", BY_CHANCE, key="chance")

    def step(self, choice: Choice, observation: Observation) -> None:
        if self.step_by_chance:
            return
        try:
            stepped = stepped_by(choice, observation.probe, 0)
            if stepped is not None and chance.drawn():
                others = [stepped_by(choice, observation.probe, number) for number in (1, 2)]
                if not all(other is not None and same(stepped, other) for other in others):
                    self.find("note", STEP_BY_CHANCE, key="step by chance")
                    self.step_by_chance = True
                    return
        except RAISED as error:
            observation.step_raised = last_line(error)
            if observation.probe.name != "steep":
                found = uncalled(error, f" {describe(observation.probe)}")
                self.find("note", *found, key="step")
            return
        if stepped is not None:
            observation.stepped_w, observation.stepped_b = stepped


def undefined(error: BaseException, offered: Offered) -> Finding | None:
    """What to say of a name that the code uses and nothing in it defines; None where that is not
    why it stopped."""
    return undefined_name(error, tree_of(offered), offered.file)


def stepped_by(choice: Choice, probe: Probe, number: int) -> Step | None:
    """`(w, b)` after a step, with what is drawn by chance after that seed."""
    trial = choice.learner.start(probe)
    chance.seed(number)
    return trial.step(copied(probe.batches[0]))


def uncalled(error: BaseException, on: str = "") -> tuple[str, str]:
    """What to say of a step that could not be called, and where: the call is the check's own. What
    raised `on` one network may not on another."""
    if isinstance(error, MissingError):
        return "The step was not checked, since it could not be called from here", ""
    message = f"The step was not checked{on}: called from here, it raised {last_line(error)}"
    return message, f"Called from here:\n{shortened(error)}"


def probes_for(choice: Choice) -> Iterator[Probe]:
    """All that this learner can be called on, the steep one last."""
    learner, settings = choice.learner, choice.settings
    labels = "targets" in learner.conventions
    for name in sorted(probes.NAMES, key=lambda name: name == "steep"):
        if learner.sizes and name not in ("lopsided", "square", "steep"):
            continue
        if name == "narrow" and (settings.activations[-1] == "softmax" or labels):
            continue
        yield probe_for(learner, name, settings)


def same(step: Step, other: Step) -> bool:
    """But for rounding: samples may be summed in another order."""
    pairs = [pair for one in zip(step, other, strict=True) for pair in zip(*one, strict=True)]
    return all(near(*pair, 1e-8) for pair in pairs)
