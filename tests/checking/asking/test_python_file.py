"""An adapter is a few lines that say how code of another form is called."""

from __future__ import annotations

import pytest

import groundup
from groundup.checking.asking.python_file import observe_adapter
from groundup.checking.loading.targets import parse
from groundup.checking.model.answers import Observed
from groundup.checking.model.declared import Declared
from tests.checking.conftest import Write, check_right, check_stepped, kinds

ODD = """
import numpy as np
class Brain:
    def load(self, blob): self.memory = blob
    def ponder(self, stuff, wanted):
        a = [stuff]
        for w, b in self.memory:
            a.append(1 / (1 + np.exp(-(a[-1] @ w.T + b))))
        d = (a[-1] - wanted) * a[-1] * (1 - a[-1]) / len(stuff)
        out = []
        for l in reversed(range(len(self.memory))):
            out.append((d.T @ a[l], d.sum(axis=0)))
            d = (d @ self.memory[l][0]) * a[l] * (1 - a[l])
        return out[::-1]
"""
ADAPTER = """
import learner

def backprop(w, b, x, y):
    brain = learner.Brain()
    brain.load(list(zip(w, b)))
    return zip(*brain.ponder(x, y))

def feedforward(w, b, x):
    for wl, bl in zip(w, b):
        x = 1 / (1 + learner.np.exp(-(x @ wl.T + bl)))
    return x

def cost(w, b, x, y):
    return ((feedforward(w, b, x) - y) ** 2).sum() / len(x) / 2

def step(w, b, x, y, eta):
    dw, db = backprop(w, b, x, y)
    return [p - eta * q for p, q in zip(w, dw)], [p - eta * q for p, q in zip(b, db)]
"""


def shown(write: Write, adapter: str, code: str = ODD, **declared: object) -> Observed:
    target = parse(str(write(code, "odd.py")))
    return observe_adapter(target, write(adapter, "adapter.py"), Declared(**declared), 10.0)  # type: ignore[arg-type]


def test_what_it_shows_is_compared_with_the_reference(write: Write) -> None:
    found = shown(write, ADAPTER)
    check_right(found)
    check_stepped(found)
    assert found.known_from == {"activation": "its outputs", "cost": "its values"}
    assert found.missing == ["delta"]


def test_a_backprop_alone_shows_its_activations_too(write: Write) -> None:
    found = shown(write, ADAPTER.partition("def feedforward")[0])
    check_right(found)
    assert found.known_from == {"activation": "its gradients", "cost": "its gradients"}


def test_a_mistake_is_named(write: Write) -> None:
    code = ODD.replace("* a[l] * (1 - a[l])", "* a[l]")
    adapter = write(ADAPTER, "adapter.py")
    report = groundup.check(write(code, "odd.py"), adapter=adapter)
    assert [named.number for named in report.mistakes] == [16]
    assert report.style == "the adapter adapter.py"


@pytest.mark.parametrize(
    ("old", "new", "kind", "words"),
    [
        ("    return zip(", "    w[0] *= 2\n    return zip(", "inputs changed", "the weights"),
        ("return zip(*brain", "return (brain", "wrong shape", "backprop should return (dw, db)"),
        ("return zip(*", "return missing(*", "raised", "NameError: name 'missing'"),
        ("import learner", "import learner\n1 / 0", "not imported", "adapter.py raised Zero"),
        ("def backprop", "def other", "not imported", "no function backprop(w, b, x, y)"),
        ("    brain = ", "    import os; os._exit(3)\n    brain = ", "crashed", "exit status 3"),
        ("    brain = ", "    print('here')\n    brain = ", "printed", "printed while it was"),
    ],
)
def test_what_is_no_number_is_told(write: Write, old: str, new: str, kind: str, words: str) -> None:
    assert ADAPTER.count(old) == 1
    found = shown(write, ADAPTER.replace(old, new))
    assert kind in kinds(found)
    assert any(words in one.message for one in found.findings if one.kind == kind)


def test_a_hang_is_told_with_its_line(write: Write) -> None:
    code = ODD.replace("a = [stuff]", "while True: pass")
    target, adapter = parse(str(write(code, "odd.py"))), write(ADAPTER, "adapter.py")
    found = observe_adapter(target, adapter, Declared(), 1.0)
    assert any("in line 6 of odd.py (ponder)" in one.message for one in found.findings)


def test_wrong_numbers_of_an_unknown_network_are_not_called_wrong(write: Write) -> None:
    code = ODD.replace("1 / (1 + np.exp(-(a[-1] @ w.T + b)))", "np.sin(a[-1] @ w.T + b)")
    adapter = write(ADAPTER.partition("def feedforward")[0], "adapter.py")
    report = groundup.check(write(code, "odd.py"), adapter=adapter)
    assert report.verdict == "unchecked"
    assert "its activations are a guess" in str(report)


TWO = """
import numpy as np
def backprop(w, b, x, y):
    first, last = w
    assert len(w) == 2 and last.shape[0] == 1 and not any(map(np.any, b))
    h = np.tanh(x @ first.T)
    d = (h @ last.T - y) / len(x)
    e = d @ last * (1 - h * h)
    return [e.T @ x, d.T @ h], [0 * each for each in b]
"""


@pytest.mark.parametrize("how", ["options", "adapter"])
def test_layers_biases_and_outputs_can_be_declared(write: Write, how: str) -> None:
    lines = "LAYERS = 2\nBIASES = False\nOUTPUTS = 1\n" if how == "adapter" else ""
    adapter = write(f"{lines}from learner import backprop\n", "adapter.py")
    said = {"layers": 2, "biases": False, "outputs": 1} if how == "options" else {}
    report = groundup.check(write(TWO), activation="tanh,linear", adapter=adapter, **said)
    assert report.verdict == "right", str(report)


def test_numbers_that_cannot_be_are_refused(write: Write) -> None:
    with pytest.raises(ValueError, match="expected layers between 1 and 9, got 0"):
        groundup.check(write("x = 1"), layers=0)
    with pytest.raises(ValueError, match="adapter's Python file, but there is none"):
        groundup.check(write("x = 1"), adapter="nowhere.py")
