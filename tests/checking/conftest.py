"""Learners' code as text, observed in this process, and compared with the textbook's numbers."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from groundup.checking.loading.importers import uninstall
from groundup.checking.loading.modules import load
from groundup.checking.loading.targets import parse
from groundup.checking.model.answers import Observed
from groundup.checking.model.declared import Declared
from groundup.checking.model.offered import Offered
from groundup.checking.reading.observation import observe
from groundup.mathematics import backward, forward

Write = Callable[..., Path]
Observe = Callable[..., Observed]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a learner's file, `text` without its indentation."""

    def do(text: str, name: str = "learners_code.py") -> Path:
        file = tmp_path / name
        file.write_text(textwrap.dedent(text), encoding="utf-8")
        return file

    return do


@pytest.fixture
def offer(write: Write) -> Iterator[Callable[..., Offered]]:
    """The names in a learner's text; modules are put back afterwards."""
    yield (
        lambda text, only=None: (
            load(parse(f"{write(text)}:{only}" if only else str(write(text)))).offered
        )
    )
    uninstall()


@pytest.fixture
def observed(offer: Callable[..., Offered]) -> Observe:
    """What a learner's text shows, run in this process."""

    def do(text: str, only: str | None = None, **declared: Any) -> Observed:
        return observe(offer(text, only), Declared(**declared))

    return do


def check_right(observed: Observed, factor: float = 1.0, tolerance: float = 1e-9) -> None:
    """All numbers are those of groundup's mathematics, gradients times `factor`."""
    assert observed.observations, observed.findings
    settings = observed.settings
    assert settings is not None
    for seen in observed.observations:
        if seen.probe.name == "steep":
            continue
        for batch, call in zip(seen.probe.batches, seen.calls, strict=True):
            w, b, names = seen.probe.w, seen.probe.b, settings.activations
            z, a = forward(w, b, names, batch.x)
            dw, db = backward(w, names, settings.cost, z, a, batch.y)
            assert call.raised is None
            if call.outputs is not None:
                np.testing.assert_allclose(call.outputs, a[-1], rtol=tolerance, atol=tolerance)
            assert call.dw is not None
            for came, right in zip(call.dw, dw, strict=True):
                np.testing.assert_allclose(came, factor * right, rtol=tolerance, atol=tolerance)
            for came, right in zip(call.db or [], db if call.db else [], strict=True):
                np.testing.assert_allclose(came, factor * right, rtol=tolerance, atol=tolerance)


def check_stepped(observed: Observed) -> None:
    """A step was taken on the lopsided probe, and is one of gradient descent on the mean."""
    seen, settings = observed.observations[0], observed.settings
    assert settings is not None
    assert seen.stepped_w is not None
    assert seen.stepped_b is not None
    w, b, batch = seen.probe.w, seen.probe.b, seen.probe.batches[0]
    z, a = forward(w, b, settings.activations, batch.x)
    dw, db = backward(w, settings.activations, settings.cost, z, a, batch.y)
    for came, old, d in zip((*seen.stepped_w, *seen.stepped_b), (*w, *b), (*dw, *db), strict=True):
        np.testing.assert_allclose(came, old - settings.eta * d, rtol=1e-9, atol=1e-9)


def kinds(observed: Observed) -> set[str]:
    return {finding.kind for finding in observed.findings}
