"""The search: a program is run, and where nothing moves in it, what it defines is called in one way
after the other, until something does."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from groundup.checking.calling.arguments import Arguments, LackingError
from groundup.checking.calling.definitions import Definitions
from groundup.checking.calling.entries import Entry, Offer, entries, has_steps
from groundup.checking.calling.samples import SIZES, Samples, forms, resized
from groundup.checking.judging.parameters import parameters
from groundup.checking.loading.targets import Target
from groundup.checking.loading.tracebacks import RAISED
from groundup.checking.tracing.memory import Current
from groundup.checking.tracing.runs import Run, Running
from groundup.checking.tracing.tape import LIMITS, Limits, Tape

SECONDS = 3.0  # for all attempts
ONE, LEAST = 1.0, 0.1  # for one of them
STEPS = 5  # that are enough of what is called from here
NARROW = (*SIZES[:-1], 1)


def traced(
    target: Target, limits: Limits = LIMITS, enough: Callable[[Tape], bool] = lambda tape: False
) -> Run:
    """A run of the target in which something is trained, if it can be made to: by itself, or called
    from here, which `called` says then."""
    running = Running(target, limits, enough)
    run = running.load()
    if run.loaded is None or has_steps(run.tape):
        return run
    definitions = Definitions(running.sources)
    search = Search(running, Offer(vars(run.loaded.module), definitions, Arguments(definitions)))
    for entry in entries(search.offer):
        if search.attempt(entry):
            printed = running.printed.getvalue()
            return Run(Current.tape, run.loaded, printed, ", ".join(search.offer.arguments.called))
        if search.over:
            break
    return run


class Search:
    """Tries of one program."""

    def __init__(self, running: Running, offer: Offer):
        self.running, self.offer = running, offer
        self.until = time.process_time() + SECONDS

    @property
    def over(self) -> bool:
        return time.process_time() > self.until

    def attempt(self, entry: Entry) -> bool:
        """Whether an entry makes the program train, with samples in one form after the other."""
        tried: set[Samples] = set()
        waiting = list(every_form(entry))
        while waiting and not self.over:
            samples = waiting.pop(0)
            if samples in tried:
                continue
            tried.add(samples)
            error = self.tried(entry, samples)
            if error is None and entry.worked(Current.tape):
                return True
            if isinstance(error, LackingError):
                return False
            if error is not None and (sizes := resized(samples, error)):
                waiting.insert(0, samples._replace(sizes=sizes))
                waiting += forms(sizes, entry.pairs)
        return False

    def tried(self, entry: Entry, samples: Samples) -> BaseException | None:
        """What an entry raises; None where it can be called so."""
        self.offer.arguments.called.clear()

        def go() -> None:
            for _ in entry.go(samples):
                if parameters(Current.tape).steps() >= STEPS:
                    break

        left = max(self.until - time.process_time(), LEAST)
        limits = self.running.limits._replace(seconds=min(ONE, left))
        try:
            self.running.again(limits, go)
        except RAISED as error:
            return error
        return None


def every_form(entry: Entry) -> Iterator[Samples]:
    if not entry.samples:
        yield Samples()
        return
    yield from forms(SIZES, entry.pairs)
    yield from forms(NARROW, entry.pairs)
