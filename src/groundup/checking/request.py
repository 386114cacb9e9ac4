"""From what somebody wants checked to the report on it."""

from __future__ import annotations

import inspect
import math
import os
import tempfile
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from groundup.checking import adapters
from groundup.checking.combination import combined
from groundup.checking.exercises import progress
from groundup.checking.loading import objects
from groundup.checking.loading.sources import read
from groundup.checking.loading.targets import Target, parse
from groundup.checking.model.answers import FAULTS, Finding, Observed
from groundup.checking.model.convention import L2_FORMS
from groundup.checking.model.declared import Declared
from groundup.checking.model.report import Report
from groundup.checking.reference.backprop import leak
from groundup.checking.reporting import report_on, sources_of
from groundup.checking.running.looks import Looks, Trace, observe_path
from groundup.checking.running.process import CHECKED, Children
from groundup.checking.second_look import looked_at_again
from groundup.checking.traced_report import blames, report_on_trace
from groundup.checking.words.report import ReportInWords
from groundup.errors import UserError

COSTS = ("quadratic", "cross-entropy")
ACTIVATIONS = ("sigmoid", "tanh", "relu", "leaky-relu", "linear", "softmax")
BY_ITSELF = "Nothing is checked by code that is being checked itself"
TRIED = 3.0  # seconds for an adapter
LEAK = "0.01"  # the slope of a leaky ReLU for which none is given


def ask(
    target: Any,
    declared: Declared,
    adapter: str | Path | None,
    command: str | None,
    timeout: float,
    hint: int,
    children: Children | None = None,
) -> ReportInWords:
    """What `groundup.check` gives; the arguments are explained there, but for `children` that were
    started for a file. Raises ValueError."""
    if (target is None) == (command is None):
        raise UserError("expected something to check: either a target or a command")
    if hint not in (1, 2, 3):
        raise UserError(f"expected a hint of 1, 2 or 3, got {hint}")
    if not (timeout > 0.0 and math.isfinite(timeout)):
        raise UserError(f"expected a timeout in seconds above 0, got {timeout:g}")
    if CHECKED in os.environ:
        return ReportInWords("unchecked", findings=[Finding("note", BY_ITSELF)])
    target = str(target) if isinstance(target, Path) else target
    adapter = Path(adapter) if adapter is not None else None
    asked = parse(target) if isinstance(target, str) else target
    begun = progress.begun(asked, timeout) if isinstance(asked, Target) and not adapter else None
    if begun:
        if children:
            children.end()  # each look at an exercise has a process of its own
        report = report_on_exercise(begun, declared, timeout)
    elif isinstance(asked, Target) and adapter is None:
        report = report_on_file(asked, declared, timeout, children)
    else:
        observed = observe(asked, declared, adapter, command, timeout)
        report = report_on(observed, sources_of(asked), strict=command is not None)
        if adapter is None and command is None and (there := in_a_file(asked)):
            watched = partial(observe_path, there, declared, forms=False)
            report = looked_at_again(report, observed, watched, sources_of(there), timeout)
    report.target = command or (target if isinstance(target, str) else objects.name_of(target))
    report.hint = hint
    return ReportInWords(**vars(report))


def report_on_file(
    target: Target, declared: Declared, timeout: float, children: Children | None = None
) -> Report:
    """What the code shows when it is asked and watched; beside that, its tape is judged."""
    inspection, trace = children or (None, None)
    with (
        Trace(target, timeout, declared, child=trace) as traced,
        Looks(target, declared, timeout, child=inspection) as looks,
    ):
        observed, sources = looks.first(), sources_of(target)
        report = report_on(observed, sources)
        report = looked_at_again(report, observed, looks.again, sources, timeout)
        seen = traced.verdict()
        if seen and (target.only is None or blames(seen.verdict, target)):
            report = combined(report, report_on_trace(seen, sources))
    if report.verdict == "unchecked" and not (report.doubts or report.quantities):
        report.adapter = adapter_for(target, declared, report, timeout)
    return report


def adapter_for(target: Target, declared: Declared, report: Report, timeout: float) -> str:
    """The few lines that help, where the code runs and only nothing was found in it; "" where none
    are known that do."""
    if FAULTS & {finding.kind for finding in report.findings} or not target.names:
        return ""
    text = adapters.shortest_adapter(target)
    return text if text and helps(target, text, declared, min(timeout, TRIED)) else ""


def helps(target: Target, adapter: str, declared: Declared, timeout: float) -> bool:
    """Whether the code with this adapter shows a gradient, in a network that is what the adapter
    takes it for."""
    with tempfile.TemporaryDirectory(prefix="groundup-") as folder:
        file = Path(folder) / "adapter.py"
        file.write_text(adapters.with_proof(adapter), encoding="utf-8")
        observed = observe_path(target, declared, timeout, adapter=file)
    calls = [call for seen in observed.observations for call in seen.calls]
    return any(call.dw is not None for call in calls)


def report_on_exercise(begun: progress.Begun, declared: Declared, timeout: float) -> Report:
    """Once with sigmoid; where all is right, once more with the other activations, which an
    exercise has functions for too."""
    looks = [declared := declared._replace(cost=declared.cost or "quadratic")]
    if declared.activations is None and not begun.fresh:
        looks.append(declared._replace(activations=progress.OTHERS))
    with ThreadPoolExecutor() as pool:  # each waits for a process
        seen = list(pool.map(lambda look: progress.observe(begun, look, timeout), looks))
    reports = [
        report_on(observed, sources_of(begun.target), strict=True, known=True) for observed in seen
    ]
    for observed, report in zip(seen, reports, strict=True):
        progress.settle(begun, observed, report)
    wrong = [report for report in reports if report.verdict != "right"]
    return next(filter(progress.tells, wrong), (wrong or reports)[0])


def observe(
    target: Any, declared: Declared, adapter: Path | None, command: str | None, timeout: float
) -> Observed:
    """What the code shows, run in the way that is right for its kind."""
    if command is not None:
        from groundup.checking.running.program import observe_command

        if adapter is not None:
            raise UserError("an adapter is for Python code; a command answers for itself")
        return observe_command(command, declared, timeout)
    if isinstance(target, Target):
        return observe_path(target, declared, timeout, adapter=adapter)
    if adapter is not None:
        raise UserError("an adapter goes with a file; give an object that needs none")
    if maker := objects.maker_of(target):
        words = f"This is a part of {maker}, and no network: give a function, a class, a module or "
        return Observed(findings=[Finding("note", f"{words}a file of your own")])
    from groundup.checking.reading.observation import observe_object

    observed = observe_object(target, declared)
    return observed if observed.settings else in_its_file(target, declared, timeout) or observed


def in_its_file(thing: Any, declared: Declared, timeout: float) -> Observed | None:
    """What an object's class or function shows while it trains, which is watched only of a file;
    None where it is in none, or shows nothing there either."""
    target = in_a_file(thing)
    observed = observe_path(target, declared, timeout) if target else None
    return observed if observed and observed.settings else None


def in_a_file(asked: Any) -> Target | None:
    """What is asked about, as a target: an object's class or function, if a file has it."""
    if asked is None or isinstance(asked, Target):
        return asked
    files = objects.files_of(asked)
    name = None if inspect.ismodule(asked) else objects.name_of(objects.owner_of(asked))
    if not files or not files[0].is_file():
        return None
    defaults = objects.defaults_of(objects.owner_of(asked))
    target = Target(files[0], only=name, source=read(files[0]), defaults=defaults)
    return target if name is None or name in target.names else None


def declare(
    cost: str | None,
    activation: str | None,
    l2: float,
    l2_form: str = "half",
    layers: int | None = None,
    biases: bool = True,
    outputs: int | None = None,
) -> Declared:
    """What is declared, checked. Raises ValueError."""
    if cost is not None and cost not in COSTS:
        raise UserError(f"expected a cost of {' or '.join(COSTS)}, got {cost!r}")
    if not (l2 >= 0.0 and math.isfinite(l2)):
        raise UserError(f"expected an l2 of 0 or more, got {l2:g}")
    if l2_form not in L2_FORMS:
        raise UserError(f"expected an l2-form of {', '.join(L2_FORMS)}, got {l2_form!r}")
    for name, number in (("layers", layers), ("outputs", outputs)):
        if number is not None and not 0 < number < 10:
            raise UserError(f"expected {name} between 1 and 9, got {number}")
    declared = Declared(
        cost=cost, l2=l2, l2_form=l2_form, layers=layers, biases=biases, outputs=outputs
    )
    if activation is None:
        return declared
    names = tuple(known_activation(name.strip()) for name in activation.split(","))
    if "softmax" in names[:-1]:
        raise UserError(f"softmax is for the last layer, as in sigmoid,softmax; got {activation}")
    return declared._replace(activations=names)


def known_activation(name: str) -> str:
    """ "leaky-relu 0.01" from "leaky-relu", with another slope where one is said."""
    kind, _, slope = name.partition(" ")
    if kind not in ACTIVATIONS or (slope and kind != "leaky-relu"):
        raise UserError(
            f"expected an activation of {', '.join(ACTIVATIONS)}, or several with commas, "
            f"got {name!r}; the slope of a leaky one is said as in 'leaky-relu 0.1'"
        )
    if kind != "leaky-relu":
        return kind
    try:
        return f"{kind} {leak(name) if slope else float(LEAK):g}"
    except ValueError:
        raise UserError(f"expected a slope as in 'leaky-relu 0.1', got {name!r}") from None
