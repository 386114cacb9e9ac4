"""What the page finds of a training, and that its advice never leads in a circle."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from groundup.network import COSTS
from scripts import javascript
from tests.page.learners import PACKED

TRIALS = (
    "saturated", "diverging", "slow", "dead", "overfitting", "narrow", "decay", "zero", "large",
)  # fmt: skip
LEARNED = 6000  # digits after which the page has an opinion
FIND = """({ how, digits, tried, events = [] }) => {
  how = { ...groundup.settings.DEFAULT, ...how };
  const wrong = groundup.settings.problem(how);
  if (wrong) throw new Error(wrong);
  const session = new groundup.Session(kernel, held, how, { events });
  while (session.at < digits && !session.diverged) session.learn(50);
  const { points, diverged } = session;
  const layers = groundup.measures.layers(session.learner, held.validation, session.start);
  const state = { points, layers, how, eta: session.learner.eta, events, diverged };
  return { how, ...groundup.diagnosis.diagnose(state, tried) };
}"""


def found(node: javascript.Call, how: dict[str, Any], tried: list | None = None, digits=LEARNED):
    return node(FIND, {"how": how, "digits": digits, "tried": tried or []})


def trial(node: javascript.Call, kind: str) -> dict[str, Any]:
    return node("(kind) => groundup.causes.find((one) => one.kind === kind).change", kind)


def test_there_is_a_trial_for_each(node: javascript.Call) -> None:
    assert node("() => groundup.causes.map(({ kind }) => kind)") == [*TRIALS]


@pytest.mark.parametrize("kind", TRIALS)
def test_each_trial_brings_about_what_it_says(node: javascript.Call, kind: str) -> None:
    change = trial(node, kind)
    epochs = {"overfitting": 40}.get(kind, 8)
    digits = epochs * change.get("digits", PACKED.train)
    assert found(node, change, digits=digits)["kind"] == kind


@pytest.mark.parametrize("kind", ["narrow", "decay", "zero", "large"])
def test_what_is_advised_mends_it(node: javascript.Call, kind: str) -> None:
    first = found(node, trial(node, kind), digits=8 * PACKED.train)
    assert first["change"]
    tried = [{"how": first["how"], "kind": kind}]
    assert found(node, {**first["how"], **first["change"]}, tried)["kind"] != kind


def follow(node: javascript.Call, how: dict[str, Any], times: int, digits=LEARNED) -> list[tuple]:
    """(settings, kind) of a run, and of those that each advice begins."""
    went, tried = [], []
    for _ in range(times + 1):
        told = found(node, how, tried, digits)
        went.append((told["how"], told.get("kind")))
        if not told.get("change"):
            break
        tried.append({"how": told["how"], "kind": told["kind"]})
        how = {**told["how"], **told["change"]}
    return went


def circles(went: list[tuple]) -> bool:
    seen = [json.dumps(how, sort_keys=True) for how, _ in went]
    return len(set(seen)) < len(seen)


@pytest.mark.parametrize("kind", TRIALS)
def test_no_trial_comes_back_to_where_it_was(node: javascript.Call, kind: str) -> None:
    went = follow(node, trial(node, kind), 2)
    assert not circles(went), went


def any_settings(chance: random.Random) -> dict[str, Any]:
    cost = chance.choice(COSTS)
    outputs = ["sigmoid", "tanh", "linear"] if cost == "quadratic" else ["softmax", "sigmoid"]
    sizes = [1, 2, 4, 7, 10, 20, 30, 40]
    return {
        "hidden": [chance.choice(sizes) for _ in range(chance.choice([0, 1, 1, 1, 2, 3]))],
        "activation": chance.choice(["sigmoid", "tanh", "relu"]),
        "output": chance.choice(outputs),
        "cost": cost,
        "init": chance.choice(["scaled", "scaled", "he", "normal", "zero"]),
        "eta": float(f"{10 ** chance.uniform(-4, 3):.2g}"),
        "l2": chance.choice([0, 0, float(f"{10 ** chance.uniform(-5, 0):.2g}")]),
        "batch": chance.choice([5, 10, 10, 50]),
        "digits": chance.choice([100, 1000, 1000]),
        "seed": chance.randrange(100),
    }


def test_no_advice_comes_back_to_where_it_was(node: javascript.Call) -> None:
    chance = random.Random(0)
    for _ in range(25):
        went = follow(node, any_settings(chance), 2)
        assert not circles(went), went


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_no_advice_of_100_settings_comes_back_to_where_it_was(
    node: javascript.Call, seed: int
) -> None:
    chance = random.Random(seed)
    for _ in range(50):
        went = follow(node, any_settings(chance), 2)
        assert not circles(went), went


@pytest.mark.slow
def test_whoever_follows_the_advice_ends_well(node: javascript.Call) -> None:
    chance = random.Random(6)
    ends = []
    for _ in range(30):
        went = follow(node, any_settings(chance), 8)
        assert not circles(went), went
        ends.append(went[-1][1])
    well = sum(kind in ("fine", "overfitting") for kind in ends)
    print(f"{well} of {len(ends)} end well after at most eight advices")
    assert well > 0.85 * len(ends)


def test_what_was_tried_bounds_what_is_tried_next(node: javascript.Call) -> None:
    ask = """([wanted, tried]) => groundup.advice.next("eta", wanted, {
        how: { hidden: [30], eta: 1 },
        tried: tried.map(([kind, eta, hidden = [30]]) => ({ kind, how: { hidden, eta } })),
    })"""
    assert node(ask, [10, []]) == 10
    assert node(ask, [10, [["saturated", 100]]]) == 10
    assert node(ask, [10, [["saturated", 10]]]) == 3.2
    assert node(ask, [10, [["wild", 10, [20]]]]) == 10  # another network
    assert node(ask, [10, [["dead", 10], ["wild", 4]]]) == 2
    assert node(ask, [10, [["dead", 10], ["wild", 1.3]]]) is None
    assert node(ask, [0.1, [["slow", 0.1]]]) == 0.32
    assert node(ask, [0.1, [["slow", 0.8]]]) is None
    assert node(ask, [2000, []]) == 1000


def test_a_rate_too_small_is_told_so_until_the_network_is_good_or_the_rate_another(
    node: javascript.Call,
) -> None:
    ask = """({ accuracies, events, eta }) => {
        const points = accuracies.map((accuracy, at) => {
            const part = { accuracy, cost: 1 };
            return { at, train: part, validation: part };
        });
        const layers = [{ name: "sigmoid", count: 10, flat: 0, dead: [], moved: 0.5, size: 1 }];
        const how = { ...groundup.settings.DEFAULT, eta: 0.003, digits: 1000 };
        return groundup.diagnosis.diagnose({ points, layers, how, eta, events });
    }"""

    def kind(*accuracies: float, events: tuple = (), eta: float = 0.003) -> str:
        asked = {"accuracies": [0.1, *accuracies], "events": list(events), "eta": eta}
        return node(ask, asked)["kind"]

    poor = [0.1, 0.2, 0.3, 0.4, 0.53]
    assert kind(*poor[:4]) == "fine"  # too early
    assert kind(*poor) == kind(*poor, 0.77) == kind(*poor, *[0.85] * 30) == "slow"
    assert kind(*poor, 0.91) == "fine"
    faster = {"events": ({"at": 6000, "eta": 3},), "eta": 3}
    assert kind(*poor, 0.55, 0.8, **faster) == "fine"
    said = node(ask, {"accuracies": [0.1, *poor, 0.83], "events": [], "eta": 0.003})
    assert "After 6,000 digits it reads only 83 %" in said["words"]
    assert said["advice"] == "Try a larger learning rate: 3 instead of 0.003."
    assert said["change"] == {"eta": 3}


def test_what_learns_well_is_told_so(node: javascript.Call) -> None:
    cross_entropy = {"output": "softmax", "cost": "cross-entropy", "eta": 0.3}
    relu = {**cross_entropy, "activation": "relu", "init": "he", "eta": 0.05}
    for how in ({}, cross_entropy, relu, {**cross_entropy, "hidden": [], "init": "zero"}):
        assert found(node, how, digits=3000)["kind"] == "fine", how


def test_before_it_has_learned_nothing_is_said(node: javascript.Call) -> None:
    assert found(node, {}, digits=0).get("kind") is None


def test_dead_neurons_are_counted_and_known(node: javascript.Call) -> None:
    ask = """(how) => {
        const all = { ...groundup.settings.DEFAULT, ...how };
        const session = new groundup.Session(kernel, held, all);
        session.learner.network.b[0].fill(-1000, 4, 7); // three that no digit wakes
        const { layers } = session.look();
        return layers.map(({ dead }) => dead);
    }"""
    relu = {"activation": "relu", "init": "he"}
    assert node(ask, relu) == [[4, 5, 6], []]
    assert node(ask, {}) == [[], []]
