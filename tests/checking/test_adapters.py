"""The suggested adapter is short, is Python, and has the learner's own names."""

from __future__ import annotations

import ast

import numpy as np
import pytest

import groundup
from groundup.checking.adapters import prove, shortest_adapter, written
from groundup.checking.loading.targets import parse
from groundup.checking.model.declared import Declared
from groundup.checking.model.report import Report
from groundup.checking.request import adapter_for
from tests.checking.conftest import Write
from tests.checking.running.test_looks import ODD


def test_a_class(write: Write) -> None:
    adapter = written(
        parse(str(write("class Net:\n    def my_backprop(self, x, y): self.weights = []\n")))
    )
    ast.parse(adapter)
    assert "learner.Net(" in adapter
    assert "my_backprop(x, y)" in adapter
    assert len(adapter.splitlines()) <= 9


def test_a_function(write: Write) -> None:
    adapter = written(parse(str(write("def gradient(inputs, W, b, targets, q): pass\n"))))
    ast.parse(adapter)
    assert "learner.gradient(x, w, b, y, ...)" in adapter


def test_a_function_with_weights_of_its_own(write: Write) -> None:
    text = "def train(X, y, epochs):\n    w = 0.1\n    return w\n"
    assert shortest_adapter(parse(str(write(text)))) == ""


def test_names_that_tell_nothing(write: Write) -> None:
    assert shortest_adapter(parse(str(write(ODD)))) == ""


def test_files_that_cannot_be_read(write: Write) -> None:
    assert shortest_adapter(parse(str(write("def (:")))) == ""


def test_a_class_that_only_trains_is_given_one_step(write: Write) -> None:
    source = """
class Dense:
    def backward(self, grad, lr): pass
class Model:
    def train(self, x, y): self.weights = []
"""
    adapter = written(parse(str(write(source))))
    ast.parse(adapter)
    assert "learner.Model(" in adapter
    assert "network.train(x, y)" in adapter


def test_weights_one_by_one_are_given_one_by_one(write: Write) -> None:
    adapter = written(parse(str(write("def gradient(W1, W2, X, Y): pass\n"))))
    assert "learner.gradient(w[0], w[1], x, y)" in adapter


def test_a_function_of_a_record_is_not_taken_for_the_records_method(write: Write) -> None:
    source = "class Params: pass\ndef loss_grads(params, x, y): pass\n"
    assert "learner.loss_grads(..., x, y)" in written(parse(str(write(source))))


def test_a_script_of_statements(write: Write) -> None:
    target = parse(str(write("def nonlin(x, deriv): pass\nsyn0 = 1\n")))
    assert shortest_adapter(target) == ""


BRAIN = """
import numpy as np

class Brain:
    def __init__(self, n_input, n_hid, n_out, pace=0.1):
        self.weights_ih = np.zeros((n_hid, n_input))
        self.weights_ho = np.zeros((n_out, n_hid))

    def improve(self, X, Y, lr):
        h = np.tanh(X @ self.weights_ih.T)
        d = (h @ self.weights_ho.T - Y) / len(X)
        e = d @ self.weights_ho * (1 - h * h)
        self.weights_ho = self.weights_ho - lr * d.T @ h
        self.weights_ih = self.weights_ih - lr * e.T @ X
"""


@pytest.mark.parametrize(("wrong", "verdict"), [("1 - h * h", "right"), ("1 - h", "wrong")])
def test_what_is_made_from_real_names_runs_and_is_checked(
    write: Write, wrong: str, verdict: str
) -> None:
    source = BRAIN.replace("1 - h * h", wrong)
    target = parse(str(write(source)))
    text = adapter_for(target, Declared(), Report("unchecked"), 10.0)
    assert "LAYERS = 2\nBIASES = False\n" in text
    assert "learner.Brain(sizes[0], sizes[1], sizes[-1])" in text
    assert "network.weights_ih, network.weights_ho = " in text
    report = groundup.check(
        write(source), adapter=write(text, "adapter.py"), activation="tanh,linear"
    )
    assert report.verdict == verdict
    assert [named.number for named in report.mistakes] == ([28] if verdict == "wrong" else [])


BIASED = "self.thresh_hidden = np.zeros(n_hid)\n\n    def improve"


@pytest.mark.parametrize(
    "changes",
    [
        {"def improve": BIASED},  # biases under another name
        {"self.weights_ih = np": "self.kept = np", "h = np": "self.weights_ih = self.kept; h = np"},
    ],
)
def test_none_is_proposed_of_what_is_not_in_a_fresh_network(
    write: Write, changes: dict[str, str]
) -> None:
    source = BRAIN
    for old, new in changes.items():
        assert source.count(old) == 1
        source = source.replace(old, new)
    source = source.replace("    self.thresh_hidden", "        self.thresh_hidden")
    target = parse(str(write(source)))
    assert "network.weights_ih" in shortest_adapter(target)
    assert adapter_for(target, Declared(), Report("unchecked"), 10.0) == ""


def test_a_network_is_proved_to_be_what_it_is_taken_for() -> None:
    class Net:
        def __init__(self) -> None:
            self.w1, self.w2 = np.zeros((5, 3)), np.zeros((2, 5))
            self.thresholds = [0.0] * 5
            self.rate = 3

    prove(Net(), ["w1", "w2", "thresholds"], biases=True)
    with pytest.raises(AttributeError, match="thresholds"):
        prove(Net(), ["w1", "w2"], biases=False)
    with pytest.raises(AttributeError, match="weights"):
        prove(Net(), ["weights"], biases=True)


def test_what_does_not_run_is_not_proposed(write: Write) -> None:
    source = "class Net:\n    def zap(self, x, y): return self.memory[0]\n"
    report = groundup.check(write(source))
    assert report.adapter == ""
    assert "import learner" not in str(report)


@pytest.mark.parametrize("how", ["options", "adapter"])
def test_layers_biases_and_outputs_can_be_declared(write: Write, how: str) -> None:
    source = """
    import numpy as np
    def gradient(w, b, x, y):
        first, last = w
        assert len(w) == 2 and last.shape[0] == 1 and not any(map(np.any, b))
        h = np.tanh(x @ first.T)
        d = (h @ last.T - y) / len(x)
        e = d @ last * (1 - h * h)
        return [e.T @ x, d.T @ h], [0 * each for each in b]
    """
    if how == "options":
        said = {"layers": 2, "biases": False, "outputs": 1}
        report = groundup.check(write(source), activation="tanh,linear", **said)
    else:
        lines = "LAYERS = 2\nBIASES = False\nOUTPUTS = 1\nfrom learner import gradient\n"
        adapter = write(lines, "adapter.py")
        report = groundup.check(write(source), activation="tanh,linear", adapter=adapter)
    assert report.verdict == "right", str(report)


def test_numbers_that_cannot_be_are_refused(write: Write) -> None:
    with pytest.raises(ValueError, match="expected layers between 1 and 9, got 0"):
        groundup.check(write("x = 1"), layers=0)
