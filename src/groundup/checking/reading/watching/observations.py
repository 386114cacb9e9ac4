"""What watching a program showed, in the form in which everything is diagnosed."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from groundup.checking.loading.deadlines import Deadline
from groundup.checking.loading.targets import Target
from groundup.checking.loading.undefined_names import undefined_names
from groundup.checking.model.answers import Finding, Observation, Observed
from groundup.checking.model.declared import Declared
from groundup.checking.model.offered import Offered
from groundup.checking.reading.coverage import names_what_ran, not_run
from groundup.checking.reading.dropout import dropout
from groundup.checking.reading.forms.array_operators import faults_of_arrays
from groundup.checking.reading.own_activations import own_activations
from groundup.checking.reading.rates import MOST, numbers_in, spelled_out
from groundup.checking.reading.settings import costs_of, guess
from groundup.checking.reading.watching.costs import cost_of, shown_cost, unrecognised
from groundup.checking.reading.watching.deepening import Deeper, of_any_depth
from groundup.checking.reading.watching.forwards.readings import Reading
from groundup.checking.reading.watching.programs.assembly import BY_THE_CHECK
from groundup.checking.reading.watching.programs.descents import RATE
from groundup.checking.reading.watching.programs.entries import Entry, entries, of_usage
from groundup.checking.reading.watching.programs.plainness import ADAPTIVE, ASTRAY
from groundup.checking.reading.watching.programs.program import Program
from groundup.checking.reading.watching.programs.slopes import HALF_SQUARES
from groundup.checking.reading.watching.programs.usages import usages
from groundup.checking.reading.watching.recording.grouping import is_constant
from groundup.checking.reading.watching.recording.recorder import Watch
from groundup.checking.reading.watching.recording.state import Place
from groundup.checking.reading.watching.regularisation import judged_steps, with_settings
from groundup.checking.reading.watching.steps.omissions import is_updated
from groundup.checking.reading.watching.steps.repetition import KEPT, is_kept
from groundup.checking.reading.watching.watched import CUT, Failure, Watched
from groundup.checking.reading.watching.watching import Watching
from groundup.checking.reading.written_costs import asked_cost
from groundup.checking.reference.formulas import is_formula

SIZED = 0.7  # of the time is for networks as large as the program has them; others may be small
TRAINS = re.compile(r"^the class \w+, (train|fit|learn)$")
STILL = "{style}: called from here, it runs to its end and moves no weight"
SQUARES = r"def \w*(?:cost|loss)\w*\((?:(?!\bdef\b)[\s\S]){0,800}?(?:\*\*\s*2\b|square\(|power\()"
ONE_MORE = "one hidden layer more than the program asks for, so that what goes down shows"
CONTRADICTION = (
    "Its gradients are those of cross-entropy, but its own cost function squares the error: say "
    "--cost if it is cross-entropy"
)


def observe_by_watching(
    target: Target, offered: Offered, declared: Declared, seconds: float
) -> tuple[Observed | None, str]:
    """What the target shows while it trains; or None, and what stood in the way."""
    failure, deadline, remarks = Failure(), Deadline(seconds), list[str]()
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
                if watched is None or (used is not target and not program.has_run(target.file)):
                    continue
                watched, deeper = deepened(
                    watched, program, entry, Deadline(seconds / 2.0, deadline)
                )
                asked = asked_cost(used.tree) if entry.whole else None
                observed = observed_of(watched, entry, target, offered, declared, asked, program)
                if program.descends and observed.moved:
                    observed.rates = [RATE]
                observed.any_depth = of_any_depth(watched.reading, program.read.values())
                observed.conventions |= {"layers": ONE_MORE} if deeper else {}
                if program.instead.used:
                    observed.conventions["step"] = ", ".join(program.instead.used)
                    observed.findings += own_optimiser(watched, program)
                observed.findings += faults_of_arrays(offered, watched.lines.ran)
                if hides_softmax(observed, target, watched.lines.ran[str(target.file)]):
                    return None, "its outputs are not those of the softmax that is in it"
                contradiction = contradicts(observed, target)
                if contradiction:
                    observed.findings.append(Finding("left out", CONTRADICTION))
                if all(mask is None for mask in watched.reading.masks):
                    observed.findings += unseen_masks(program, offered)
                if BY_THE_CHECK in entry.style:
                    observed.findings += program.odd
                if entry.made:
                    observed.findings += broken(target, entry.made, contradiction)
                return observed, ""
        remarks += program.remarks
        if used is target and program.broken and failure.reached in (0, CUT):
            return Observed(findings=[program.broken], missing=["a gradient"]), ""
    return None, "; ".join(filter(None, [failure.why, *dict.fromkeys(remarks)]))


def watch(
    program: Program, entry: Entry, deadline: Deadline, failure: Failure
) -> tuple[Watching, Watched | None]:
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
    return watching, watching.watch()


def unseen_masks(program: Program, offered: Offered) -> list[Finding]:
    """What can be said of dropout that was not at work in the steps that were watched."""
    with program.quiet():
        return list(dropout(offered))


def deepened(
    watched: Watched, program: Program, entry: Entry, deadline: Deadline
) -> tuple[Watched, bool]:
    """What is seen with a second hidden layer, where the program takes a list of widths for one;
    else, and where that cannot be read, what is seen already."""
    reading, sources = watched.reading, program.read.values()
    if len(reading.layers) == 2 and of_any_depth(reading, sources):
        program.relay.changing = Deeper(reading, list(watched.observations[0].probe.sizes))
        _, other = watch(program, entry, deadline, Failure())
        if other is not None and len(other.reading.layers) == 3:
            return other, True
        program.relay.changing = None
    return watched, False


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


def observed_of(
    watched: Watched,
    entry: Entry,
    target: Target,
    offered: Offered,
    declared: Declared,
    asked: str | None,
    program: Program,
) -> Observed:
    """`asked` is the cost that the program says where it trains, if it does."""
    reading = watched.reading
    settings, known = guess(offered, declared, len(reading.layers))
    if asked in costs_of(reading.names[-1]) and known["cost"] in ("names", "assumed"):
        settings, known["cost"] = settings._replace(cost=asked), "names"
    known["activation"] = "declared" if declared.activations else "its outputs"
    eta = watched.rate if watched.rate and watched.squared else 1.0
    settings = settings._replace(
        activations=reading.names, l2=0.0, eta=eta, shared_biases=shared(watched)
    )
    if known["cost"] == "its code" and settings.cost == "quadratic":
        known["cost"] = "assumed"  # squares may be what it only prints: `contradicts` asks that
    if program.handed == HALF_SQUARES:
        settings, known["cost"] = settings._replace(cost="quadratic"), "given"
    settings, known["cost"] = cost_of(watched, settings, known["cost"], declared)
    numbers = spelled_out([target.tree])
    if watched.rate is not None:
        known["rate"] = "its name"
    elif len(numbers) == 1 and not watched.optimiser:
        known["rate"] = "its step"
    observations, found = judged_steps(watched, settings)
    if found and known["cost"] == "assumed":
        known["cost"] = "its values"
    of_own_slope = program.descends and program.handed not in ("", HALF_SQUARES)  # no rate is in it
    notes = [Finding("note", watched.note)] if watched.note else []
    alone = not (watched.penalty or watched.regular or found)  # L2 may be in it
    notes += (
        unrecognised(watched, settings, target.tree) if alone and known["cost"] == "assumed" else ()
    )
    notes += [Finding("untouched", watched.untouched)] if watched.untouched else []
    if watched.second and is_kept(observations[0], with_settings(watched.second, settings)):
        notes.append(Finding("loop keeps gradients", KEPT))
    resized = [with_settings(one, settings) for one in watched.resized]
    if of_own_slope:
        observations, resized = (list(map(undone, each)) for each in (observations, resized))
    has_rate = not (watched.minimised or of_own_slope)
    known_rates = rates(watched, target, numbers) if has_rate else [1.0] * watched.minimised
    return Observed(
        style=f"{entry.style}, by watching what a step of training does",
        settings=settings,
        known_from=known,
        conventions=conventions(reading, shared(watched))
        | watched.penalty
        | ({"step": watched.memory} if watched.memory else {}),
        findings=[*(Finding("left out", message) for message in watched.left_out), *notes],
        observations=observations,
        resized=resized,
        moved=not of_own_slope,
        minimised=watched.minimised,
        rates=known_rates,
        own_rate=has_rate and (watched.rate is None or bool(watched.optimiser or numbers)),
        shown_cost=shown_cost(observations, watched.costs),
        not_run=not_run(watched.lines),
    )


def shared(watched: Watched) -> tuple[int, ...]:
    """The layers in which one number is the bias of several units."""
    biases = watched.observations[0].probe.b
    return tuple(l for l, b in enumerate(biases) if len(b) > 1 and b.any() and not np.ptp(b))


def undone(observation: Observation) -> Observation:
    """With the gradients that a step of the check was taken down."""
    calls = [
        replace(
            one,
            dw=one.dw and [array / RATE for array in one.dw],
            db=one.db and [array / RATE for array in one.db],
        )
        for one in observation.calls
    ]
    return replace(observation, calls=calls)


def conventions(reading: Reading, shared: tuple[int, ...] = ()) -> dict[str, str]:
    """How the program keeps its numbers."""
    turned = {layer.turned for layer in reading.layers}
    said = {
        "w": "(n_in, n_out)"
        if turned == {True}
        else "(n_out, n_in)"
        if turned == {False}
        else "either way"
    }
    rows = {layer.row for layer in reading.layers}
    if rows != {None}:
        always = "-1" if any(layer.sign < 0 for layer in reading.layers) else "1"
        said["b"] = f"the {'first' if 0 in rows else 'last'} input of w, which is always {always}"
    elif all(layer.b is None for layer in reading.layers):
        said["b"] = "none"
    elif any(layer.sign < 0 for layer in reading.layers):
        said["b"] = "subtracted"
    if any(layer.b and is_constant(layer.b) for layer in reading.layers):
        said["b"] = "constants, which training leaves as they are"
    elif shared:
        said["b"] = "one number for all units of a layer"
    if drops := [f"w[{l + 1}]" for l, mask in enumerate(reading.masks) if mask is not None]:
        said["dropout"] = f"of the inputs of {' and '.join(drops)}, with the masks that were drawn"
    said["samples"] = "one at a time" if reading.one_by_one else "a batch"
    return said


def rates(watched: Watched, target: Target, numbers: list[float]) -> list[float]:
    """The learning rate, where a name says it; else all factors that the code spells out."""
    if watched.optimiser:
        return [*dict.fromkeys([1.0, *of_averages(target.tree)])][:MOST]
    if watched.rate is not None:
        return [watched.rate]
    own = numbers if len(numbers) == 1 else []
    return [*dict.fromkeys([*own, 1.0, *numbers_in(target.tree)])][:MOST]


def of_averages(tree: ast.Module) -> Iterator[float]:
    """By what a gradient, or the root of its square, may be multiplied where it is averaged."""
    for node in ast.walk(tree):
        number = node.value if isinstance(node, ast.Constant) else None
        if isinstance(number, float) and 0.5 < number < 1.0:
            yield from (1.0 - number, (1.0 - number) ** 0.5)
