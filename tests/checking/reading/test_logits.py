"""A network that gives weighted inputs, with softmax or sigmoid in its loss, is read as such."""

from __future__ import annotations

import pytest

from groundup.checking.diagnosis.diagnosis import diagnose
from groundup.checking.reading.logits import inside
from tests.checking.conftest import Observe

SOURCE = """
import numpy as np

def {name}(z):
    {f}

def forward(w, b, x):
    a = [x]
    for l, (wl, bl) in enumerate(zip(w, b)):
        z = a[-1] @ wl + bl
        a.append(np.tanh(z) if l < len(w) - 1 else z)
    return a[-1], a

def backprop(w, b, x, y):
    z, a = forward(w, b, x)
    d = ({name}(z) - y) / len(x)
    dw, db = [], []
    for l in reversed(range(len(w))):
        dw.insert(0, a[l].T @ d)
        db.insert(0, d.sum(axis=0))
        d = (d @ w[l].T) * (1 - a[l] ** 2)
    return dw, db
"""
SOFTMAX = "e = np.exp(z - z.max(axis=1, keepdims=True)); return e / e.sum(axis=1, keepdims=True)"
SIGMOID = "return 1 / (1 + np.exp(-z))"


@pytest.mark.parametrize(("name", "f"), [("softmax", SOFTMAX), ("sigmoid", SIGMOID)])
def test_the_loss_has_the_last_activation_inside(observed: Observe, name: str, f: str) -> None:
    shown = observed(SOURCE.format(name=name, f=f))
    assert shown.settings is not None
    assert shown.settings.activations == ("tanh", "tanh", name)
    assert shown.settings.cost == "cross-entropy"
    assert shown.conventions["outputs"] == f"weighted inputs, with {name} in the loss"
    assert diagnose(shown).verdict == "right"


def test_its_mistakes_are_named(observed: Observe) -> None:
    source = SOURCE.format(name="softmax", f=SOFTMAX).replace(" * (1 - a[l] ** 2)", "")
    assert [named.number for named in diagnose(observed(source)).mistakes] == [14]


def test_a_linear_network_beside_an_unused_softmax_stays_linear(observed: Observe) -> None:
    source = SOURCE.format(name="softmax", f=SOFTMAX).replace("softmax(z) - y", "z - y")
    shown = observed(source)
    assert shown.settings is not None
    assert shown.settings.activations == ("tanh", "tanh", "linear")
    assert diagnose(shown).verdict == "right"


def test_only_linear_outputs_can_be_weighted_inputs() -> None:
    assert inside(("relu", "linear"), ("relu", "softmax")) == "softmax"
    assert inside(("relu", "linear"), ("relu", "tanh")) == ""
    assert inside(("relu", "sigmoid"), ("relu", "softmax")) == ""
    assert inside(None, ("relu", "softmax")) == ""
