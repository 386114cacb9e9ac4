"""What is declared, and what a program was called with, in the judgement of its tape."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.checking.variants import VARIANTS, correct
from groundup.checking.calling.attempts import traced
from groundup.checking.judging.judgement import judge
from groundup.checking.judging.trials import enough
from groundup.checking.judging.verdicts import Verdict, Why, Word
from groundup.checking.loading.targets import parse
from groundup.checking.naming.naming import named
from groundup.checking.naming.rows import rows
from groundup.checking.request import declare

ERROR = "error = self.A[last + 1] - Y"
OUT = "delta[last] = error * sigmoid_prime(self.Z[last])"
OWN = """T = np.zeros_like(Y)
T[np.arange(m), Y.argmax(axis=1) - 1] = 1
error = self.A[last + 1] - T"""
SLOPE = "delta[l] = error * sigmoid_prime(self.Z[l])"
W, B = "dW.append(self.A[l].T @ delta[l] / m)", "db.append(delta[l].sum(axis=0) / m)"
COST = "return 0.5 * np.sum((out - Y) ** 2) / len(X)"
DECAYED = "dW.append(self.A[l].T @ delta[l] / m + self.l2 * self.W[l])"
PENALISED = "return 0.5 * np.sum((out - Y) ** 2) / len(X) + penalty"
TWICE = "error = 2 * (self.A[last + 1] - Y)"
WHOLE = "return np.sum((out - Y) ** 2) / len(X)"


def told(
    folder: Path, *changes: tuple[str, str], variant: str = "sigmoid", style: str = "numpy-batch"
) -> Verdict:
    file, chosen = folder / "net.py", VARIANTS[style][variant]
    file.write_text(correct(style, variant, changes))
    run = traced(parse(str(file)), enough=enough)
    declared = declare(chosen.cost, chosen.activation, chosen.l2)
    return named(judge(run.tape, run.held, (), declared, run.handed))


def slugs(verdict: Verdict) -> set[str]:
    return {one.slug for one in verdict.wrong}


@pytest.mark.parametrize("variant", ["sigmoid", "cross-entropy", "softmax", "l2"])
def test_a_declared_cost_is_what_right_steps_go_down(tmp_path: Path, variant: str) -> None:
    verdict = told(tmp_path, variant=variant)
    assert (verdict.word, verdict.why[0]) == (Word.RIGHT, Why.DECLARED_COST)


@pytest.mark.parametrize(
    ("changes", "variant", "slug"),
    [
        ([(OUT, "delta[last] = error")], "sigmoid", "output-derivative-missing"),
        ([(W, W.replace(" / m", "")), (B, B.replace(" / m", ""))], "sigmoid", "sum-for-mean"),
        ([(ERROR, TWICE)], "sigmoid", "half-lost"),
        ([(COST, WHOLE)], "sigmoid", "half-lost"),
        ([(DECAYED, W)], "l2", "l2-missing"),
        ([(DECAYED, DECAYED.replace("self.l2", "2 * self.l2"))], "l2", "l2-doubled"),
        ([(PENALISED, COST)], "l2", "l2-not-in-the-cost"),
        ([(ERROR, ERROR.replace("Y", "np.roll(Y, 1, axis=1)"))], "softmax", "labels-one-too-high"),
        ([(ERROR, OWN)], "softmax", "labels-one-too-low"),
        ([(ERROR, "Y -= self.A[last + 1]\nerror = -Y")], "sigmoid", "changed-in-place"),
    ],
)
def test_what_a_declared_cost_does_not_ask_for_is_wrong(
    tmp_path: Path, changes: list[tuple[str, str]], variant: str, slug: str
) -> None:
    verdict = told(tmp_path, *changes, variant=variant)
    assert (verdict.word, slugs(verdict)) == (Word.WRONG, {slug})


def test_a_programs_own_cost_decides_about_the_half(tmp_path: Path) -> None:
    verdict = told(tmp_path, (ERROR, TWICE), (COST, WHOLE))
    assert verdict.word is Word.RIGHT


QUERY = """import numpy as np


class Network:
    def __init__(self, inputs, hidden, outputs, rate):
        self.wih = np.random.normal(0.0, 0.5, (hidden, inputs))
        self.who = np.random.normal(0.0, 0.5, (outputs, hidden))
        self.rate = rate

    def train(self, x, y):
        x, y = np.array(x, ndmin=2).T, np.array(y, ndmin=2).T
        hidden = 1 / (1 + np.exp(-(self.wih @ x)))
        out = 1 / (1 + np.exp(-(self.who @ hidden)))
        delta = (y - out) * out * (1 - out)
        below = (self.who.T @ delta) * hidden * (1 - hidden)
        self.who += self.rate * delta @ hidden.T
        self.wih += self.rate * below @ x.T
"""


def judged(file: Path, text: str, cost: str | None = "quadratic") -> Verdict:
    file.write_text(text)
    run = traced(parse(str(file)), enough=enough)
    return named(judge(run.tape, run.held, (), declare(cost, None, 0.0), run.handed))


def test_a_sum_is_the_mean_where_one_sample_may_be_meant(tmp_path: Path) -> None:
    assert judged(tmp_path / "net.py", QUERY).word is Word.RIGHT


def test_all_mistakes_that_give_the_same_step_are_named(tmp_path: Path) -> None:
    fixed = QUERY.replace("self.rate *", "self.rate / 32 *")
    verdict = judged(tmp_path / "net.py", fixed)
    (one, _) = verdict.wrong
    assert (one.slug, one.aliases) == ("divided-by-32", ("averaged-over-outputs-too",))


def test_a_size_that_no_batch_has_is_doubted(tmp_path: Path) -> None:
    for size, word in ((10, Word.UNCHECKED), ("y.shape[1]", Word.RIGHT)):
        text = QUERY.replace("self.rate *", f"self.rate / {size} *")
        verdict = judged(tmp_path / "net.py", text, cost=None)
        assert verdict.word is word


def test_probabilities_add_up_in_each_sample(tmp_path: Path) -> None:
    axis = "return e / e.sum(axis=1, keepdims=True)"
    verdict = told(tmp_path, (axis, "return e / e.sum(axis=0)"), variant="softmax")
    assert (verdict.word, verdict.why[0]) == (Word.WRONG, Why.IMPROBABLE)
    assert slugs(verdict) == {"softmax-over-the-batch"}


@pytest.mark.parametrize(
    ("style", "change", "word"),
    [
        ("numpy-batch", (B, B.replace("axis=0", "axis=1")), Word.UNCHECKED),
        ("book", ("return e / np.sum(e)", "return e / e.sum()"), Word.RIGHT),
        ("book", ("return e / np.sum(e)", "return e / e.sum(axis=1)"), Word.WRONG),
    ],
)
def test_one_output_is_always_probable_unless_rows_are_divided_as_columns(
    style: str, change: tuple[str, str], word: Word, tmp_path: Path
) -> None:
    assert told(tmp_path, change, variant="softmax", style=style).word is word


def test_targets_that_a_program_puts_together_rightly_are_right(tmp_path: Path) -> None:
    own = (ERROR, OWN.replace(" - 1]", "]"))
    assert told(tmp_path, own, variant="softmax").word is Word.RIGHT


RETURNED = "return nabla_b, nabla_w"
EACH = "for w, nw in zip(self.weights, nabla_w):"


@pytest.mark.parametrize("moved", ["nw", "w"])
def test_weights_that_their_own_gradient_moves_on_the_way_are_changed_in_place(
    moved: str, tmp_path: Path
) -> None:
    change = RETURNED, f"{EACH}\n    w -= 0.01 * {moved}\n{RETURNED}"
    verdict = told(tmp_path, change, style="book")
    assert (slugs(verdict) == {"changed-in-place"}) is (moved == "nw")  # and no decay


UP = [
    (f"{p} = {p} - learning_rate * {g}", f"{p} = {p} + learning_rate * {g}")
    for p, g in (("self.W[l]", 'grads["dW"][l]'), ("self.b[l]", 'grads["db"][l]'))
]


@pytest.mark.parametrize(
    ("changes", "slug", "first"),
    [
        (UP, "update-adds", ("delta", 1)),
        ([(ERROR, "error = Y - self.A[last + 1]")], "sign-flipped", ("delta", 2)),
        ([(ERROR, TWICE)], "half-lost", ("delta", 2)),
    ],
)
def test_what_all_steps_have_is_told_beside_another_mistake(
    changes: list[tuple[str, str]], slug: str, first: tuple[str, int], tmp_path: Path
) -> None:
    verdict = told(tmp_path, *changes, (SLOPE, "delta[l] = error"))
    assert slugs(verdict) == {slug, "hidden-derivative-missing"}
    wrong = next(one for one in rows(verdict) if not one.right)
    assert (wrong.quantity, wrong.layer) == first


def test_labels_of_neighbours_are_told_beside_another_mistake(tmp_path: Path) -> None:
    turned = ERROR, ERROR.replace("Y", "np.roll(Y, 1, axis=1)")
    verdict = told(tmp_path, turned, (SLOPE, "delta[l] = error"), variant="softmax")
    assert slugs(verdict) == {"labels-one-too-high", "hidden-derivative-missing"}
    every = rows(verdict)
    assert (every[0].quantity, every[0].layer) == ("delta", 2)
    assert not any(one.right for one in every)
    assert {one.quantity for one in rows(told(tmp_path, turned, variant="softmax"))} >= {"delta"}


def test_functions_on_lists_are_called_with_parameters_of_which_all_is_used(tmp_path: Path) -> None:
    verdict = told(tmp_path, style="lists")
    assert verdict.word is Word.RIGHT
    assert sum(part.size for part in verdict.parts) == 89  # of layers of 6, 5, 5 and 4
