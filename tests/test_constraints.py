"""Others' releases cannot break CI: whatever it installs is in .ci/constraints.txt."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LINES = (ROOT / ".ci" / "constraints.txt").read_text(encoding="utf-8").splitlines()
PINS: dict[str, str] = {
    canonicalize_name(name): version
    for name, version in (line.split("==") for line in LINES if not line.startswith("#"))
}


def wanted() -> list[Requirement]:
    """All that the package, its tests and its build ask for."""
    extras = PROJECT["project"]["optional-dependencies"]
    lines = PROJECT["project"]["dependencies"] + PROJECT["build-system"]["requires"]
    names = [name for name in extras if name != "bench"]
    lines += [line for extra in names for line in extras[extra]]
    found = [Requirement(line) for line in lines]
    return [requirement for requirement in found if requirement.name != "groundup"]


def test_every_dependency_is_pinned_to_a_release_that_it_allows() -> None:
    assert len(wanted()) > 12
    for requirement in wanted():
        assert PINS[canonicalize_name(requirement.name)] in requirement.specifier, requirement


def test_what_dependencies_need_is_pinned_too() -> None:
    """As far as the pinned releases are installed here, and so say what they need."""
    seen: set[tuple[str, frozenset[str]]] = set()
    asked = [(canonicalize_name(r.name), frozenset(r.extras)) for r in wanted()]
    while asked:
        name, extras = asked.pop()
        assert name in PINS
        if (name, extras) not in seen:
            seen.add((name, extras))
            asked += needed(name, extras)
    assert len(seen) > 12


def needed(name: str, extras: frozenset[str]) -> list[tuple[str, frozenset[str]]]:
    try:
        installed = distribution(name)
    except PackageNotFoundError:
        return []
    if installed.version != PINS[name]:
        return []
    found = [Requirement(line) for line in installed.requires or []]
    return [
        (canonicalize_name(other.name), frozenset(other.extras))
        for other in found
        if not other.marker or any(other.marker.evaluate({"extra": e}) for e in {"", *extras})
    ]


def test_the_next_brython_is_not_let_in_untried() -> None:
    (brython,) = [requirement for requirement in wanted() if requirement.name == "brython"]
    assert PINS["brython"] in brython.specifier
    assert "99" not in brython.specifier


def test_ci_uses_the_constraints() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    constrained, installs = script.index("export PIP_CONSTRAINT="), script.index("pip install")
    assert re.search(r"PIP_CONSTRAINT=.*/\.ci/constraints\.txt", script)
    assert constrained < installs
