"""The known answers of networks that convolve, and the known wrong ones."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from groundup.checking.reference.catalogue import BY_SLUG
from groundup.network import Network
from groundup.rungs import RUNGS, load, runs_here
from groundup.vectors import Case, case, cases, convolutions
from groundup.vectors.agreement import answers, applies, disagreement
from scripts import convolution_answers

CASES = convolutions()["cases"]
MISTAKES = convolutions()["mistakes"]
NAMES = [case["name"] for case in CASES]


@pytest.mark.parametrize("rung", [r for r in RUNGS if RUNGS[r].convolves and runs_here(r)])
@pytest.mark.parametrize("case", [*filter(applies, CASES)], ids=lambda case: case["name"])
def test_the_rungs_that_convolve_give_them(case: Case, rung: str) -> None:
    compared = list(answers(load(rung), case))
    assert compared
    for quantity, known, actual in compared:
        assert disagreement(known, actual) <= 1e-12, quantity


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_a_network_gives_them(case: Case) -> None:
    network = Network(case["layers"], case["activations"], case["cost"])
    assert network.sizes == case["sizes"]
    network.w, network.b = map(arrays, (case["w"], case["b"]))
    assert disagreement(case["outputs"], network.feedforward(arrays([case["xs"]])[0])) <= 1e-12
    dw, db = network.gradients(*arrays([case["xs"], case["ys"]]))
    for l in range(len(dw)):
        assert disagreement(case["gradients"]["dw"][l], dw[l]) <= 1e-12
        assert disagreement(case["gradients"]["db"][l], db[l]) <= 1e-12


def arrays(nested: list) -> list[Any]:
    return [np.array(part) for part in nested]


def test_they_are_found_by_name_and_are_not_among_those_of_dense_networks() -> None:
    for name in NAMES:
        assert case(name)["name"] == name
    assert not {*NAMES} & {one["name"] for one in cases()}


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda one: one["slug"])
def test_a_mistake_is_in_the_catalogue_and_unlike_what_is_right(mistake: dict[str, Any]) -> None:
    known = BY_SLUG[mistake["slug"]]
    assert (mistake["mistake"], mistake["sentence"]) == (known.number, known.sentence)
    assert mistake["formula"] == known.formula
    worst = 0.0
    for name, came in mistake["on"].items():
        for quantity, wrong in came.items():
            if quantity != "raises":
                worst = max(worst, disagreement(right(case(name), quantity), wrong))
    assert worst > 1e-6 or all(came == {"raises": True} for came in mistake["on"].values())


def right(case: Case, quantity: str) -> Any:
    if quantity == "outputs":
        return case["outputs"]
    name, _, l = quantity.rstrip("]").partition("[")
    return case["gradients"][name][int(l)]


def test_no_two_mistakes_give_the_same_numbers() -> None:
    given = [json.dumps(one["on"], sort_keys=True) for one in MISTAKES]
    assert len(set(given)) == len(given) == len(convolution_answers.EDITS)


@pytest.mark.frameworks
def test_the_file_is_what_pytorch_gives_now() -> None:
    """Else: python -m scripts.convolution_answers"""
    pytest.importorskip("torch")
    assert not convolution_answers.apart(convolutions())


def test_the_wrong_ones_are_what_the_rung_gives_with_the_mistake_in_it() -> None:
    for mistake in MISTAKES:
        again = convolution_answers.mistake(mistake["slug"], CASES)
        assert convolution_answers.alike(json.loads(json.dumps(again)), mistake), mistake["slug"]
