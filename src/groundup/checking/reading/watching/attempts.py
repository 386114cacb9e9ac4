"""The ways in which a program can be made to train, tried until one can be read."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator

from groundup.checking.loading.deadlines import Deadline
from groundup.checking.loading.sources import Source
from groundup.checking.loading.targets import Target
from groundup.checking.loading.undefined_names import undefined_names
from groundup.checking.model.answers import Finding, Observed
from groundup.checking.model.declared import Declared
from groundup.checking.model.offered import Offered
from groundup.checking.reading.coverage import names_what_ran
from groundup.checking.reading.dropout import dropout
from groundup.checking.reading.forms.array_operators import faults_of_arrays
from groundup.checking.reading.own_activations import own_activations
from groundup.checking.reading.watching.depth import Deeper, of_any_depth
from groundup.checking.reading.watching.observations import observed_of
from groundup.checking.reading.watching.programs.assembly import BY_THE_CHECK
from groundup.checking.reading.watching.programs.entries import Entry, entries, of_usage
from groundup.checking.reading.watching.programs.plainness import ADAPTIVE, ASTRAY
from groundup.checking.reading.watching.programs.program import Program
from groundup.checking.reading.watching.programs.shapes import RATE
from groundup.checking.reading.watching.programs.usages import usages
from groundup.checking.reading.watching.recording.recorder import Watch
from groundup.checking.reading.watching.recording.state import Place
from groundup.checking.reading.watching.steps.omissions import is_updated
from groundup.checking.reading.watching.watched import CUT, Failure, Watched
from groundup.checking.reading.watching.watching import Watching
from groundup.checking.reading.written_costs import asked_cost
from groundup.checking.reference.formulas import is_formula

SIZED = 0.5  # of the time is for networks as large as the program has them; others may be small
TRAINS = re.compile(r"^the class \w+, (train|fit|learn)$")
STILL = "{style}: called from here, it runs to its end and moves no weight"
SQUARES = r"def \w*(?:cost|loss)\w*\((?:(?!\bdef\b)[\s\S]){0,800}?(?:\*\*\s*2\b|square\(|power\()"
ONE_MORE = "one hidden layer more than the program asks for, so that what goes down shows"
SHALLOW = (
    "The network that it trains has no hidden layer, and some lines that did not run may be for "
    "those: how errors go back through one was not seen"
)
CONTRADICTION = (
    "Its gradients are those of cross-entropy, but its own cost function squares the error: say "
    "--cost if it is cross-entropy"
)


def observe_by_watching(
    target: Target, offered: Offered, declared: Declared, seconds: float
) -> tuple[Observed | None, str]:
    """What the target shows while it trains; or None, and what stood in the way."""
    failure, deadline, remarks, omitted = Failure(), Deadline(seconds), list[str](), ""
    sooner = Deadline(SIZED * seconds, deadline)
    for used in (target, *(usages(target) if target.only is None else ())):
        program = Program(used, deadline, target.file)
        tried = entries(program, target.only) if used is target else of_usage(program)
        with program.apart():
            for entry in tried:
                if deadline.past:
                    break
                until = sooner if entry.sized else deadline
                if until.past:
                    continue
                watching, watched = watch(program, entry, until, failure)
                if watched is None and program.instead.used and program.instead.on:
                    program.instead.off()  # the plain step may be what does not run
                    watching, watched = watch(program, entry, until, failure)
                    program.instead.on = watched is None
                if watching.still and entry.made and TRAINS.search(entry.style):
                    program.remarks.append(STILL.format(style=entry.style))
                if entry.whole:
                    omitted = watching.omitted or ("" if watched else watching.in_vain())
                if watched is None or (used is not target and not program.has_run(target.file)):
                    continue
                watched, deeper = deepened(
                    watched, program, entry, Deadline(seconds / 2.0, deadline)
                )
                return shown(watched, deeper, entry, program, target, offered, declared, omitted)
        remarks += program.remarks
        if used is target and program.broken and failure.reached in (0, CUT):
            return Observed(findings=[program.broken], missing=["a gradient"]), ""
    if omitted:
        return Observed(findings=[Finding("omitted", omitted)], missing=["a gradient"]), ""
    return None, "; ".join(filter(None, [failure.why, *dict.fromkeys(remarks)]))


def shown(
    watched: Watched,
    deeper: bool,
    entry: Entry,
    program: Program,
    target: Target,
    offered: Offered,
    declared: Declared,
    omitted: str,
) -> tuple[Observed | None, str]:
    """What watching this entry of a program says of the target, beside what the target `omitted`
    as it ran by itself; or why that is nothing."""
    asked = asked_cost(program.target.tree) if entry.whole else None
    observed = observed_of(watched, entry, target, offered, declared, asked, program)
    if hides_softmax(observed, target, watched.lines.ran[str(target.file)]):
        return None, "its outputs are not those of the softmax that is in it"
    if program.descends and observed.moved:
        observed.rates = [RATE]
    observed.any_depth = of_any_depth(watched.reading, ran(watched, program))
    observed.conventions |= {"layers": ONE_MORE} if deeper else {}
    if program.instead.used:
        observed.conventions["step"] = ", ".join(program.instead.used)
        observed.findings += own_optimiser(watched, program)
    observed.findings += faults_of_arrays(offered, watched.lines.ran)
    if len(watched.reading.layers) == 1 and any(" " in one.where for one in observed.not_run):
        observed.findings.append(Finding("left out", SHALLOW))
    contradiction = contradicts(observed, target)
    if contradiction:
        observed.findings.append(Finding("left out", CONTRADICTION))
    if all(mask is None for mask in watched.reading.masks):
        observed.findings += unseen_masks(program, offered)
    if BY_THE_CHECK in entry.style:
        observed.assembled = True
        observed.findings += program.odd
    if omitted:
        observed.findings.append(Finding("omitted", omitted))
    if entry.made:
        observed.findings += broken(target, entry.made, contradiction)
    return observed, ""


def watch(
    program: Program, entry: Entry, deadline: Deadline, failure: Failure
) -> tuple[Watching, Watched | None]:
    """What one way to train shows. What was seen past its time is dropped: it is cut short, and
    right code may look wrong in it."""
    more = quietly(program, entry.larger) if entry.larger else None
    run = quietly(program, entry.run)
    program.descends, program.handed = False, ""

    def forgotten(never: list[Place]) -> bool:
        trains = entry.whole or TRAINS.search(entry.style)
        others = program.descends or program.instead.used
        trees = (source.tree for source in program.read.values())
        return bool(trains) and not others and not is_updated(never, trees)

    def bends() -> tuple[str, ...]:
        own = own_activations(tuple(source.tree for source in program.read.values()))
        chosen = BY_THE_CHECK in entry.style  # its layers, by their names
        return tuple(itertools.filterfalse(is_formula, own)) if chosen else own

    watching = Watching(run, program.own, deadline, failure, more, forgotten, bends)
    watched = watching.watch()
    return watching, None if deadline.past else watched


def unseen_masks(program: Program, offered: Offered) -> list[Finding]:
    """What can be said of dropout that was not at work in the steps that were watched."""
    with program.quiet():
        return list(dropout(offered))


def deepened(
    watched: Watched, program: Program, entry: Entry, deadline: Deadline
) -> tuple[Watched, bool]:
    """What is seen with one hidden layer more, where the program takes a list of widths, and asks
    for one or for none; else, and where that cannot be read, what is seen already."""
    reading = watched.reading
    count = len(reading.layers)
    if count == 1 or (count == 2 and of_any_depth(reading, ran(watched, program))):
        sizes = list(watched.observations[0].probe.sizes)
        for paired in (False, True):
            program.relay.changing = Deeper(reading, sizes, paired)
            _, other = watch(program, entry, deadline, Failure())
            if other is None or len(other.reading.layers) != count + 1:
                break
            if other.reading.names[-1] == reading.names[-1]:  # else it was that of hidden layers
                return other, True
        program.relay.changing = None
    return watched, False


def ran(watched: Watched, program: Program) -> list[Source]:
    """The files of which something ran: others are only beside them."""
    return [one for one in program.read.values() if watched.lines.ran.get(str(one.file))]


def own_optimiser(watched: Watched, program: Program) -> Iterator[Finding]:
    """What is odd in the step of the optimiser that the program has, and that was left out. Of
    several, the one that was looked at may be none of the adaptive ones."""
    program.instead.on = False
    if odd := watched.astray(all(map(ADAPTIVE.search, program.instead.used))):
        yield Finding("left out", ASTRAY + odd)


def broken(target: Target, made: str, contradiction: bool) -> Iterator[Finding]:
    """What stops methods of the class `made` whenever they are called: none that was needed, so
    that it is a note; where its gradients do not fit its own cost, there is no more to go by."""
    for one in undefined_names(target.tree).values():
        if one.owner == made and (contradiction or not one.spare):
            yield Finding("undefined name" if contradiction else "note", one.words(target.file))


def hides_softmax(observed: Observed, target: Target, ran: set[int]) -> bool:
    """Whether only weighted inputs were recognised where a softmax ran."""
    linear = observed.settings is not None and observed.settings.activations[-1] == "linear"
    return linear and names_what_ran("softmax", target.text, target.tree, ran)


def contradicts(observed: Observed, target: Target) -> bool:
    """Whether cross-entropy is assumed, since its gradients fit, of code whose own cost function
    squares something and takes no logarithm: it may be right for another cost than its own."""
    settings = observed.settings
    if settings is None or observed.known_from["cost"] != "assumed":
        return False
    squares = re.search(SQUARES, target.text.lower()) and "log(" not in target.text.lower()
    return settings.cost == "cross-entropy" and bool(squares)


def quietly(program: Program, train: Callable[[Watch], None]) -> Callable[[Watch], None]:
    """The same with nothing printed."""

    def run(watch: Watch) -> None:
        with program.quiet():
            train(watch)

    return run
