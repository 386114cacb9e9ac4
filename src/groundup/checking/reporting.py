"""From what code showed to the report on it."""

from __future__ import annotations

from typing import Any

from groundup.checking.diagnosis.diagnosis import diagnose
from groundup.checking.loading import objects
from groundup.checking.loading.sources import Source, read
from groundup.checking.loading.targets import Target
from groundup.checking.model.answers import Finding, Observed, Settings
from groundup.checking.model.report import Report
from groundup.checking.words.likely_line import likely_line

COST = "cost"
UNCALLED = "Its cost, {name}, was not checked: called from here, it gave no number"


def report_on(
    observed: Observed, sources: list[Source], strict: bool = False, known: bool = False
) -> Report:
    judged = observed.without_steps() if observed.step_errors else observed
    report = diagnose(judged, strict, known)
    report.source_line = likely_line(sources, observed, report)
    report.conventions = settings_in_words(observed) | report.conventions
    report.assumed = assumed(observed)
    report.output = observed.settings.activations[-1] if observed.settings else ""
    seen = [*observed.observations, *observed.resized]
    report.hidden_layers = sorted({len(one.probe.w) - 1 for one in seen})
    report.any_depth, report.not_run = observed.any_depth, list(observed.not_run)
    flat = [one for one in observed.observations if one.probe.name != "steep"]
    if any(one.step_raised is not None for one in flat):
        report.uncalled.add("step")
    if COST in observed.places and all(it.cost is None for one in flat for it in one.calls):
        report.uncalled.add(COST)
        message = UNCALLED.format(name=observed.places[COST])
        report.findings.append(Finding("note", message))
    return report


def sources_of(asked: Any) -> list[Source]:
    """The file or the cells that a target's or an object's code is in, as far as they are known."""
    if isinstance(asked, Target):
        return [asked.source] if asked.source else []
    return [read(file) for file in objects.files_of(asked)] if asked is not None else []


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
        return f" (assumed: say {option} if it is another)"
    if known == "given":
        return " (which the checker gave it)"
    return f" ({known if known == 'declared' else f'from {known}'})" if known else ""
