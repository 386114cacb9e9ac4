"""The search: a program is run, and where nothing moves in it, what it defines is called in one way
after the other, until something does."""

from __future__ import annotations

import itertools
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np

from groundup.checking.calling.arguments import Arguments, LackingError
from groundup.checking.calling.definitions import Definitions
from groundup.checking.calling.entries import Entry, MakingError, Offer, entries, has_steps
from groundup.checking.calling.giving import Way, ways
from groundup.checking.calling.roles import role
from groundup.checking.calling.samples import BATCH, SIZES, Samples, forms, resized
from groundup.checking.calling.stacks import is_told, stepping, steps
from groundup.checking.calling.usages import usages, with_parts
from groundup.checking.judging.blocks import Block, blocks
from groundup.checking.judging.given import given
from groundup.checking.judging.judgement import judge, judge_discards
from groundup.checking.judging.parameters import parameters
from groundup.checking.judging.verdicts import Word
from groundup.checking.loading.modules import Loaded
from groundup.checking.loading.targets import Target
from groundup.checking.loading.tracebacks import RAISED, innermost
from groundup.checking.tracing.carriers import Number
from groundup.checking.tracing.memory import Current
from groundup.checking.tracing.runs import Run, Running
from groundup.checking.tracing.tape import LIMITS, Limits, Tape

SECONDS, EACH = 2.5, 0.8  # for all attempts, and for one entry
GIVING = 1.5  # for all that may give gradients
ONE, LEAST = 1.0, 0.1  # for one of them
MEETINGS = ("add", "subtract", "multiply", "divide")
STEPS = 5  # that are enough of what is called from here
OFTEN = 6  # the same error, whatever the samples, or widths that are tried
SEEDS = 8  # the last that is tried
FEW = 4  # forms of data that are missing
VAIN = 4  # tries without an error, and without a step
CHOICES = 16  # of what is given beside samples
MORE = 64  # samples, where few are no batch
NARROW = (*SIZES[:-1], 1)


def traced(
    target: Target, limits: Limits = LIMITS, enough: Callable[[Tape], bool] = lambda tape: False
) -> Run:
    """A run of the target in which something is trained, if it can be made to: by itself, or called
    from here, which `called` says then."""
    running = Running(target, limits, enough)
    run = running.load()
    if has_steps(run.tape) or not running.sources or judge_discards(run.tape):
        return run
    run.held = blocks(running.names)
    if run.loaded and (found := with_data(running, run.loaded)):
        return found
    search = Search(running)
    if search.offer.arguments.things.lacks_parts() and (whole := with_parts(target)):
        running = Running(whole, limits, enough)
        run = running.load()
        search = Search(running)
    alone = () if is_told(search.offer) else stepping(search.offer)
    for entry in itertools.chain(alone, entries(search.offer), stepping(search.offer)):
        if search.attempt(entry):
            return running.run(run.loaded, ", ".join(search.offer.arguments.called))
        if search.over:
            break
    for script in usages(target):
        other = Running(script, limits, enough)
        beside = other.load()
        if has_steps(beside.tape):
            beside.called = script.source.file.name if script.source else ""
            return beside
    found = search.giving(run)
    found.raised = None if found.held else search.raised
    return found


def with_data(running: Running, loaded: Loaded) -> Run | None:
    """The script itself, with samples for names whose statements failed; None where that does not
    help."""
    data = [
        {name for name in one.names if role(name) in ("x", "y")}
        for one in sorted(loaded.skipped, key=lambda one: isinstance(one.error, NameError))
    ]
    missing = set().union(*[one for one in data if one][:2])
    waiting = [*forms(SIZES, False)][:FEW] + [*forms(NARROW, False)][:FEW] if missing else []
    for samples in waiting:
        values = samples.values(0)
        given = {name: values[role(name)] for name in missing}
        found = running.load(given.get)
        if has_steps(found.tape) and not is_spread(found.tape, [values["y"]]):
            found.called = f"the script, with samples for {', '.join(sorted(missing))}"
            return found
        errors = [one.error for one in found.loaded.skipped] if found.loaded else []
        sizes = next(filter(None, (resized(samples, one) for one in errors)), None)
        if sizes and len(waiting) < 3 * FEW:
            waiting.append(samples._replace(sizes=sizes))
    if missing:
        running.load()
    return None


class Search:
    """Tries of one program."""

    raised: BaseException | None = None  # a name that is not there, or the last of others

    def __init__(self, running: Running):
        definitions = Definitions(running.sources)
        arguments = Arguments(definitions, running.names)
        self.running, self.offer = running, Offer(running.names, definitions, arguments)
        self.until = time.process_time() + SECONDS

    @property
    def over(self) -> bool:
        return time.process_time() > self.until

    def attempt(self, entry: Entry) -> bool:
        """Whether an entry makes the program train, with one choice of what it may be given after
        the other."""
        until = min(time.process_time() + EACH, self.until)
        return any(self.trains(entry, choice, until) for choice in self.choices(until))

    def choices(self, until: float) -> Iterator[int]:
        self.more = True
        for choice in range(CHOICES):
            if self.more and time.process_time() < until:
                yield choice

    def trains(self, entry: Entry, choice: int, until: float) -> bool:
        """The same with samples in one form after the other; `more` says afterwards whether other
        choices make sense."""
        tried: set[Samples] = set()
        waiting = [*every_form(entry, self.offer.definitions.arrays)]
        known: set[tuple[int, ...]] = {SIZES, NARROW}
        seen = Counter[str]()  # errors
        vain = 0  # tries that raised nothing
        while waiting and vain < VAIN and time.process_time() < until:
            samples = waiting.pop(0)._replace(choice=choice)
            if samples in tried:
                continue
            tried.add(samples)
            error = self.tried(entry, samples)
            if error is None and entry.worked(Current.tape):
                if is_spread(Current.tape, self.offer.arguments.targets):
                    continue
                if entry.prepares and judge(Current.tape).word is Word.UNCHECKED:
                    continue  # as of a class's numbers in a form that fits by chance
                if samples.seed > SEEDS or any_moves(Current.tape):
                    return True
                waiting.insert(0, samples._replace(seed=samples.seed + 1))  # all are dead
                continue
            made = error.__cause__ if isinstance(error, MakingError) else error
            if isinstance(made, LackingError | NameError) and type(made) is not UnboundLocalError:
                if entry.prepares:  # of layers: which of them fit depends on the samples
                    continue
                self.more = False
                return False
            sizes = resized(samples, made) if made is not None else None
            if made is not error and not sizes:
                return False
            seen[str(made)] += 1
            if seen[str(made)] > OFTEN and isinstance(made, AttributeError | KeyError | TypeError):
                return False
            if sizes and (sizes in known or len(known) < OFTEN):
                waiting.insert(0, samples._replace(sizes=sizes))
                more = forms(sizes, entry.pairs) if sizes not in known else ()
                waiting += [one for one in more if self.offer.definitions.arrays or one.lists]
                known.add(sizes)
            elif "cannot reshape" in str(made) and not samples.more:  # as the last, smaller batch
                waiting.insert(0, samples._replace(more=BATCH - samples.m % BATCH))
            elif error is None or isinstance(error, UnboundLocalError):
                vain += 1
                if not samples.more and vain == 1:  # few samples may be no batch
                    waiting.insert(0, samples._replace(more=MORE))
        return False

    def giving(self, run: Run) -> Run:
        """A run in which gradients are given, and no step is taken: by itself, or called from here,
        in the form of samples in which most of them are right; else the run as it was."""
        if run.held and given(run.tape, run.held).size:
            return self.unless_it_trains(run)
        self.until = time.process_time() + GIVING
        best, most = run, (False, 0)
        for way, prepares in ways(self.offer):
            entry = Entry(lambda _: iter(()))
            waiting, more = [*every_form(entry, self.offer.definitions.arrays)], VAIN
            known: set[tuple[int, ...]] = {SIZES, NARROW}
            while waiting and more and not self.over:
                held: list[Block] = []
                go = partial(gather, way, held)
                entry = Entry(go, prepares=prepares)
                samples = waiting.pop(0)
                error = self.tried(entry, samples)
                made = error.__cause__ if isinstance(error, MakingError) else error
                sizes = resized(samples, made) if made is not None else None
                if sizes and sizes not in known:
                    known.add(sizes)
                    waiting += forms(sizes, False)
                elif made is not error:
                    break
                if held and not is_spread(Current.tape, self.offer.arguments.targets):
                    size = given(Current.tape, held).size or is_unrolled(held, samples)
                    right = bool(size) and judge(Current.tape, held).word is Word.RIGHT
                    if (right, size) > most:
                        called = ", ".join(self.offer.arguments.called)
                        best = self.running.run(run.loaded, called)
                        best.held = held
                        most = right, size
                    if right:
                        return self.unless_it_trains(best)
                    more -= bool(size)
        return best

    def unless_it_trains(self, run: Run) -> Run:
        """Without its gradients where these are right, and code that takes steps with them was not
        seen to."""
        methods = (self.offer.methods(made).values() for _, made in self.offer.classes())
        every = [*dict(self.offer.functions()).values(), *(one for each in methods for one in each)]
        trains = any(steps(self.offer, one) for one in every)
        if trains and judge(run.tape, run.held).word is Word.RIGHT:
            run.held = []
        return run

    def tried(self, entry: Entry, samples: Samples) -> BaseException | None:
        """What an entry raises; None where it can be called so."""
        self.offer.arguments.called.clear()
        self.offer.arguments.targets.clear()

        def prepare() -> None:
            np.random.seed(samples.seed)
            random.seed(samples.seed)
            if entry.prepares:
                next(calls, None)

        def go() -> None:
            for _ in calls:
                if parameters(Current.tape).steps() >= STEPS:
                    break

        calls = entry.go(samples)
        left = max(self.until - time.process_time(), LEAST)
        limits = self.running.limits._replace(seconds=min(ONE, left))
        try:
            if entry.prepares:
                self.running.again(limits, prepare)
            self.running.again(limits, lambda: (entry.prepares or prepare(), go()))
        except RAISED as error:
            if innermost(error)[0] and not isinstance(self.raised, NameError):
                self.raised = error
            return error
        return None


def gather(way: Way, held: list[Block], samples: Samples) -> Iterator[None]:
    for one in way(samples):
        held += one
        yield


def every_form(entry: Entry, arrays: bool = True) -> Iterator[Samples]:
    """Those that may suit it; without `arrays`, lists."""
    if not entry.samples:
        yield Samples()
        return
    for sizes in (SIZES, NARROW):
        yield from (one for one in forms(sizes, entry.pairs) if arrays or one.lists)


def is_unrolled(held: list[Block], samples: Samples) -> bool:
    """Whether it holds all parameters in one array, and something of that size."""
    return sum(one.kind == (samples.all_weights,) for one in held) > 1


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


def idents(thing: Any) -> Iterator[int]:
    """The ids of the numbers in it."""
    if isinstance(thing, Number):
        yield thing.ident
    elif isinstance(thing, np.ndarray):
        yield from map(int, np.ravel(Current.memory.raw(thing)))
    elif isinstance(thing, list | tuple):
        for one in thing:
            yield from idents(one)


def never_run(run: Run) -> list[tuple[str, str, int]]:
    """Functions that look as if they took part in training, and computed nothing on the tape: by
    name, file and line."""
    definitions = Definitions(run.sources)
    frames = (frame for place in run.tape.places.known.values() for frame in place.frames)
    ran = {(code.co_filename, code.co_firstlineno, code.co_name) for code, _ in frames}
    within = {one for name in definitions.called for one in definitions.taking_part(name)}
    found = ((key, node) for key, (node, _) in definitions.owners.items() if key not in ran)
    return [(node.name, key[0], node.lineno) for key, node in found if node.name in within]
