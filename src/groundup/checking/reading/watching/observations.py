"""What watching a program showed, in the form in which everything is diagnosed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations

import numpy as np

from groundup.checking.loading.targets import Target
from groundup.checking.model.answers import Finding, Observation, Observed
from groundup.checking.model.declared import Declared
from groundup.checking.model.offered import Offered
from groundup.checking.reading.coverage import not_run
from groundup.checking.reading.rates import MOST, numbers_in, spelled_out
from groundup.checking.reading.settings import costs_of, guess
from groundup.checking.reading.watching.costs import (
    cost_of,
    is_steady,
    shown_cost,
    unrecognised,
)
from groundup.checking.reading.watching.forwards.readings import Reading
from groundup.checking.reading.watching.programs.descents import RATE
from groundup.checking.reading.watching.programs.entries import Entry
from groundup.checking.reading.watching.programs.program import Program
from groundup.checking.reading.watching.programs.slopes import HALF_SQUARES
from groundup.checking.reading.watching.recording.groups import is_constant
from groundup.checking.reading.watching.regularisation import judged_steps, with_settings
from groundup.checking.reading.watching.steps.second_turns import of_second_turn
from groundup.checking.reading.watching.watched import Watched
from groundup.checking.reading.written_costs import weights_in_cost

WEIGHED = "The code's cost weighs classes or samples ({name}), which the check does not know"


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
    written = known["cost"] in ("names", "its code") and is_steady(observations, settings)
    guessed = known["cost"] == "assumed" or written
    notes += unrecognised(watched, settings, target.tree) if alone and guessed else ()
    if declared.cost is None and (name := weights_in_cost(target.tree)):
        notes.append(Finding("left out", WEIGHED.format(name=name)))
    notes += [Finding("untouched", watched.untouched)] if watched.untouched else []
    second = watched.second and with_settings(watched.second, settings)
    notes += of_second_turn(observations[0], second, watched.turn, reading.layers)
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
        findings=[
            *(Finding("omitted", message) for message in watched.omitted),
            *(Finding("left out", message) for message in watched.left_out),
            *notes,
        ],
        observations=observations,
        resized=resized,
        moved=not of_own_slope,
        minimised=watched.minimised,
        rates=known_rates,
        uneven=ratios(numbers if len(numbers) > 1 else watched.several),
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


def ratios(rates: list[float]) -> list[float]:
    return [*dict.fromkeys(one / other for one, other in permutations({*rates} - {0.0}, 2))][:MOST]


def of_averages(tree: ast.Module) -> Iterator[float]:
    """By what a gradient, or the root of its square, may be multiplied where it is averaged."""
    for node in ast.walk(tree):
        number = node.value if isinstance(node, ast.Constant) else None
        if isinstance(number, float) and 0.5 < number < 1.0:
            yield from (1.0 - number, (1.0 - number) ** 0.5)
