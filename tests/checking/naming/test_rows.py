"""The ladder of a program that was run on a tape: what was judged of each layer or parameter."""

from __future__ import annotations

from pathlib import Path

import pytest

from groundup.checking.judging.judgement import judge
from groundup.checking.judging.trials import enough
from groundup.checking.judging.verdicts import Row, Why
from groundup.checking.loading import targets
from groundup.checking.naming.naming import named
from groundup.checking.naming.rows import rows
from groundup.checking.tracing import runs

KINDS = Path(__file__).parents[1] / "kinds"
NET = """import numpy as np
rng = np.random.default_rng(3)
X, Y = rng.normal(size=(7, 4)), rng.normal(size=(7, 3))
W1, W2, W3 = rng.normal(size=(4, 5)), rng.normal(size=(5, 4)), rng.normal(size=(4, 3))
b1, b2, b3 = [rng.normal(size=n) for n in (5, 4, 3)]
rate = 0.1
for turn in range(9):
    a1 = np.tanh(X @ W1 + b1)
    a2 = np.tanh(a1 @ W2 + b2)
    out = a2 @ W3 + b3
    cost = 0.5 * np.sum((out - Y) ** 2)
    d3 = out - Y
    d2 = d3 @ W3.T * (1 - a2 ** 2)
    d1 = d2 @ W2.T * (1 - a1 ** 2)
    W3 -= rate * a2.T @ d3
    b3 -= rate * d3.sum(0)
    W2 -= rate * a1.T @ d2
    b2 -= rate * d2.sum(0)
    W1 -= rate * X.T @ d1
    b1 -= rate * d1.sum(0)
"""
ALL = [f"{name}[{layer}]" for layer in (2, 1, 0) for name in ("delta", "dw", "db")]


def found(tmp_path: Path, text: str, why: Why | None = None) -> list[Row]:
    (file := tmp_path / "net.py").write_text(text, encoding="utf-8")
    run = runs.run(targets.parse(str(file)), enough=enough)
    verdict = named(judge(run.tape, run.held))
    assert why in (None, verdict.why[0])
    return rows(verdict)


def symbols(every: list[Row], right: bool) -> list[str]:
    return [f"{one.quantity}[{one.layer}]" for one in every if one.right is right]


def test_all_is_right_from_the_last_layer_to_the_first(tmp_path: Path) -> None:
    every = found(tmp_path, NET)
    assert symbols(every, True) == ALL
    assert [one.shape for one in every if one.quantity == "dw"] == [(4, 3), (5, 4), (4, 5)]


def test_a_wrong_error_makes_all_behind_it_wrong(tmp_path: Path) -> None:
    every = found(tmp_path, NET.replace(" * (1 - a2 ** 2)", ""))
    assert symbols(every, True) == ALL[:3]
    first = next(one for one in every if not one.right)
    assert (first.quantity, first.layer) == ("delta", 1)
    assert all(one.off and 0.01 < one.off < 100 for one in every if not one.right and one.parts)


def test_how_far_off_a_gradient_is_has_the_factor_taken_out(tmp_path: Path) -> None:
    every = found(tmp_path, NET.replace("a1.T @ d2", "1.5 * a1.T @ d2"))
    (wrong,) = (one for one in every if not one.right)
    assert (wrong.quantity, wrong.layer) == ("dw", 1)
    assert wrong.off == pytest.approx(0.5)


def test_layers_of_other_networks_have_no_numbers(tmp_path: Path) -> None:
    text = (KINDS / "convolution.py").read_text()
    every = found(tmp_path, text.replace(" * where * (maps > 0)", " * where"))
    assert {one.layer for one in every} == {None}
    assert [one.right for one in every] == [True, True, False, False]
    assert [one.shape for one in every] == [(3,), (3, 8), (2,), (2, 3, 3)]


@pytest.mark.parametrize("kind", ["lstm", "attention", "residual", "tied", "characters"])
def test_what_is_no_chain_of_layers_is_not_called_one(kind: str, tmp_path: Path) -> None:
    every = found(tmp_path, (KINDS / f"{kind}.py").read_text())
    assert {(one.quantity, one.layer, one.right) for one in every} == {("parameter", None, True)}


@pytest.mark.parametrize("kind", ["engine", "lists"])
def test_single_numbers_are_put_together_by_layers(kind: str, tmp_path: Path) -> None:
    every = found(tmp_path, (KINDS / f"{kind}.py").read_text())
    assert symbols(every, True) == ["dw[1]", "db[1]", "dw[0]", "db[0]"]


def test_steps_are_wrong_where_gradients_are_right(tmp_path: Path) -> None:
    twice = NET + "".join(f"    {line.strip()}\n" for line in NET.splitlines()[14:])
    every = found(tmp_path, twice, Why.STEP_TWICE)
    assert symbols(every, True) == ALL
    assert symbols(every, False) == ["step[2]", "step[1]", "step[0]"]
    up = found(tmp_path, NET.replace("-= rate", "+= rate"), Why.UPHILL)
    assert symbols(up, False) == ["step[2]", "step[1]", "step[0]"]
    assert {one.quantity for one in up if one.right} == {"delta"}


def test_gradients_that_pile_up_are_wrong_from_the_second_step_on(tmp_path: Path) -> None:
    text = NET.replace("for turn", "P = np.zeros_like(W1)\nfor turn")
    text = text.replace("    W1 -= rate * X.T @ d1\n", "    P += X.T @ d1\n    W1 -= rate * P\n")
    for k, layer in ((3, "a2.T @ d3"), (2, "a1.T @ d2")):
        text = text.replace("for turn", f"P{k} = np.zeros_like(W{k})\nfor turn")
        text = text.replace(f"rate * {layer}", f"rate * P{k}").replace(
            f"    W{k} -=", f"    P{k} += {layer}\n    W{k} -="
        )
    for k in (1, 2, 3):
        text = text.replace("for turn", f"Q{k} = np.zeros_like(b{k})\nfor turn")
        text = text.replace(
            f"    b{k} -= rate * d{k}.sum(0)", f"    Q{k} += d{k}.sum(0)\n    b{k} -= rate * Q{k}"
        )
    every = found(tmp_path, text, Why.PILES_UP)
    assert {one.quantity for one in every if not one.right} == {"dw", "db"}
    assert sum(not one.right for one in every) == 6


def test_of_an_optimiser_the_gradient_is_judged(tmp_path: Path) -> None:
    text = NET.partition("    W3 -=")[0].replace("for turn", "V = [0.0] * 6\nfor turn")
    text += """    G = a2.T @ d3, d3.sum(0), a1.T @ d2, d2.sum(0), X.T @ d1, d1.sum(0)
    for k, p in enumerate([W3, b3, W2, b2, W1, b1]):
        V[k] = 0.9 * V[k] + 0.1 * G[k] ** 2
        p -= rate * G[k] / (np.sqrt(V[k]) + 1e-3)
"""
    assert symbols(found(tmp_path, text), True) == ALL
    every = found(tmp_path, text.replace(" * (1 - a2 ** 2)", ""))
    assert symbols(every, True) == ALL[:3]
    assert {one.off for one in every} == {None}  # a step is no multiple


def test_what_stands_still_is_wrong_in_its_layer_if_it_is_known(tmp_path: Path) -> None:
    every = found(tmp_path, NET.replace("    b2 -= rate * d2.sum(0)\n", ""), Why.STAYS)
    assert symbols(every, False) == ["db[1]"]
    assert symbols(every, True) == [one for one in ALL if one != "db[1]"]
    frozen = found(tmp_path, NET.replace("    W2 -= rate * a1.T @ d2\n", ""), Why.STAYS)
    assert {(one.quantity, one.layer, one.right) for one in frozen} == {("parameter", None, True)}


def test_decay_and_a_rate_of_its_own_are_no_mistakes_beside_one(tmp_path: Path) -> None:
    wrong = NET.replace(" * (1 - a1 ** 2)", "").replace(
        "    cost = 0.5 * np.sum((out - Y) ** 2)\n", ""
    )
    decayed = wrong.replace("W3 -= rate * a2.T @ d3", "W3 -= rate * (a2.T @ d3 + 0.01 * W3)")
    assert symbols(found(tmp_path, decayed), True) == ALL[:6]
    slow = NET.replace(" * (1 - a1 ** 2)", "").replace("b3 -= rate", "b3 -= 0.02")
    assert symbols(found(tmp_path, slow), True) == ALL[:6]


def test_what_gives_no_verdict_has_no_rows(tmp_path: Path) -> None:
    assert found(tmp_path, "x = 1\n") == []
