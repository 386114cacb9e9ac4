"""A program is run, and where nothing moves in it, what it defines is called in one way after the
other, until something does."""

from __future__ import annotations

import itertools
from collections.abc import Callable

from groundup.checking.calling.entries import entries
from groundup.checking.calling.gradients import Giving
from groundup.checking.calling.methods import codes
from groundup.checking.calling.offer import has_steps
from groundup.checking.calling.roles import role
from groundup.checking.calling.samples import DECAY, NARROW, SIZES, forms
from groundup.checking.calling.search import Search, is_spread
from groundup.checking.calling.stacks import is_any_told, stepping
from groundup.checking.calling.usages import usages, with_parts
from groundup.checking.judging.blocks import blocks
from groundup.checking.judging.judgement import judge, judge_discards
from groundup.checking.judging.parameters import parameters
from groundup.checking.judging.verdicts import Word
from groundup.checking.loading.modules import Loaded
from groundup.checking.loading.targets import Target
from groundup.checking.tracing.runs import Run, Running
from groundup.checking.tracing.tape import LIMITS, Limits, Tape

FEW = 4  # forms of data that are missing


def traced(
    target: Target,
    limits: Limits = LIMITS,
    enough: Callable[[Tape], bool] = lambda tape: False,
    l2: float | None = DECAY,
) -> Run:
    """A run of the target in which something is trained, if it can be made to: by itself, or called
    from here, which `called` says then, with this `l2` where it takes one;
    with None, an optional one is left at its default."""
    running = Running(target, limits, enough)
    run = running.load()
    trains = has_steps(run.tape) or judge_discards(run.tape) is not None
    if not running.sources or (trains and Search(running).offer.ran(codes(run.tape))):
        return run
    run.held = [] if trains or run.tape.ended else blocks(running.names)
    return called(running, run, enough, l2)


def called(running: Running, run: Run, enough: Callable[[Tape], bool], l2: float | None) -> Run:
    """What is defined, called from here: one way after the other; if none makes it train, what
    there was before."""
    target, limits = running.target, running.limits
    if run.loaded and (found := with_data(running, run.loaded)):
        return found
    search = Search(running, l2)
    if search.offer.arguments.things.lacks_parts() and (whole := with_parts(target)):
        running = Running(whole, limits, enough)
        run = running.load()
        search = Search(running, l2)
    alone = () if is_any_told(search.offer) else stepping(search.offer)
    for entry in itertools.chain(alone, entries(search.offer), stepping(search.offer)):
        if search.attempt(entry):
            return search.found(run)
        if search.over:
            break
    for script in usages(target):
        other = Running(script, limits, enough)
        beside = other.load()
        if has_steps(beside.tape):
            beside.called = script.source.file.name if script.source else ""
            return beside
    found = Giving(search).best(run)
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
        again = parameters(found.tape).steps() > 1 or judge(found.tape).word is not Word.UNCHECKED
        if again and not is_spread(found.tape, [values["y"]]):
            found.called = f"the script, with samples for {', '.join(sorted(missing))}"
            return found
    if missing:
        running.load()
    return None
