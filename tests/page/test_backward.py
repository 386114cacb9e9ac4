"""Backprop in the page without a page, in Node: its numbers are the rung's, and known wrong answers
are known."""

from __future__ import annotations

import copy
import json
import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from groundup import Network
from groundup.page import lesson
from groundup.page.building import static
from groundup.rungs import lists
from groundup.vectors import cases
from scripts import javascript
from tests.page.learners import page_scripts

PARTS = ("layers", "backward", "factors", "judge")
WRONG = lesson.wrong_answers()


@pytest.fixture(scope="module")
def node() -> Iterator[javascript.Call]:
    if reason := javascript.missing("node"):
        pytest.skip(reason)
    known = f"globalThis.known = {json.dumps(WRONG)};"
    scripts = [*page_scripts(), known, *(static(f"{name}.js") for name in PARTS)]
    with javascript.opened("node", scripts) as call:
        yield call


PASS = """({ network, x, y }) => {
    const floats = (arrays) => arrays.map((array) => Float64Array.from(array.flat()));
    const made = { ...network, w: floats(network.w), b: floats(network.b) };
    const passed = groundup.backward.pass(made, x, y);
    const after = groundup.backward.stepped(made, passed, 0.5);
    const cost = groundup.backward.costOf(made, passed.a.at(-1), y);
    const lists = (arrays) => arrays.map((array) => Array.from(array));
    const { z, a, delta } = passed;
    const dw = lists(network.w.map((_, l) => passed.dw(l)));
    return { z: lists(z), a: lists(a), delta: lists(delta), dw, after: lists(after.w), cost };
}"""


def network_of(case: dict[str, Any]) -> dict[str, Any]:
    return {name: case[name] for name in ("sizes", "activations", "cost", "w", "b")}


@pytest.mark.parametrize(
    "case", [one for one in cases() if "sample_gradients" in one], ids=lambda c: c["name"]
)
def test_the_numbers_are_the_known_answers(node, case: dict[str, Any]) -> None:
    for x, y, known in zip(case["xs"], case["ys"], case["sample_gradients"], strict=True):
        got = node(PASS, {"network": network_of(case), "x": x, "y": y})
        for l, (dw, db) in enumerate(zip(known["dw"], known["db"], strict=True)):
            assert got["dw"][l] == pytest.approx(np.ravel(dw), rel=1e-9, abs=1e-12)
            assert got["delta"][l] == pytest.approx(db, rel=1e-9, abs=1e-12)


def test_all_on_the_way_is_what_the_rung_lists_makes(node) -> None:
    network = Network([6, 5, 4, 3], ["tanh", "relu", "sigmoid"], "quadratic", seed=3)
    x, y = [0.1, -0.4, 0.9, 0.0, 0.3, -0.7], [0.0, 1.0, 0.0]
    plain = {
        "sizes": network.sizes, "activations": network.activations, "cost": network.cost,
        "w": [w.tolist() for w in network.w], "b": [b.tolist() for b in network.b],
    }  # fmt: skip
    got = node(PASS, {"network": plain, "x": x, "y": y})
    rung = lists.build(plain["w"], plain["b"], network.activations)
    outputs = lists.feedforward(rung, x)
    dw, db = lists.backprop(rung, x, y)
    after = lists.train_batch(rung, [x], [y], 0.5)
    assert got["a"][-1] == pytest.approx(outputs)
    assert got["cost"] == pytest.approx(
        sum((a - t) ** 2 for a, t in zip(outputs, y, strict=True)) / 2
    )
    for l in range(3):
        assert got["dw"][l] == pytest.approx(np.ravel(dw[l]))
        assert got["delta"][l] == pytest.approx(db[l])
        assert got["after"][l] == pytest.approx(np.ravel(after.w[l]))
        assert got["a"][l + 1] == pytest.approx(list(map(rung.f[l], got["z"][l])))


def test_a_cost_of_softmax_and_of_sigmoids(node) -> None:
    ask = """({ activations, outputs, y }) =>
        groundup.backward.costOf({ activations, cost: "cross-entropy" }, outputs, y)"""
    outputs, y = [0.2, 0.7, 0.1], [0.0, 1.0, 0.0]
    softmax = node(ask, {"activations": ["softmax"], "outputs": outputs, "y": y})
    assert softmax == pytest.approx(-math.log(0.7))
    sigmoid = node(ask, {"activations": ["sigmoid"], "outputs": outputs, "y": y})
    assert sigmoid == pytest.approx(-math.log(0.7) - math.log(0.8) - math.log(0.9))


# Known wrong answers

JUDGE = "(learned) => groundup.judge.judge(known, learned)"


def stepped(before: Any, gradient: Any) -> Any:
    return (np.asarray(before) - WRONG["eta"] * np.asarray(gradient)).tolist()


FACTOR = 0.37  # of mistakes that have one


def times(value: Any, factor: float) -> Any:
    return (factor * np.asarray(value)).tolist()


def learned(mistake: dict[str, Any] | None, one_by_one: bool = False) -> dict[str, Any]:
    """What somebody who makes this mistake would give: all of it, in three calls."""
    found: dict[str, Any] = {}
    for network in WRONG["networks"]:
        on = mistake["on"][network["name"]] if mistake else {"calls": [{}] * 3}
        if "raises" in on:
            found[network["name"]] = None
            continue
        calls = on["calls"] if len(on["calls"]) == 3 else [on["calls"][0], {}, on["calls"][0]]
        if one_by_one and "one_by_one" in on:
            calls = [on["one_by_one"], {}, on["one_by_one"]]
        came = [right | call for right, call in zip(network["right"], calls, strict=True)]
        for name, power in (mistake or {}).get("powers", {}).items():
            came = [one | {name: times(one[name], FACTOR**power)} for one in came]
        impossible = False  # to take a step
        for name in "wb":
            for l, before in enumerate(network[name]):
                key = f"{name}[{l}]"
                if key in calls[0]:
                    continue
                if np.shape(came[0][f"d{key}"]) == np.shape(before):
                    came[0][key] = stepped(before, came[0][f"d{key}"])
                else:
                    impossible = True
        for call in came[not impossible :]:
            for key in [key for key in call if key[0] in "wb"]:
                del call[key]
        found[network["name"]] = came
    return copy.deepcopy(found)  # the file's own stay as they are


def test_right_answers_are_right(node) -> None:
    judged = node(JUDGE, learned(None))
    assert judged["right"]
    assert judged["first"] is None
    assert judged["mistakes"] == []


@pytest.mark.slow
def test_every_known_mistake_is_named_by_its_numbers(node) -> None:
    for number, mistake in enumerate(WRONG["mistakes"]):
        judged = node(JUDGE, learned(mistake))
        names = [(one["slug"], *one["layers"]) for one in judged["mistakes"]]
        like = [(one["slug"], *one["layers"]) for one in mistake["same_as"]]
        assert not judged["right"], mistake["slug"]
        assert names, (mistake["slug"], mistake["layers"])
        assert set(names) <= {(mistake["slug"], *mistake["layers"]), *like}, mistake["slug"]
        if "powers" in mistake:
            assert all("0.37" in one["sentence"] for one in judged["mistakes"])
        if number % 4:  # the others in the same way
            continue
        singly = node(JUDGE, learned(mistake, one_by_one=True))
        assert {one["slug"] for one in singly["mistakes"]} & {
            mistake["slug"],
            *(slug for slug, *_ in like),
        }


def test_numbers_that_no_mistake_gives_name_none_and_say_what_is_right(node) -> None:
    came = learned(None)
    for calls in came.values():
        for call in calls:
            call["db[0]"] = [1.25 * value for value in call["db[0]"]]
    judged = node(JUDGE, came)
    assert judged["first"] == "db[0]"
    assert judged["mistakes"] == []
    assert {one["name"] for one in judged["quantities"] if not one["ok"]} == {"db[0]"}


def test_a_mistake_is_not_named_for_some_of_its_numbers(node) -> None:
    """Neither where one number is another, nor where a network gives none at all."""
    mistake = next(one for one in WRONG["mistakes"] if one["slug"] == "hidden-derivative-missing")
    came = learned(mistake)
    came["even"][0]["dw[2]"][0][0] += 1e-6
    assert node(JUDGE, came)["mistakes"] == []
    assert node(JUDGE, learned(mistake) | {"even": None})["mistakes"] == []


def test_the_page_leaves_out_what_it_does_not_ask_for() -> None:
    calls = [call for one in WRONG["networks"] for call in one["right"]]
    assert not any(name.startswith(("delta", "cost")) for call in calls for name in call)


def test_the_exercises_leave_out_what_they_say() -> None:
    texts = lesson.lesson()["exercises"]
    assert {name: text.count("...") for name, text in texts.items()} == {
        "output": 1, "sent": 1, "hidden": 1, "weights": 1, "three": 3, "whole": 1, "all": 4,
    }  # fmt: skip
    for text in texts.values():
        compile(text, "exercise", "exec")
