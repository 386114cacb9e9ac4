"""Learners' code as text, observed in this process, and compared with the textbook's numbers."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from groundup.checking.loading.targets import parse
from groundup.checking.model.answers import Observed
from groundup.checking.running.looks import Trace, Traced
from groundup.mathematics import backward, forward

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a learner's file, `text` without its indentation."""

    def do(text: str, name: str = "learners_code.py") -> Path:
        file = tmp_path / name
        file.write_text(textwrap.dedent(text), encoding="utf-8")
        return file

    return do


NET = """
import numpy as np
x = np.arange(12.0).reshape(4, 3) / 7.0
y = x[:, :1] * 2.0
w = np.full((3, 1), 0.3)
for i in range(20):
    out = np.tanh(x @ w)
    loss = ((out - y) ** 2).sum() / 2
    w -= 0.1 * x.T @ ((out - y) * (1 - out**2))
"""


def traced(file: Path, timeout: float = 10.0) -> Traced:
    """What the tape of a program says, in a process of its own."""
    with Trace(parse(str(file)), timeout) as trace:
        found = trace.verdict()
    assert trace.child.ended
    return found


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
            passed = forward(w, b, names, batch.x)
            dw, db = backward(w, names, settings.cost, passed, batch.y)
            assert call.raised is None
            if call.outputs is not None:
                np.testing.assert_allclose(
                    call.outputs, passed.a[-1], rtol=tolerance, atol=tolerance
                )
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
    passed = forward(w, b, settings.activations, batch.x)
    dw, db = backward(w, settings.activations, settings.cost, passed, batch.y)
    for came, old, d in zip((*seen.stepped_w, *seen.stepped_b), (*w, *b), (*dw, *db), strict=True):
        np.testing.assert_allclose(came, old - settings.eta * d, rtol=1e-9, atol=1e-9)


def kinds(observed: Observed | Traced) -> set[str]:
    return {finding.kind for finding in observed.findings}
