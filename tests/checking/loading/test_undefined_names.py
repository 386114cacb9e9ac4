"""A name that nothing defines stops code whatever it is given: that is wrong, and is told."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest

import groundup
from groundup.checking.loading.undefined_names import undefined_name, undefined_names
from tests.checking.conftest import Write
from tests.checking.reading.forms.test_book import BOOK

SLIP = BOOK.replace("* sigmoid_prime(zs[-1])", "* sigmoid_pime(zs[-1])")


def test_a_name_that_is_nowhere_defined_is_wrong_and_a_likely_one_is_told(write: Write) -> None:
    report = groundup.check(str(write(SLIP)))
    assert report.verdict == "wrong"
    (found,) = [one for one in report.findings if one.kind == "undefined name"]
    assert found.message.endswith(
        " of Network.backprop, which is defined nowhere in it; is sigmoid_prime meant?"
    )
    assert "in backprop" in found.detail


def test_a_name_whose_definition_could_not_be_run_is_not(write: Write) -> None:
    report = groundup.check(str(write(SLIP + "\nsigmoid_pime = make_one_from('a file.that')\n")))
    assert report.verdict == "unchecked"
    assert not [one for one in report.findings if one.kind == "undefined name"]


NET = """
    import numpy as np

    class Net:
        def __init__(self, n_in, n_hidden, n_out):
            self.w = [np.random.randn(n_in, n_hidden), np.random.randn(n_hidden, n_out)]

        def fit(self, X, y, epochs=3, lr=0.1):
            for _ in range(epochs):
                h = np.tanh(X @ self.w[0])
                p = h @ self.w[1]
                d = (p - y) @ self.w[1].T * (1 - h**2)
                self.w[1] -= lr * h.T @ (p - y)
                self.w[0] -= lr * X.T @ d
"""


@pytest.mark.parametrize(
    ("right", "slip", "said"),
    [
        ("* (1 - h**2)", "* (1 - hh**2)", "uses hh in line 12 of Net.fit"),
        ("", "", ""),
        ("d = (p - y) @ self.w[1]", "d = (p - y) @ self.W[1]", "uses .W of a Net"),
    ],
)
def test_what_trains_and_cannot_run_is_wrong(
    write: Write, right: str, slip: str, said: str
) -> None:
    report = groundup.check(str(write(NET.replace(right, slip))))
    broken = [one.message for one in report.findings if one.kind == "undefined name"]
    assert report.verdict == ("wrong" if said else "right"), report
    assert said in "".join(broken)


LAYERS = """
class Dense:
    def forward(self, x): return x
    def backward(self, grad): return grad

class Flatten:
    def forward(self, x): return x.reshape(self.count, -1)
    def backward(self, grad): return grad
"""


@pytest.mark.parametrize(
    ("used", "told"), [("", False), ("net = [Dense(), Flatten()]", True), ("layers = Dense", False)]
)
def test_a_class_that_no_network_needs_may_be_unfinished(used: str, told: bool) -> None:
    tree = ast.parse(LAYERS + used)
    names: dict[str, Any] = {}
    exec(LAYERS, names)
    error = AttributeError("no count", name="count", obj=names["Flatten"]())
    assert (undefined_name(error, tree, None) is not None) == told


TRAINER = """
class Trainer:
    def __init__(self):
        self.rate = 0.5

    def train(self, net, x, y):
        self.back(net, x, y)

    def back(self, net, x, y):
        return net.layers()

    def show(self):
        return self.layers()
"""


@pytest.mark.parametrize(("call", "told"), [("train", False), ("back", False), ("show", True)])
def test_what_the_check_gave_a_function_may_lack_something(call: str, told: bool) -> None:
    """The network is of another class than the object that trains it."""
    names: dict[str, Any] = {}
    exec(compile(TRAINER, "trainer.py", "exec"), names)
    given = (names["Trainer"](), [[1.0]], [[1.0]]) if call != "show" else ()
    with pytest.raises(AttributeError) as raised:
        getattr(names["Trainer"](), call)(*given)
    of_its_own = raised.value.with_traceback(raised.tb.tb_next)
    found = undefined_name(of_its_own, ast.parse(TRAINER), None)
    assert (found is not None) == told


def test_what_another_module_lacks_is_not_the_codes(write: Write) -> None:
    report = groundup.check(str(write(NET.replace("np.tanh", "np.tanhh"))))
    assert report.verdict == "unchecked"


@pytest.mark.parametrize(
    "text",
    [
        "from layers import *\nsigmoid(1)",
        "def f():\n    global beta\n    beta = 1\ndef g():\n    return beta",
        "print(xrange(3), __file__)",
        "class A:\n    rate = 1\n    def f(self):\n        return [self for _ in range(rate)]",
    ],
)
def test_what_may_be_defined_is_not_undefined(text: str) -> None:
    assert not undefined_names(ast.parse(text))


def test_a_name_that_others_have_for_themselves_is_undefined() -> None:
    text = "def f():\n    total = 1\nclass A:\n    def g(self):\n        return total"
    (found,) = undefined_names(ast.parse(text)).values()
    assert found.owner == "A"
    assert found.words(None) == (
        "The code uses total in line 5 of A.g, which is defined only inside other functions"
    )


SPARE = "    def answer(self):\n            return p[-1]\n"


def test_what_training_does_without_is_told_and_no_verdict(write: Write) -> None:
    text = NET + "\n    " + SPARE
    report = groundup.check(str(write(text)))
    assert report.verdict == "right", report
    (said,) = [one.message for one in report.findings if "uses p" in one.message]
    assert "of Net.answer, which is defined only inside other functions" in said
    assert groundup.check(str(write(NET.replace("h**2", "g**2") + SPARE))).verdict == "wrong"


@pytest.mark.parametrize(
    ("text", "spare"),
    [
        ("", True),
        ("\nnet = Net(2, 3, 1)\nnet.answer()", False),
        ("\nnet = Net(2, 3, 1)\nprint(getattr(net, 'answer')())", False),
        ("        self.p = p", False),
        ("        self.kept.append(p)", False),
        ("        self.out[0] = p", False),
    ],
)
def test_a_function_is_needed_where_it_is_named_or_leaves_something(text: str, spare: bool) -> None:
    train = "class Net:\n    def train(self):\n        for _ in range(9): pass\n"
    answer = "    def answer(self):\n        return p\n" if text[:1] != " " else ""
    answer = answer or "    def answer(self):\n"
    (found,) = undefined_names(ast.parse(train + answer + text)).values()
    assert found.spare == spare


def test_the_first_use_that_is_needed_is_told() -> None:
    text = "class A:\n    def show(self):\n        return a\n    def train(self):\n"
    (found,) = undefined_names(ast.parse(text + "        for _ in a: a + 1")).values()
    assert (found.function, found.spare) == ("A.train", False)
    (alone,) = undefined_names(ast.parse(text.replace("train", "back") + "        a")).values()
    assert not alone.spare  # nothing here trains by itself: another file may


@pytest.mark.parametrize(
    ("factory", "told"),
    [
        ("def grow(net):\n    net.depth: int = 3", False),
        ("def grow(net):\n    setattr(net, 'depth', 3)", False),
        ("def grow(net):\n    return net.depth == 3", True),
    ],
)
def test_an_attribute_may_be_set_by_another_file(write: Write, factory: str, told: bool) -> None:
    text = "class Net:\n    def forward(self): return self.depth"
    file = write(text)
    write(factory, "factory.py")
    write("", "pyproject.toml")  # the folders above are other projects', as of other tests
    names: dict[str, Any] = {}
    exec(text, names)
    error = AttributeError("no depth", name="depth", obj=names["Net"]())
    assert (undefined_name(error, ast.parse(text), file) is not None) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "from base.net import Net\nclass Deep(Net):\n    def __init__(self): self.depth = 3",
            False,
        ),
        ("class Other:\n    def __init__(self): self.depth = 3", True),
    ],
)
def test_an_attribute_may_be_set_by_a_class_that_is_built_on_this_one(
    tmp_path: Path, text: str, told: bool
) -> None:
    base = "class Net:\n    def forward(self): return self.depth"
    (tmp_path / "pyproject.toml").touch()
    for name, content in (("base/net.py", base), ("models/deep.py", text)):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(content, encoding="utf-8")
    names: dict[str, Any] = {}
    exec(base, names)
    error = AttributeError("no depth", name="depth", obj=names["Net"]())
    found = undefined_name(error, ast.parse(base), tmp_path / "base" / "net.py")
    assert (found is not None) == told


def test_the_attribute_that_may_be_meant_is_one_that_is_set(write: Write) -> None:
    code = NET.replace("self.w = [", "self.Layers = [").replace("self.w[", "self.layers[")
    code = code.replace("for _ in range(epochs):", "for layer in range(epochs):")
    report = groundup.check(str(write(code)))
    (found,) = [one for one in report.findings if one.kind == "undefined name"]
    assert found.message.endswith("which nothing in it sets; is Layers meant?")


def test_a_class_may_lack_what_is_asked_of_itself() -> None:
    names: dict[str, Any] = {}
    exec(text := "class Net:\n    def _act(self, z): return Net.act(z)", names)
    error = AttributeError("no act", name="act", obj=names["Net"])
    found = undefined_name(error, ast.parse(text), None)
    assert found is not None
    assert found.message == ("The code uses .act of Net, which nothing in it sets; is _act meant?")
