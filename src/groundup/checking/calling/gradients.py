"""Code that gives gradients, called in one way after the other: how right they are, of how many
samples, and whether they belong to the inputs that were given last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from groundup.checking.calling.arguments import LackingError
from groundup.checking.calling.entries import Entry
from groundup.checking.calling.giving import Way, ways
from groundup.checking.calling.methods import steps
from groundup.checking.calling.offer import MakingError, made_of
from groundup.checking.calling.samples import Forms, Samples
from groundup.checking.calling.search import MORE, VAIN, Search, is_spread
from groundup.checking.judging.agreement import near
from groundup.checking.judging.blocks import Block
from groundup.checking.judging.given import given
from groundup.checking.judging.graph import Marks, before, marked
from groundup.checking.judging.judgement import judge
from groundup.checking.judging.parameters import Parameters
from groundup.checking.judging.verdicts import Why, Word
from groundup.checking.tracing.memory import Current
from groundup.checking.tracing.runs import Run
from groundup.checking.tracing.tape import Tape

GIVING = 60_000  # work for all ways
JUDGING = 3  # times the work of what is judged
BOTH = 2  # calls
Key = tuple[str, Any]


class Giving:
    """Of one program, within the search for what trains it."""

    def __init__(self, search: Search):
        self.search, self.offer = search, search.offer

    def best(self, run: Run) -> Run:
        """A run in which gradients are given, and no step is taken: by itself, or called from here,
        in the form of samples in which most of them are right; else the run as it was."""
        if run.held and given(run.tape, run.held).size:
            return self.unless_it_trains(run)
        self.search.until = self.search.spent + GIVING
        best, most, whole_by = run, (False, False, 0), None
        for way in ways(self.offer):
            tries = Forms(self.offer.definitions.arrays)
            more = VAIN
            for samples in tries:
                found, error = self.gathered(way, samples)
                fits = more < VAIN  # one form does, so no error of another asks for other widths
                resizing = fits or tries.learn(samples, made_of(error))
                if not resizing and isinstance(error, MakingError | LackingError):
                    break
                right, whole, size = self.worth(found, samples)
                if self.offer.arguments.made and not (size or samples.turned):
                    tries.first(samples._replace(turned=True))
                right = right and not (samples.is_thin and size < most[2])
                worth = right, whole, size if whole_by in (None, way) else 0
                if worth > most:
                    best, most, whole_by = self.ended(run, found), worth, way if whole else None
                if right:
                    best.tape.kept["stale"] = not way.prepares and self.is_stale(way, samples, best)
                    best.tape.kept["uneven"] = not self.is_even(way, samples, best)
                    return self.unless_it_trains(best)
                more -= whole or size > 0
                if whole and not way.samples:
                    return best
                if not (more and way.samples) or self.search.over:
                    break
        return best

    def gathered(self, way: Way, samples: Samples) -> tuple[list[Block], BaseException | None]:
        """What is held when a way was gone, and what that raised."""
        held: list[Block] = []

        def go(samples: Samples) -> Iterator[None]:
            for one in way.go(samples):
                held.extend(one)
                yield

        return held, self.search.tried(Entry(go, prepares=way.prepares), samples)

    def worth(self, held: list[Block], samples: Samples) -> tuple[bool, bool, int]:
        """Whether the gradients among it are right; whether they tell something though they are
        not: some are right, or there is one of each parameter, and the outputs are several (with
        one, its error is but a factor, whatever it is); and how many numbers are right."""
        if not held or is_spread(Current.tape, self.offer.arguments.targets):
            return False, False, 0
        self.search.spent += JUDGING * Current.tape.work
        found = given(Current.tape, held)
        size = found.size or is_unrolled(held, samples)
        right = bool(size) and judge(Current.tape, held).word is Word.RIGHT
        return right, samples.sizes[-1] > 1 and (size > 0 or found.whole), size

    def ended(self, run: Run, held: list[Block]) -> Run:
        found = self.search.found(run)
        found.held = held
        return found

    def is_even(self, way: Way, samples: Samples, run: Run) -> bool:
        """Whether gradients are as right of more samples: by the same factor as of these, if the
        cost is the program's own."""
        if not way.samples:
            return True
        verdict = judge(run.tape, run.held)
        if Why.OWN_COST not in verdict.why or near(verdict.factor or 1.0, 1.0):
            return True
        held, _ = self.gathered(way, samples._replace(more=samples.more + MORE))
        other = judge(Current.tape, held)
        return other.word is not Word.RIGHT or near(other.factor or 1.0, verdict.factor or 1.0)

    def is_stale(self, way: Way, samples: Samples, run: Run) -> bool:
        """Whether other inputs, given afterwards, have the gradients of the first."""
        found = given(run.tape, run.held)
        names = gradients(run.held, found.parameters, found.tape)
        rounds: list[list[Block]] = []

        def go(samples: Samples) -> Iterator[None]:
            for held in way.go(samples):
                rounds.append(held)
                yield

        self.search.tried(Entry(go), samples._replace(twice=True))
        return is_stale(Current.tape, rounds, names)

    def unless_it_trains(self, run: Run) -> Run:
        """Without its gradients where these are right, and code that takes steps with them was not
        seen to, if that was asked for, too."""
        methods = (self.offer.methods(made).values() for _, made in self.offer.classes())
        every = [*dict(self.offer.functions()).values(), *(one for each in methods for one in each)]
        trains = not self.offer.only and any(steps(self.offer, one) for one in every)
        if trains and judge(run.tape, run.held).word is Word.RIGHT:
            run.held = []
        return run


def gradients(held: Iterable[Block], parameters: Parameters, tape: Tape) -> set[Key]:
    """The blocks, by name and shape, that are given as gradients."""
    changes = marked(tape, parameters.changes())
    return {key(one) for one in held if changes[one.ids].any()}


def is_stale(tape: Tape, rounds: list[list[Block]], names: set[Key]) -> bool:
    """Whether all of `names` came from the inputs at first, and from those of the first call again,
    with the very same numbers. The inputs are the last block of each round."""
    if len(rounds) != BOTH:
        return False
    first, second = ({key(one): one for one in held} for held in rounds)
    inputs = [marked(tape, [held[-1].ids]) for held in rounds]
    pairs = [(first[one], second[one]) for one in names if one in first and one in second]
    again = [(x, y) for x, y in pairs if not np.array_equal(x.ids, y.ids)]
    return len(again) == len(names) > 0 and all(
        comes(tape, x, inputs[0])
        and comes(tape, y, inputs[0])
        and not comes(tape, y, inputs[1])
        and np.array_equal(tape.values[x.ids], tape.values[y.ids])
        and tape.values[x.ids].any()
        for x, y in again
    )


def comes(tape: Tape, block: Block, inputs: Marks) -> bool:
    return bool((before(tape, [block.ids]) & inputs).any())


def key(block: Block) -> Key:
    return block.name, block.kind


def is_unrolled(held: list[Block], samples: Samples) -> bool:
    """Whether it holds all parameters in one array, and something of that size."""
    return sum(one.kind == (samples.all_weights,) for one in held) > 1
