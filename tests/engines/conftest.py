"""Every engine, and every variant of the kernel that this processor runs."""

from __future__ import annotations

import importlib
from types import ModuleType

import pytest

from tests.engines.problems import ENGINES


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    return chosen(request.param, monkeypatch)


@pytest.fixture(params=ENGINES[1:])
def variant(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The kernel alone, where a test is about what only it has."""
    return chosen(request.param, monkeypatch)


def chosen(name: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    engine, _, variant = name.partition(" ")
    if variant:
        monkeypatch.setenv("GROUNDUP_KERNEL", variant)
    return importlib.import_module(f"groundup.engines.{engine}")
