"""The likely line of a mistake is the line that it was planted in, or none."""

from __future__ import annotations

import textwrap

import pytest

import groundup
from groundup.checking.diagnosis.search import Place, name
from groundup.checking.loading.sources import read
from groundup.checking.model.answers import Observed, Unrun
from groundup.checking.model.report import Named, Quantity, Report
from groundup.checking.reference import catalogue
from groundup.checking.words.likely_line import computed_by, likely_line
from tests.checking.conftest import Write

FUNCTIONS = """
    import numpy as np

    def sigmoid(z):
        return 1.0 / (1.0 + np.exp(-z))

    def sigmoid_prime(z):
        return sigmoid(z) * (1.0 - sigmoid(z))

    def backprop(weights, biases, x, y):
        z, a = [], [x]
        for w, b in zip(weights, biases):
            z.append(a[-1] @ w.T + b)
            a.append(sigmoid(z[-1]))
        last = len(weights) - 1
        delta = [None] * (last + 1)
        error = a[-1] - y
        delta[last] = error * sigmoid_prime(z[last])
        for l in reversed(range(last)):
            error = delta[l + 1] @ weights[l + 1]
            delta[l] = error * sigmoid_prime(z[l])
        dw, db = [], []
        for l in range(last + 1):
            dw.append(delta[l].T @ a[l] / len(x))
            db.append(delta[l].mean(axis=0))
        return dw, db
"""
UNROLLED = """
    import numpy as np

    def sigmoid(z):
        return 1.0 / (1.0 + np.exp(-z))

    def backprop(W1, b1, W2, b2, X, Y):
        m = len(X)
        A1 = sigmoid(X @ W1 + b1)
        A2 = sigmoid(A1 @ W2 + b2)
        dZ2 = (A2 - Y) * A2 * (1 - A2)
        dW2 = A1.T @ dZ2 / m
        db2 = dZ2.sum(axis=0) / m
        dZ1 = dZ2 @ W2.T * A1 * (1 - A1)
        dW1 = X.T @ dZ1 / m
        db1 = dZ1.sum(axis=0) / m
        return dW1, db1, dW2, db2
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("source", "right", "wrong"),
    [
        (FUNCTIONS, "delta[last] = error * sigmoid_prime(z[last])", "delta[last] = error"),
        (FUNCTIONS, "delta[l] = error * sigmoid_prime(z[l])", "delta[l] = error"),
        (FUNCTIONS, "delta[l] = error * sigmoid_prime(z[l])", "delta[l] = error * a[l + 1]"),
        (FUNCTIONS, "error = a[-1] - y", "error = y - a[-1]"),
        (FUNCTIONS, "delta[l + 1] @ weights[l + 1]", "delta[l + 1] @ np.abs(weights[l + 1])"),
        (FUNCTIONS, "delta[l].T @ a[l] / len(x)", "delta[l].T @ x / len(x)"),
        (FUNCTIONS, "delta[l].mean(axis=0)", "delta[l].mean() * np.ones(delta[l].shape[1])"),
        (UNROLLED, "(A2 - Y) * A2 * (1 - A2)", "A2 - Y"),
        (UNROLLED, "dZ2 @ W2.T * A1 * (1 - A1)", "dZ2 @ W2.T"),
        (UNROLLED, "db1 = dZ1.sum(axis=0) / m", "db1 = dZ1.sum() / m * np.ones(b1.shape)"),
    ],
)
def test_it_is_the_line_that_was_planted(write: Write, source, right: str, wrong: str) -> None:
    text = textwrap.dedent(source)
    assert text.count(right) == 1
    file = write(text.replace(right, wrong))
    line = next(i for i, one in enumerate(file.read_text().splitlines(), 1) if wrong in one)
    report = groundup.check(file, cost="quadratic", activation="sigmoid")
    assert report.mistakes, str(report)
    assert report.source_line is not None
    assert report.source_line[0] == line
    assert wrong in report.source_line[1]


def test_a_wrong_function_of_its_own_is_the_line(write: Write) -> None:
    right = "return sigmoid(z) * (1.0 - sigmoid(z))"
    file = write(FUNCTIONS.replace(right, "return 1.0 - sigmoid(z)"))
    report = groundup.check(file, cost="quadratic")
    assert report.first_wrong is not None
    assert report.first_wrong.name == "sigma_prime"
    assert report.source_line == (8, "return 1.0 - sigmoid(z)", "")


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        # One factor is wherever the learner thinks it is.
        ("delta[l].T @ a[l] / len(x)", "delta[l].T @ a[l]"),
        # A list of gradients in reverse is no line of any formula.
        ("return dw, db", "return dw[::-1], db[::-1]"),
    ],
)
def test_no_line_rather_than_a_wrong_one(write: Write, right: str, wrong: str) -> None:
    report = groundup.check(write(FUNCTIONS.replace(right, wrong)), cost="quadratic")
    assert report.verdict == "wrong"
    assert report.source_line is None


def test_two_lines_that_could_be_meant_are_none(write: Write) -> None:
    text = """
        def backprop(w, b, x, y):
            delta = a - y
            delta = delta * 1.0
        """
    named = Named(1, "output-derivative-missing", 0, (), "", "delta[0] = (a[1] - y) ∘ ⟦σ′(z[0])⟧")
    wrong = Quantity("delta", 0, False, 1.0)
    report = Report("wrong", quantities=[wrong], first_wrong=wrong, mistakes=[named])
    observed = Observed(places={"delta": "backprop"})
    assert likely_line([read(write(text))], observed, report) is None
    once = text.replace("delta = delta * 1.0", "pass")
    assert likely_line([read(write(once))], observed, report) == (3, "delta = a - y", "")
    assert likely_line([read(write("def backprop("))], observed, report) is None
    assert likely_line([], observed, report) is None


@pytest.mark.parametrize(
    ("formula", "quantity"),
    [
        ("delta[l] = (a[l+1] - y) ∘ ⟦σ′(z[l])⟧", "delta"),
        ("σ′(z[l]) = ⟦a[l+1]⟧·(1 - a[l+1])", "delta"),
        ("dw[l] = 1/N · Σ delta[l]·a[l]ᵀ + ⟦l2·w[l]⟧", "dw"),
        ("db[l] = ⟦1/N · Σ delta[l]⟧", "db"),
        ("⟦w[l]⟧ ← w[l] - eta·dw[l]", "w"),
        ("cost = mean cost ⟦+ l2/2·Σw²⟧", "cost"),
        ("dw[l], db[l]: ⟦float64⟧", None),
        ("return ⟦dw[0], dw[1], …⟧", None),
    ],
)
def test_a_formula_says_what_its_line_computes(formula: str, quantity: str | None) -> None:
    assert computed_by(formula) == quantity


SCRIPT = """
    import numpy as np

    def tanh_prime(a):
        return 1 - a ** 2

    X, Y = np.ones((4, 3)), np.ones((4, 2))
    W1, b1, W2, b2 = np.ones((3, 5)), np.zeros(5), np.ones((5, 2)), np.zeros(2)
    for epoch in range(100):
        a1 = np.tanh(X @ W1 + b1)
        out = a1 @ W2 + b2
        if epoch < 0:
            dz1 = 0.5 * out
        dz2 = (out - Y) / len(X)
        dz1 = dz2 @ W2.T * tanh_prime(a1)
        dW1, dW2 = X.T @ dz1, a1.T @ dz2
        db2 = dz2.sum(axis=0)
        db1 = dz1.sum(axis=0)
        W1 -= 0.1 * dW1
        W2 -= 0.1 * dW2
        b1 -= 0.1 * db1
        b2 -= 0.1 * db2
"""


@pytest.mark.parametrize(
    ("slug", "layer", "line"),
    [
        ("bias-sum-over-everything", 0, "db1 = dz1.sum(axis=0)"),
        ("bias-sum-over-everything", 1, "db2 = dz2.sum(axis=0)"),
        ("tanh-derivative-of-z", 0, "return 1 - a ** 2"),
        ("weights-not-transposed", 0, "dz1 = dz2 @ W2.T * tanh_prime(a1)"),
        ("hidden-derivative-of-activation", 0, None),  # of the line, or of the function it calls
        ("gradient-transposed", 0, None),  # dW1 and dW2 have one line
    ],
)
def test_a_line_of_what_was_watched(write: Write, slug: str, layer: int, line: str | None) -> None:
    file = write(SCRIPT)
    mistake = catalogue.by_slug(slug)
    named = name(Place(mistake, frozenset({layer})), [mistake])
    first = Quantity("dw", layer, False, 1.0)
    quantities = [Quantity("dw", l, l != layer, 0.0) for l in (1, 0)]
    report = Report("wrong", quantities=quantities, first_wrong=first, mistakes=[named])
    seen = Observed(moved=True, not_run=[Unrun(str(file), 13, 13, "if epoch < 0")])
    found = likely_line([read(file)], seen, report)
    assert (found and found.text) == line
    assert likely_line([read(file)], Observed(), report) is None


@pytest.mark.parametrize(
    ("error", "found"), [("y - out", True), ("-(out - y)", True), ("out - y", False)]
)
def test_no_line_that_takes_the_target_off_where_the_step_may_go_up(
    write: Write, error: str, found: bool
) -> None:
    text = SCRIPT.replace(SCRIPT[SCRIPT.index("dz2 = ") :].splitlines()[0], f"dz2 = {error}")
    mistake = catalogue.by_slug("sign-flipped")
    named = name(Place(mistake, frozenset({1})), [mistake])
    quantities = [Quantity("dw", l, False, 2.0) for l in (1, 0)]
    report = Report("wrong", quantities=quantities, first_wrong=quantities[0], mistakes=[named])
    line = likely_line([read(write(text))], Observed(moved=True), report)
    assert (line and line.text) == (f"dz2 = {error}" if found else None)


def test_no_line_of_a_script_whose_names_tell_of_one_layer_alone(write: Write) -> None:
    """The hidden layer's delta has a name that says nothing; a mean of errors is none."""
    text = SCRIPT.replace("dz1", "back").replace("dz2 = (", "errors = [abs(out)]; dz2 = (")
    mistake = catalogue.by_slug("hidden-derivative-missing")
    named = name(Place(mistake, frozenset({0})), [mistake])
    quantities = [Quantity("dw", l, l == 1, 0.0) for l in (1, 0)]
    report = Report("wrong", quantities=quantities, first_wrong=quantities[1], mistakes=[named])
    assert likely_line([read(write(text))], Observed(moved=True), report) is None


@pytest.mark.parametrize(("function", "found"), [("__init__", False), ("update", True)])
def test_no_line_of_a_constructor_for_an_update(write: Write, function: str, found: bool) -> None:
    text = f"""
    class Layer:
        def {function}(self, n_in, n_out):
            self.W = np.random.randn(n_in, n_out) * 0.5
    """
    mistake = catalogue.by_slug("weight-gradient-negated")
    named = name(Place(mistake, frozenset({0})), [mistake])
    wrong = Quantity("dw", 0, False, 2.0)
    report = Report("wrong", quantities=[wrong], first_wrong=wrong, mistakes=[named])
    line = likely_line([read(write(text))], Observed(moved=True), report)
    assert bool(line) == found


def test_no_line_of_a_function_whose_names_tell_of_one_layer_alone(write: Write) -> None:
    text = """
    def gradients(w1, w2, x, y):
        h = np.tanh(x @ w1)
        error = (h @ w2 - y) / len(x)
        below = error @ w2.T
        return x.T @ below, h.T @ error
    """
    mistake = catalogue.by_slug("hidden-derivative-missing")
    named = name(Place(mistake, frozenset({0})), [mistake])
    quantities = [Quantity("dw", l, l == 1, 0.0) for l in (1, 0)]
    report = Report("wrong", quantities=quantities, first_wrong=quantities[1], mistakes=[named])
    observed = Observed(places={"delta": "gradients", "dw": "gradients"})
    assert likely_line([read(write(text))], observed, report) is None


def test_no_line_of_an_error_that_is_not_sent_back_in_it(write: Write) -> None:
    text = """
    def fit(self, X, y):
        h = np.tanh(X @ self.W1)
        err = h @ self.W2 - y
        self.W2 -= self.lr * h.T @ err
        back = (err @ self.W2.T) * (1 - h * h)
        self.W1 -= self.lr * X.T @ back
    """
    mistake = catalogue.by_slug("weights-updated-too-early")
    named = name(Place(mistake, frozenset({0})), [mistake])
    quantities = [Quantity("dw", l, l == 1, 0.0) for l in (1, 0)]
    report = Report("wrong", quantities=quantities, first_wrong=quantities[1], mistakes=[named])
    observed = Observed(places={"delta": "fit", "dw": "fit"})
    assert likely_line([read(write(text))], observed, report) is None


OBJECTS = """
    class Tanh:
        def f(self, z):
            return np.tanh(z)

        def df(self, z):
            return 1.0 - np.tanh(z)

    def backward(layers, error):
        for layer in reversed(layers):
            delta = error * layer.act.df(layer.z)
            layer.dw = delta.T @ layer.x
            error = delta @ layer.w
"""


@pytest.mark.parametrize(
    ("slug", "right", "other", "line"),
    [
        ("tanh-derivative-without-square", "", "", "return 1.0 - np.tanh(z)"),
        # it may be in the line, or in what that calls
        ("hidden-derivative-twice", "", "", None),
        ("function-for-its-derivative", "", "", None),
        # what it calls is in another file
        ("tanh-derivative-without-square", "layer.act.df", "tanh_slope", None),
        ("tanh-derivative-without-square", "layer.act.df", "layer.act_deriv", None),
        # which of them?
        ("tanh-derivative-without-square", "class Tanh", "def df(z): ...\nclass Tanh", None),
        # it calls what is no derivative, or is right
        ("hidden-derivative-twice", "layer.act.df(", "np.multiply(1, ", "delta = error"),
        ("function-for-its-derivative", "layer.act.df(", "tanh(", "delta = error"),
    ],
)
def test_a_derivative_that_the_line_of_a_layer_calls(
    write: Write, slug: str, right: str, other: str, line: str | None
) -> None:
    file = write(textwrap.dedent(OBJECTS).replace(right, other) if right else OBJECTS)
    mistake = catalogue.by_slug(slug)
    named = name(Place(mistake, frozenset({0, 1})), [mistake])
    quantities = [Quantity("delta", l, False, 1.0) for l in (1, 0)]
    report = Report("wrong", quantities=quantities, first_wrong=quantities[0], mistakes=[named])
    seen = Observed(places={"delta": "backward"}, functions={"sigma": {"name": "tanh"}})
    found = likely_line([read(file)], seen, report)
    assert (found and found.text.startswith(line or "?")) == (line and True)
