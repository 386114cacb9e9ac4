"""The search for a way to call a program: one entry after the other, with samples in one form after
the other."""

from __future__ import annotations

import itertools
import random
import time
from typing import Any

import numpy as np

from groundup.checking.calling.arguments import Arguments, LackingError
from groundup.checking.calling.definitions import Definitions
from groundup.checking.calling.entries import Entry
from groundup.checking.calling.offer import MakingError, Offer, has_steps, made_of
from groundup.checking.calling.samples import BATCH, DECAY, Forms, Samples, idents
from groundup.checking.judging.graph import before
from groundup.checking.judging.judgement import judge, judge_discards
from groundup.checking.judging.parameters import parameters
from groundup.checking.judging.verdicts import Word
from groundup.checking.loading.tracebacks import RAISED, innermost
from groundup.checking.tracing.memory import Current
from groundup.checking.tracing.runs import Run, Running
from groundup.checking.tracing.tape import NUMBERS, Limits, Tape

# Work, as tapes count it, so that the same is found on any machine: for all attempts, for one
# entry, and for one try, which has a little in any case.
WHOLE, EACH, ONE, LEAST = 100_000, 32_000, 40_000, 4_000
TRY = 200  # work of a try that computes nothing
SECONDS = 6.0  # for all attempts, so that something is said before a check is ended
LONGEST = 2.0  # seconds, for code that computes nothing and does not end
MEETINGS = ("add", "subtract", "multiply", "divide")
SEEDS = 8  # the last that is tried
VAIN = 4  # tries without an error, and without a step
CHOICES = 16  # of what is given beside samples
MORE = 64  # samples, where few are no batch


class Search:
    """Tries of one program."""

    raised: BaseException | None = None  # a name that is not there, or the last of others

    def __init__(self, running: Running, l2: float | None = DECAY):
        definitions = Definitions(running.sources)
        arguments = Arguments(definitions, running.names)
        only = running.target.only or ""
        self.running, self.offer = running, Offer(running.names, definitions, arguments, only)
        self.spent, self.until = 0, WHOLE  # work
        self.latest = time.process_time() + SECONDS
        self.l2 = l2

    def found(self, first: Run) -> Run:
        """What is on the tape now, after a `first` run of the file."""
        made = self.running.run(first.loaded, ", ".join(self.offer.arguments.called))
        made.handed = self.offer.arguments.handed()
        return made

    @property
    def over(self) -> bool:
        return self.spent >= self.until

    def attempt(self, entry: Entry) -> bool:
        """Whether an entry makes the program train, with one choice of what it may be given after
        the other."""
        until = min(self.spent + EACH, self.until)
        self.more = True
        every = range(CHOICES if entry.choices else 1)
        choices = itertools.takewhile(lambda _: self.more and self.spent < until, every)
        return any(self.trains(entry, choice, until) for choice in choices)

    def trains(self, entry: Entry, choice: int, until: int) -> bool:
        """The same with samples in one form after the other; `more` says afterwards whether other
        choices make sense."""
        tries = Forms(self.offer.definitions.arrays, entry.pairs)
        waiting = tries if entry.samples else [Samples()]
        vain = 0  # tries that raised nothing
        partly = None  # samples with which not all that was made up is used
        for samples in (one._replace(choice=choice) for one in waiting):
            if vain == VAIN:
                self.more = False  # it runs, and takes no step, whatever it is given
            if vain == VAIN or self.spent >= until:
                break
            error = self.tried(entry, samples)
            if error is None and (has_steps(Current.tape) or judge_discards(Current.tape)):
                if is_spread(Current.tape, self.offer.arguments.targets):
                    continue
                if samples != samples.square and self.leaves_out(Current.tape):
                    tries.first(samples.square if samples.turned else turned(samples))
                    partly = partly or samples
                    continue
                if samples.alike and judge(Current.tape).word is Word.RIGHT:
                    if samples.sizes[-1] > 1:
                        return False  # and so it would be where widths are 1
                    continue
                if entry.prepares and judge(Current.tape).word is Word.UNCHECKED:
                    continue  # as of a class's numbers in a form that fits by chance
                if samples.seed > SEEDS or not has_steps(Current.tape) or any_moves(Current.tape):
                    return self.with_its_end(entry, samples)
                tries.first(samples._replace(seed=samples.seed + 1))  # all are dead
                continue
            made = made_of(error)
            lacking = isinstance(made, LackingError | NameError)
            if lacking and not isinstance(error, UnboundLocalError):
                if entry.prepares:  # of layers: which of them fit depends on the samples
                    continue
                self.more = False
                return False
            resizing = tries.learn(samples, made)
            if tries.is_always(made) or (isinstance(error, MakingError) and not resizing):
                return False
            if "cannot reshape" in str(made) and not (resizing or samples.more):
                tries.first(samples._replace(more=BATCH - samples.m % BATCH))  # no smaller batch
            if not resizing and (error is None or isinstance(error, UnboundLocalError)):
                vain += 1
                if not samples.more and vain == 1:  # few samples may be no batch
                    tries.first(samples._replace(more=MORE))
            elif self.offer.arguments.made and not samples.turned and (resizing or samples.lists):
                tries.waiting.insert(0 if resizing else len(tries.waiting), turned(samples))
        return partly is not None and self.tried(entry, partly) is None

    def with_its_end(self, entry: Entry, samples: Samples) -> bool:
        """Whether it trains so, with a softmax at the end where it is right with one alone."""
        if not self.offer.arguments.has_softmax or judge(Current.tape).word is not Word.WRONG:
            return True
        other = samples._replace(softmax=True)
        fits = self.tried(entry, other) is None and judge(Current.tape).word is Word.RIGHT
        return fits or self.tried(entry, samples) is None

    def leaves_out(self, tape: Tape) -> bool:
        """Whether no step comes from some of the parameters that were made up, as where lists are
        cut to the length of shorter ones: then they are in a form that nobody meant."""
        made = [one for one in self.offer.arguments.made if one < tape.count]
        return bool(made) and not before(tape, parameters(tape).changes())[made].all()

    def tried(self, entry: Entry, samples: Samples) -> BaseException | None:
        """What an entry raises; None where it can be called so."""
        self.offer.arguments.forget()

        def prepare() -> None:
            np.random.seed(samples.seed)
            random.seed(samples.seed)
            if entry.prepares:
                next(calls, None)

        def go() -> None:
            for _ in calls:
                pass

        calls = entry.go(samples._replace(l2=self.l2))
        left = min(max(self.until - self.spent, LEAST), ONE)
        limits = Limits(LONGEST, NUMBERS * left, left)
        try:
            if entry.prepares:
                self.running.again(limits, prepare)
            self.running.again(limits, lambda: (entry.prepares or prepare(), go()))
        except RAISED as error:
            made = made_of(error)
            if made and innermost(made)[0] and not isinstance(self.raised, NameError):
                self.raised = made
            return error
        finally:
            late = Current.tape.ended == "time"
            self.spent += TRY + (EACH if late else Current.tape.work)
            if time.process_time() > self.latest:
                self.spent = max(self.spent, self.until)
        return None


def turned(samples: Samples) -> Samples:
    return samples._replace(turned=True)


def any_moves(tape: Tape) -> bool:
    """Whether a parameter becomes another number."""
    first = (one.versions(0) for one in parameters(tape).each)
    return any(np.any(tape.values[old] != tape.values[new]) for old, new in first)


def is_spread(tape: Tape, targets: list[Any]) -> bool:
    """Whether targets met numbers of another shape, so that some were repeated: then the samples
    are in a form that nobody meant."""
    ours = np.zeros(tape.count, bool)
    ours[[one for one in idents(targets) if one < tape.count]] = True
    for made in tape.operations if ours.any() else ():
        sides = [one.ids for one in made.operands if one.ids is not None]
        mine = [one for one in sides if ours[np.ravel(one)].all()]
        others = (np.size(one) for one in sides if np.size(one) > 1)
        if made.kind in MEETINGS and mine and made.size not in (np.size(mine[0]), 1):
            return True
        if made.kind in MEETINGS and mine and any(size != made.size for size in others):
            return True
    return False
