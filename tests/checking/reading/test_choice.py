"""The right reading is found among many, quickly, and what is unknown is settled or assumed."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import pytest

from groundup.checking.diagnosis.diagnosis import diagnose
from groundup.checking.model.answers import Settings
from groundup.checking.model.declared import Declared
from groundup.checking.model.offered import Offered
from groundup.checking.reading.adaptation import adapted
from groundup.checking.reading.choice import choose
from groundup.checking.reading.settings import Outputs, combinations, cost_by_value, outputs_of
from tests.checking.conftest import Observe

Offer = Callable[..., Offered]

ROWS = """
import numpy as np
def {name}(z): return 1 / (1 + np.exp(-z))

def forward(w, b, x):
    a = [x]
    for wl, bl in zip(w, b):
        a.append({name}(a[-1] @ wl + bl))
    return a

def backprop(w, b, x, y):
    a = forward(w, b, x)
    d = (a[-1] - y){prime}
    dw, db = [], []
    for l in reversed(range(len(w))):
        dw.insert(0, a[l].T @ d / {m})
        db.insert(0, d.sum(axis=0){bias})
        d = (d @ w[l].T) * a[l] * (1 - a[l])
    return dw, db
"""
RIGHT = {
    "name": "sigmoid",
    "prime": " * a[-1] * (1 - a[-1])",
    "m": "len(x)",
    "bias": " / len(x)",
}


def text(**changes: str) -> str:
    return ROWS.format(**RIGHT | changes)


def test_right_code_is_found_at_once(offer: Offer) -> None:
    search = choose(offer(text()), Declared())
    assert search.choice is not None
    assert search.choice.score.perfect
    assert search.tried <= 5


@pytest.mark.parametrize(
    ("prime", "cost"), [("* a[-1] * (1 - a[-1])", "quadratic"), ("", "cross-entropy")]
)
def test_an_assumed_cost_is_the_one_under_which_all_is_right(
    observed: Observe, prime: str, cost: str
) -> None:
    source = text()
    assert " * a[-1] * (1 - a[-1])" in source
    shown = observed(source.replace("* a[-1] * (1 - a[-1])", prime))
    assert shown.settings is not None
    assert shown.settings.cost == cost
    assert shown.known_from["cost"] == "assumed"
    assert diagnose(shown).verdict == "right"


def test_a_squared_error_in_the_code_is_believed_against_its_gradients(observed: Observe) -> None:
    source = text().replace("* a[-1] * (1 - a[-1])", "")
    shown = observed(source + "\n\ndef show(y, out):\n    loss = np.mean((y - out) ** 2)\n")
    assert shown.known_from["cost"] == "its code"
    assert [one.number for one in diagnose(shown).mistakes] == [1]


@pytest.mark.parametrize("changes", [{"prime": ""}, {"m": "1"}, {"bias": "[0]"}, {"bias": ""}])
def test_wrong_code_is_found_in_its_layout_and_soon(offer: Offer, changes: dict[str, str]) -> None:
    offered = offer(text(**changes))
    begun = time.process_time()
    search = choose(offered, Declared())
    assert time.process_time() - begun < 1.0  # some 0.1 s, on a machine that is not busy
    assert search.choice is not None
    assert search.choice.learner.conventions["w"] == "(n_in, n_out)"
    assert search.choice.score.outputs


def test_whole_batches_win_over_one_sample_that_hides_how_they_are_averaged(offer: Offer) -> None:
    search = choose(offer(text(bias="")), Declared())
    assert search.choice is not None
    assert not search.choice.learner.one_by_one
    assert not search.choice.score.alike


def test_a_gradient_by_itself_wins_over_a_step(offer: Offer) -> None:
    step = """
def sgd_step(w, b, x, y, lr):
    dw, db = backprop(w, b, x, y)
    return [wl - lr * d for wl, d in zip(w, dw)], [bl - lr * d for bl, d in zip(b, db)]
"""
    search = choose(offer(text(bias=".sum()") + step), Declared())
    assert search.choice is not None
    assert search.choice.learner.places["dw"] == "backprop"


def test_the_one_that_was_named_is_taken(offer: Offer) -> None:
    other = text().replace("def backprop", "def other").replace("a[-1] - y", "y - a[-1]")
    offered = offer(text() + other[other.index("def other") :], only="other")
    search = choose(offered, Declared())
    assert search.choice is not None
    assert search.choice.learner.places["dw"] == "other"


def test_what_is_declared_is_believed(observed: Observe) -> None:
    shown = observed(text(), activations=("tanh",), cost="quadratic", l2=0.25)
    assert shown.settings == Settings(("tanh",) * 3, "quadratic", 0.25)
    assert shown.known_from == {"activation": "declared", "cost": "declared"}


def test_a_hidden_and_an_output_activation_are_spread() -> None:
    assert Declared(("relu", "softmax")).spread(3) == ("relu", "relu", "softmax")
    assert Declared(("tanh",)).spread(2) == ("tanh", "tanh")
    assert Declared().spread(2) is None


def test_where_things_are_known_from(observed: Observe) -> None:
    assert observed(text()).known_from == {"activation": "its outputs", "cost": "assumed"}
    said = "# the quadratic cost\n" + text()
    assert observed(said).known_from["cost"] == "names"
    valued = text() + "def loss(a, y): return np.sum((a - y) ** 2) / len(y)\n"
    assert (
        observed(
            valued.replace("return a\n", "return a[-1], a\n").replace(
                "a = forward(w, b, x)", "_, a = forward(w, b, x)"
            )
        ).known_from["cost"]
        == "its values"
    )


def test_without_outputs_gradients_tell_the_activations(observed: Observe) -> None:
    source = text(name="f").replace("def forward(", "def inner(").replace("= forward(", "= inner(")
    source = source.replace("1 / (1 + np.exp(-z))", "np.tanh(z)").replace(
        "a[-1] * (1 - a[-1])", "(1 - a[-1] ** 2)"
    )
    source = source.replace("* a[l] * (1 - a[l])", "* (1 - a[l] ** 2)")
    shown = observed(source)
    assert shown.settings is not None
    assert shown.settings.activations == ("tanh",) * 3


PROBE = adapted("lopsided", Settings(("sigmoid",) * 3, "quadratic"))


@pytest.mark.parametrize("names", list(combinations(3)), ids="-".join)
def test_every_combination_of_activations_is_told_from_the_others(names: tuple[str, ...]) -> None:
    outputs = outputs_of(names, PROBE, PROBE.batches[0])
    assert Outputs(PROBE).settle(outputs, ("sigmoid",) * 3) == names


def test_outputs_of_nothing_known_settle_nothing() -> None:
    outputs = np.sin(outputs_of(("tanh",) * 3, PROBE, PROBE.batches[0]))
    assert Outputs(PROBE).settle(outputs, ("sigmoid",) * 3) is None


@pytest.mark.parametrize("factor", [1.0, 2.0, 1 / 7, 2 / 7, 1 / 14])
def test_costs_are_known_by_their_values(factor: float) -> None:
    batch, names = PROBE.batches[0], ("sigmoid",) * 3
    a = outputs_of(names, PROBE, batch)
    quadratic = 0.5 * np.sum((a - batch.y) ** 2)
    entropy = -np.sum(batch.y * np.log(a) + (1 - batch.y) * np.log(1 - a))
    for cost, value in (("quadratic", quadratic), ("cross-entropy", entropy)):
        assert cost_by_value(factor * value, PROBE, batch, a, PROBE.settings) == cost
    assert cost_by_value(123.4, PROBE, batch, a, PROBE.settings) is None
    assert cost_by_value(np.inf, PROBE, batch, a, PROBE.settings) is None
    assert cost_by_value(123.4, PROBE, batch, a[:, 0], PROBE.settings) is None


SCORER = """
import numpy as np

class Scorer:
    def __init__(self, num_features, hidden_dim, num_classes):
        self.w1, self.b1 = np.random.randn(num_features, hidden_dim), np.zeros(hidden_dim)
        self.w2, self.b2 = np.random.randn(hidden_dim, num_classes), np.zeros(num_classes)

    def forward(self, x):
        h = np.tanh(x @ self.w1 + self.b1)
        return {outputs}, h

    def backward(self, dout, cache):
        scores, h = cache
        dout = {back}
        dh = (dout @ self.w2.T) * (1 - h * h)
        return {{"w1": self.x.T @ dh, "b1": dh.sum(0), "w2": h.T @ dout, "b2": dout.sum(0)}}

    def loss(self, x, y):
        self.x = x
        scores, h = self.forward(x)
        p = np.exp(scores)
        p /= p.sum(axis=1, keepdims=True)
        loss = -np.log(p[np.arange(len(y)), y]).mean()
        p[np.arange(len(y)), y] -= 1
        grads = self.backward(p / len(y), (scores, h))
        return loss, grads
"""


@pytest.mark.parametrize(
    ("outputs", "back", "last", "cost"),
    [
        ("h @ self.w2 + self.b2", "dout", "softmax", "cross-entropy"),
        (
            "np.tanh(h @ self.w2 + self.b2)",
            "dout * (1 - scores ** 2)",
            "tanh",
            "cross-entropy of their softmax",
        ),
    ],
)
def test_a_loss_that_has_softmax_in_it_is_told_by_its_value(
    observed: Observe, outputs: str, back: str, last: str, cost: str
) -> None:
    shown = observed(SCORER.format(outputs=outputs, back=back))
    assert shown.settings is not None
    assert (shown.settings.activations[-1], shown.settings.cost) == (last, cost)
    assert shown.known_from["cost"] == "its values"
    assert diagnose(shown).verdict == "right"
