"""From what code with a fixed interface answered to the report on it."""

from __future__ import annotations

from groundup.checking.diagnosis.diagnosis import diagnose
from groundup.checking.model.answers import Observed, Settings
from groundup.checking.model.report import Report


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
        return f" (assumed: say {option} if it is another)"
    if known == "given":
        return " (which the checker gave it)"
    return f" ({known if known == 'declared' else f'from {known}'})" if known else ""
