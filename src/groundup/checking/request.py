"""From what somebody wants checked to the report on it."""

from __future__ import annotations

import math
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from groundup.checking.asking.program import observe_command
from groundup.checking.asking.python_file import observe_adapter
from groundup.checking.diagnosis.diagnosis import diagnose
from groundup.checking.exercises import progress
from groundup.checking.judging.verdicts import Word
from groundup.checking.loading import objects
from groundup.checking.loading.targets import Target, parse
from groundup.checking.model.answers import Finding, Observed, Settings
from groundup.checking.model.convention import L2_FORMS
from groundup.checking.model.declared import Declared
from groundup.checking.model.report import Report
from groundup.checking.reference.backprop import leak
from groundup.checking.running.looks import Trace, Traced
from groundup.checking.running.process import CHECKED, Child
from groundup.checking.traced_report import blames, report_on_trace
from groundup.checking.words.report import ReportInWords
from groundup.errors import UserError

IDLE = "{name} computed nothing while the program was run, and was not reached from here"
ELSEWHERE = "What is wrong in this program is not in {name} alone: check the whole file"
COSTS = ("quadratic", "cross-entropy")
ACTIVATIONS = ("sigmoid", "tanh", "relu", "leaky-relu", "linear", "softmax")
BY_ITSELF = "Code that is being checked cannot start a check itself"
NO_SOURCE = "The code of this object is in no file that can be read: give the file itself"
LEAK = "0.01"  # the slope of a leaky ReLU for which none is given


def ask(
    target: Any,
    declared: Declared,
    adapter: str | Path | None,
    command: str | None,
    timeout: float,
    hint: int,
    child: Child | None = None,
) -> ReportInWords:
    """What `groundup.check` gives; the arguments are explained there, but for a `child` that was
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
    if command is not None:
        report = report_on_command(command, adapter, declared, timeout)
    elif not isinstance(asked, Target):
        report = report_on_object(asked, adapter, declared, timeout)
    elif adapter is not None:
        report = report_on(observe_adapter(asked, adapter, declared, timeout))
    elif begun := progress.begun(asked, timeout):
        report = report_on_exercise(begun, declared, timeout)
    else:
        report = report_on_file(asked, declared, timeout, child)
    report.target = command or (target if isinstance(target, str) else objects.name_of(target))
    report.hint = hint
    return ReportInWords(**vars(report))


def report_on_file(
    target: Target, declared: Declared, timeout: float, child: Child | None = None
) -> Report:
    """What its tape says; of the one function or class that is asked about, if one is."""
    with Trace(target, timeout, declared, child) as trace:
        traced = trace.verdict()
    report = report_on_trace(traced, [target.source] if target.source else [])
    if target.only and report.verdict != "unchecked" and (why := beside(traced, target)):
        findings = [Finding("note", why.format(name=target.only)), *report.findings]
        return Report("unchecked", report.style, findings=findings)
    return report


def beside(traced: Traced, target: Target) -> str:
    """Why a verdict is not on the one function or class that was asked about."""
    if not any(f"{one}.".startswith(f"{target.only}.") for one in traced.ran):
        return IDLE
    wrong = traced.verdict.word is Word.WRONG
    return ELSEWHERE if wrong and not blames(traced.verdict, target) else ""


def report_on_command(
    command: str, adapter: Path | None, declared: Declared, timeout: float
) -> Report:
    if adapter is not None:
        raise UserError("an adapter is for Python code; a command answers for itself")
    return report_on(observe_command(command, declared, timeout), strict=True)


def report_on_object(
    thing: Any, adapter: Path | None, declared: Declared, timeout: float
) -> Report:
    """By the file in which its code is."""
    if adapter is not None:
        raise UserError("an adapter goes with a file; give an object that needs none")
    if maker := objects.maker_of(thing):
        words = f"This is a part of {maker}, not a network: give a function, a class, a module or "
        return Report("unchecked", findings=[Finding("note", f"{words}a file of your own")])
    with objects.in_a_file(thing) as target:
        if target is None:
            return Report("unchecked", findings=[Finding("note", NO_SOURCE)])
        return report_on_file(target, declared, timeout)


def report_on_exercise(begun: progress.Begun, declared: Declared, timeout: float) -> Report:
    """Once with sigmoid; where all is right, once more with the other activations, which an
    exercise has functions for too."""
    looks = [declared := declared._replace(cost=declared.cost or "quadratic")]
    if declared.activations is None and not begun.fresh:
        looks.append(declared._replace(activations=progress.OTHERS))
    with ThreadPoolExecutor() as pool:  # each waits for a process
        seen = list(pool.map(lambda look: progress.observe(begun, look, timeout), looks))
    reports = [report_on(observed, strict=True, known=True) for observed in seen]
    for report in reports:
        progress.settle(begun, report)
    wrong = [report for report in reports if report.verdict != "right"]
    return next(filter(progress.tells, wrong), (wrong or reports)[0])


def report_on(observed: Observed, strict: bool = False, known: bool = False) -> Report:
    report = diagnose(observed, strict, known)
    report.conventions = settings_in_words(observed) | report.conventions
    report.assumed = assumed(observed)
    report.output = observed.settings.activations[-1] if observed.settings else ""
    return report


def settings_in_words(observed: Observed) -> dict[str, str]:
    """The activations and the cost that the code was compared with, and how they are known."""
    if observed.settings is None:
        return {}
    settings, known = observed.settings, observed.known_from
    words = {
        name: f"{value}{known_in_words(known.get(name), f'--{name}')}"
        for name, value in plainly(settings).items()
    }
    return words | ({"l2": f"{settings.l2:g} (declared)"} if settings.l2 else {})


def plainly(settings: Settings) -> dict[str, str]:
    names = list(settings.activations)
    return {
        "activation": names[0] if len(set(names)) == 1 else ", ".join(names),
        "cost": settings.cost,
    }


def assumed(observed: Observed) -> dict[str, str]:
    """Those that are a guess."""
    found = plainly(observed.settings) if observed.settings else {}
    return {name: x for name, x in found.items() if observed.known_from.get(name) == "assumed"}


def known_in_words(known: str | None, option: str) -> str:
    if known == "assumed":
        return f" (assumed: say {option} if it is a different one)"
    if known == "given":
        return " (which the checker gave it)"
    return f" ({known if known == 'declared' else f'from {known}'})" if known else ""


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
            f"got {name!r}; the slope of a leaky one is written as in 'leaky-relu 0.1'"
        )
    if kind != "leaky-relu":
        return kind
    try:
        return f"{kind} {leak(name) if slope else float(LEAK):g}"
    except ValueError:
        raise UserError(f"expected a slope as in 'leaky-relu 0.1', got {name!r}") from None
