"""What counts of a second look at a file, and what it finds that the first did not."""

from __future__ import annotations

from pathlib import Path

import pytest

import groundup
from bench.checking.patches import written
from groundup.checking import second_look
from groundup.checking.model.answers import Observed, Settings, Unrun
from groundup.checking.model.report import Quantity, Report
from tests.checking.conftest import Write
from tests.checking.reading.forms.test_book import BOOK
from tests.checking.running.test_looks import TRAINS

PROGRAMS = written(Path(__file__).parent / "programs")
TANH = Unrun("net.py", 11, 11, "Tanh.forward")
LAYERS = """
    import numpy as np

    class Tanh:
        def forward(self, z):
            return np.tanh(z)
        def backward(self, z):
            return {slope}

    class ReLU:
        def forward(self, z):
            return np.maximum(z, 0)
        def backward(self, z):
            return (z > 0).astype(float)

    class Identity:
        def forward(self, z):
            return z
        def backward(self, z):
            return np.ones_like(z)

    class Dense:
        def __init__(self, n_in, n_out, act):
            self.W = np.random.randn(n_out, n_in) / np.sqrt(n_in)
            self.b = np.zeros((n_out, 1))
            self.act = act
        def forward(self, a):
            self.a = a
            self.z = self.W @ a + self.b
            return self.act.forward(self.z)
        def backward(self, grad):
            m = self.a.shape[1]
            delta = grad * self.act.backward(self.z)
            self.dW = delta @ self.a.T / m
            self.db = delta.sum(axis=1, keepdims=True) / m
            return self.W.T @ delta
    """
OWN_STEP = """
        def step(self, lr):
            self.W -= lr * self.dW
            self.b -= lr * self.db
    """
OPTIMISER = """
    class SGD:
        def __init__(self, layers, lr):
            self.layers, self.lr = layers, lr
        def step(self):
            for l in self.layers:
                l.W -= self.lr * l.dW
                l.b {sign}= self.lr * l.db
    """
NETWORK = """
    class Network:
        def __init__(self, layers):
            self.layers = layers
        def forward(self, x):
            for l in self.layers:
                x = l.forward(x)
            return x
        def backward(self, yhat, y):
            g = yhat - y
            for l in reversed(self.layers):
                g = l.backward(g)

    np.random.seed(0)
    X, Y = np.random.randn(4, 20), np.random.randn(2, 20)
    net = Network([Dense(4, 6, {act}()), Dense(6, 5, ReLU()), Dense(5, 2, Identity())])
    {made}
    for e in range(20):
        out = net.forward(X)
        loss = 0.5 * np.sum((out - Y) ** 2) / X.shape[1]
        net.backward(out, Y)
        {step}
    """


def look_again(first: Report, observed: Observed) -> Report:
    return second_look.looked_at_again(first, observed, lambda seconds: Observed(), [], 1.0)


@pytest.mark.parametrize("verdict", ["right", "wrong"])
def test_a_second_look_counts_where_the_first_leaves_doubts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, verdict: str
) -> None:
    file = tmp_path / "net.py"
    file.write_text("def nothing(): ...\n")
    second = Report(verdict=verdict)
    monkeypatch.setattr(second_look, "may_be_misread", lambda report, observed: True)
    monkeypatch.setattr(second_look, "second_report", lambda *asked: (second, True))
    assert groundup.check(str(file)).verdict == verdict


def test_a_step_inside_the_way_back_is_one_that_was_found(write: Write) -> None:
    code = (PROGRAMS / "rivers.py").read_text(encoding="utf-8")
    flipped = code[: code.index("    def train")].replace("(self.a2 - y)", "(y - self.a2)")
    flipped = flipped.replace("0.9 * self.speed[name] + slope", "slope")
    report = groundup.check(write(flipped))
    assert [one.slug for one in report.mistakes] == ["sign-flipped"]
    assert "inside the way back" in report.conventions["step"]
    assert "No update step was found" not in str(report)
    assert "Or it is the step's" in str(report)


@pytest.mark.parametrize(("known", "counts"), [(None, False), (True, True)])
def test_a_second_look_that_sees_no_cost_says_nothing_of_one_that_is_unknown(
    monkeypatch: pytest.MonkeyPatch, known: bool | None, counts: bool
) -> None:
    first, second = Report("unchecked", unknown_cost=True), Report("right")
    second.quantities = [Quantity("cost", None, known, None)]
    monkeypatch.setattr(second_look, "may_be_misread", lambda report, observed: True)
    monkeypatch.setattr(second_look, "second_report", lambda *asked: (second, True))
    assert look_again(first, Observed()) is (second if counts else first)


@pytest.mark.parametrize(
    ("file", "verdict", "slug"),
    [
        ("tides.py", "right", None),
        ("tides_doubled.py", "wrong", "l2-doubled"),
        ("tides_free.py", "unchecked", None),
        ("tides_half_sloped.py", "wrong", "function-for-its-derivative"),
    ],
)
def test_a_fit_of_many_epochs_is_no_step_of_the_gradients_beside_it(
    file: str, verdict: str, slug: str | None
) -> None:
    """The second look knows nothing of the L2 in a cost that no step computes."""
    report = groundup.check(PROGRAMS / file)
    assert report.verdict == verdict
    assert [one.slug for one in report.mistakes] == ([slug] if slug else [])
    assert not any(one.ok is False for one in report.quantities if one.name == "step")
    if file == "tides_free.py":
        assert report.doubts == [second_look.L2_OF_COST]


@pytest.mark.parametrize(
    ("step", "not_run", "trains", "second", "counts"),
    [
        (True, [TANH], True, "wrong", True),
        (True, [TANH], True, "right", False),
        (True, [TANH], False, "wrong", False),
        (True, [], True, "wrong", True),
        (None, [], True, "wrong", True),
        (None, [], True, "right", False),
        (None, [], False, "wrong", False),
        ("uncalled", [], True, "wrong", True),
        ("uncalled", [], True, "right", True),
        (True, [TANH], True, "unchecked", True),
        ("uncalled", [], True, None, False),
        ("uncalled", [], False, "wrong", False),
    ],
)
def test_a_second_look_counts_where_the_first_left_out_what_the_file_trains_with(
    monkeypatch: pytest.MonkeyPatch,
    step: bool | str | None,
    not_run: list[Unrun],
    trains: bool,
    second: str | None,
    counts: bool,
) -> None:
    first = Report("right", not_run=not_run, uncalled={"step"} if step == "uncalled" else set())
    first.quantities = [Quantity("step", 0, True if step is True else None, None)]
    again = Report(second or "unchecked")
    monkeypatch.setattr(second_look, "second_report", lambda *asked: (again, second is not None))
    chosen = look_again(first, Observed(trains=trains))
    assert chosen is (again if counts else first)


@pytest.mark.parametrize(
    ("cost", "last", "error", "odd"),
    [
        ("quadratic", "sigmoid", 0.5, True),
        ("cross-entropy", "softmax", 0.5, True),
        ("quadratic", "softmax", 0.5, False),  # the same network: an optimiser may be another
        ("quadratic", "sigmoid", None, False),
    ],
)
def test_a_second_look_that_is_odd_counts_if_it_is_of_another_network(
    cost: str, last: str, error: float | None, odd: bool
) -> None:
    first = Observed(settings=Settings(("relu", "softmax"), "quadratic"))
    seen = Observed(settings=Settings(("relu", last), cost))
    report = Report("unchecked", quantities=[Quantity("dw", 1, None, error)])
    assert second_look.is_odd(report, seen, first) is odd


def test_lines_that_ran_in_a_second_look_that_is_right_are_not_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cube = Unrun("net.py", 20, 22, "Cube.forward")
    second = Report("right", not_run=[cube._replace(first=21)])
    monkeypatch.setattr(second_look, "second_report", lambda *asked: (second, True))
    look_again(first := Report("right", not_run=[TANH, cube]), Observed(trains=True))
    assert first.not_run == [cube]


def test_a_second_look_that_is_not_sure_is_a_note(monkeypatch: pytest.MonkeyPatch) -> None:
    second = Report("unchecked", doubts=["Layers may have rates of their own.", "More."])
    second.hidden_layers = [1]
    monkeypatch.setattr(second_look, "second_report", lambda *asked: (second, False))
    look_again(first := Report("right"), Observed(trains=True))
    assert first.verdict == "right"
    assert [one.message for one in first.findings] == [second_look.UNSURE + second.doubts[0]]
    second.hidden_layers, first.findings = [], []
    look_again(first, Observed(trains=True))
    (found,) = first.findings
    assert found.message == f"{second_look.UNREAD}: {second.doubts[0]}"


def test_right_lines_are_not_blamed_for_a_loop_that_goes_up() -> None:
    report = groundup.check(PROGRAMS / "plane_train_up.py")
    assert [one.aliases for one in report.mistakes] == [(64,)]
    assert report.source_line is None
    assert "The update adds the gradient" in str(report)


def test_a_layer_that_a_loop_omits_is_wrong_beside_right_classes(write: Write) -> None:
    main = NETWORK.format(act="Tanh", made="", step="[l.step(0.1) for l in net.layers[1:]]")
    text = LAYERS.format(slope="1 - np.tanh(z) ** 2") + OWN_STEP + main
    report = groundup.check(str(write(text)))
    assert report.verdict == "wrong"
    assert "The first layer gets no gradient" in str(report)


def test_what_is_computed_once_before_a_loop_leaves_doubts_of_a_right_class() -> None:
    report = groundup.check(PROGRAMS / "forwards_once.py")
    assert report.verdict == "unchecked"
    assert "no step depends on them" in str(report)


@pytest.mark.parametrize(
    ("slope", "verdict"), [("1 - np.tanh(z) ** 2", "right"), ("1 - z ** 2", "wrong")]
)
def test_an_activation_that_only_the_file_itself_trains_with(
    write: Write, slope: str, verdict: str
) -> None:
    main = NETWORK.format(act="Tanh", made="", step="[l.step(0.1) for l in net.layers]")
    report = groundup.check(str(write(LAYERS.format(slope=slope) + OWN_STEP + main)))
    assert report.verdict == verdict
    assert not report.not_run


BROKEN = """
import numpy as np

class Network:
    def __init__(self, sizes):
        self.biases = [np.random.rand(1, n) for n in sizes[1:]]
        self.weights = [np.random.rand(m, n) for m, n in zip(sizes, sizes[1:])]

    def feedforward(self, x):
        for w, b in zip(self.weights, self.biases):
            x = np.tanh(x @ w + b)
        return x

    def update(self, x, y, eta):
        nabla_b, nabla_w = self.backprop(x, y)
        for b, nb in zip(self.biases, nabla_b):
            b -= RATE * nb
        for w, nw in zip(self.weights, nabla_w):
            w -= RATE * nw

    def backprop(self, x, y):
        a = [x]
        for w, b in zip(self.weights, self.biases):
            a.append(np.tanh(a[-1] @ w + b))
        delta, nabla_b, nabla_w = (a[-1] - y) * (1 - a[-1] ** 2), [], []
        for l in reversed(range(len(self.weights))):
            nabla_b.insert(0, delta.sum(axis=0, keepdims=True))
            nabla_w.insert(0, a[l].T @ delta)
            delta = delta @ self.weights[l].T * (1 - a[l] ** 2)
        return nabla_b, nabla_w
"""


@pytest.mark.parametrize(("sign", "verdict"), [("-", "right"), ("+", "wrong")])
def test_an_optimiser_that_cannot_be_made_from_here(write: Write, sign: str, verdict: str) -> None:
    main = NETWORK.format(act="ReLU", made="sgd = SGD(net.layers, 0.1)", step="sgd.step()")
    text = LAYERS.format(slope="1 - np.tanh(z) ** 2") + OPTIMISER.format(sign=sign) + main
    report = groundup.check(str(write(text)))
    assert report.verdict == verdict
    assert "MissingError" not in str(report)


@pytest.mark.parametrize(("rate", "verdict"), [("eta / len(x)", "right"), ("eta / x", "unchecked")])
def test_a_step_that_raises_on_each_network_leaves_doubts(
    write: Write, rate: str, verdict: str
) -> None:
    report = groundup.check(str(write(BROKEN.replace("RATE", rate))))
    assert report.verdict == verdict
    if verdict == "unchecked":
        assert "Its own step raised an exception" in str(report)


def test_code_that_checks_itself_is_checked_once(write: Write) -> None:
    itself = """
import groundup
from bench.checking.patches import written
print([groundup.check(one).verdict for one in (__file__, Network)])
"""
    report = groundup.check(write(BOOK + TRAINS + itself))
    assert report.verdict == "right"
    (printed,) = (one.detail for one in report.findings if one.kind == "printed")
    assert printed.splitlines() == ["trained", "['unchecked', 'unchecked']"]


def test_a_step_that_raises_on_most_networks_and_goes_nowhere_on_others_is_no_lost_one(
    write: Write,
) -> None:
    text = (PROGRAMS / "rivers_gathered.py").read_text()
    report = groundup.check(write(text.replace("data)", "data_set)").replace("data[", "data_set[")))
    assert (report.verdict, report.mistakes) == ("unchecked", [])
