"""A module of layers, in which nothing is put together, is checked as a network of all of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import groundup
from groundup.checking.model.offered import Offered
from groundup.checking.reading.watching.programs.stacks import others
from tests.checking.conftest import Write

LAYERS = """
import numpy as np

class Dense:
    def __init__(self, n_in, n_out):
        self.w, self.b = np.random.randn(n_in, n_out), np.zeros(n_out)
        self.dw, self.db = 0.0 * self.w, 0.0 * self.b
    def forward(self, x):
        self.x = x
        return x @ self.w + self.b
    def backward(self, dout):
        self.dw[:], self.db[:] = self.x.T @ dout, dout.sum(axis=0)
        return dout @ self.w.T

class Tanh:
    def forward(self, x):
        self.a = np.tanh(x)
        return self.a
    def backward(self, dout):
        return dout * (1 - self.a ** 2)

class Sigmoid:
    def forward(self, x):
        self.a = 1 / (1 + np.exp(-x))
        return self.a
    def backward(self, dout):
        return dout * self.a * (1 - self.a)
"""
NETWORK = """
class Net:
    MAKE
    def forward(self, x):
        for part in self.parts:
            x = part.forward(x)
        return x
    def backward(self, dout):
        for part in self.parts[::-1]:
            dout = part.backward(dout)
"""
MAKE = {
    "listed": "def __init__(self, layers): self.parts = layers",
    "starred": "def __init__(self, *layers): self.parts = layers",
    "added": "def __init__(self): self.parts = []\n    def add(self, one): self.parts.append(one)",
}


def verdict(text: str, write: Write) -> tuple[str, list[int]]:
    report = groundup.check(write(text))
    return report.verdict, [one.number for one in report.mistakes]


@pytest.mark.parametrize("way", MAKE)
def test_layers_are_handed_over_as_the_container_wants(write: Write, way: str) -> None:
    text = LAYERS + NETWORK.replace("MAKE", MAKE[way])
    assert verdict(text, write) == ("right", [])


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("1 - self.a ** 2", "1 - self.a"), ("dout * self.a * (1 - self.a)", "dout * (1 - self.a)")],
    ids=["tanh", "sigmoid"],
)
def test_every_activation_that_there_is_takes_part(write: Write, right: str, wrong: str) -> None:
    assert right in LAYERS
    text = LAYERS.replace(right, wrong) + NETWORK.replace("MAKE", MAKE["listed"])
    assert verdict(text, write)[0] == "wrong"


@pytest.mark.slow
def test_a_layer_that_is_not_what_it_is_called_is_named(write: Write) -> None:
    text = LAYERS.replace("np.exp(-x)", "np.exp(x)") + NETWORK.replace("MAKE", MAKE["listed"])
    assert verdict(text, write) == ("unchecked", [])
    names: dict[str, Any] = {"__name__": "parts"}
    exec(text, names)
    parts = Offered({name: it for name, it in names.items() if isinstance(it, type)})
    assert list(others(parts).values()) == [
        "the layer Sigmoid gives 0.214 at 1.3, where sigmoid is 0.786",
    ]


@pytest.mark.slow
def test_one_of_another_module_is_left_out(tmp_path: Path) -> None:
    layers = LAYERS.replace("np.exp(-x)", "np.exp(x)")
    (tmp_path / "parts.py").write_text(layers, encoding="utf-8")
    (tmp_path / "net.py").write_text(NETWORK.replace("MAKE", MAKE["listed"]), encoding="utf-8")
    report = groundup.check(tmp_path / "net.py")
    assert report.verdict == "right"
    assert "without one of its layers: the layer Sigmoid gives 0.214" in str(report)


def test_layers_are_found_in_the_module_beside_it(tmp_path: Path) -> None:
    (tmp_path / "parts.py").write_text(LAYERS, encoding="utf-8")
    net = tmp_path / "net.py"
    net.write_text(NETWORK.replace("MAKE", MAKE["listed"]), encoding="utf-8")
    assert groundup.check(net).verdict == "right"
    wrong = LAYERS.replace("1 - self.a ** 2", "1 - self.a")
    (tmp_path / "parts.py").write_text(wrong, encoding="utf-8")
    assert groundup.check(net).verdict == "wrong"


WIDTHS = """
import numpy as np

class Net:
    def __init__(self, rate=0.1): self.rate, self.w = rate, []
    def add_layer(self, n_inputs, n_neurons): self.w.append(np.random.randn(n_inputs, n_neurons))
    def forward(self, x):
        self.a = [x]
        for w in self.w: self.a.append(np.tanh(self.a[-1] @ w))
        return self.a[-1]
    def train(self, x, y):
        delta = (self.forward(x) - y) * (1 - self.a[-1] ** 2)
        for l in range(len(self.w))[::-1]:
            dw = self.a[l].T @ delta
            delta = delta @ self.w[l].T * (1 - self.a[l] ** 2)
            self.w[l] -= self.rate * dw
"""


def test_layers_may_be_told_by_their_widths(write: Write) -> None:
    assert verdict(WIDTHS, write) == ("right", [])
    assert verdict(WIDTHS.replace(" * (1 - self.a[l] ** 2)", ""), write) == ("wrong", [14])


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("blob", "no Net could be made from here: it wants blob, and the name does not say"),
        ("layers", "no Net could be made from here: line 5 of learners_code.py raised TypeError"),
    ],
)
def test_why_no_network_could_be_made_is_said(write: Write, wanted: str, said: str) -> None:
    text = f"""
import numpy as np
class Net:
    def __init__(self, {wanted}):
        self.w = np.zeros(({wanted}["girth"], 2))
    def train(self, x, y):
        self.w -= x.T @ (x @ self.w - y)
"""
    assert said in str(groundup.check(write(text)))


def test_training_by_outputs_that_stay_is_said(write: Write) -> None:
    text = """
import numpy as np
class Net:
    def __init__(self, x, y):
        self.x, self.y, self.out = x, y, np.zeros(y.shape)
        self.w, self.v = np.random.rand(x.shape[1], 4), np.random.rand(4, y.shape[1])
    def train(self, targets, epochs):
        for epoch in range(epochs):
            self.h = np.tanh(self.x @ self.w)
            shown = 1 / (1 + np.exp(-self.h @ self.v))  # and self.out stays as it was
            delta = (self.out - self.y) * self.out * (1 - self.out)
            below = delta @ self.v.T * (1 - self.h ** 2)
            self.v -= self.h.T @ delta
            self.w -= self.x.T @ below
"""
    report = groundup.check(write(text))
    assert report.verdict == "unchecked"
    assert "Steps were seen, but not what they make smaller." in str(report)
