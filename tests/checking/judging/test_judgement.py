"""What is a parameter, and what each kind of step is called."""

from __future__ import annotations

from pathlib import Path

import pytest

from groundup.checking.judging.judgement import judge
from groundup.checking.judging.parameters import parameters
from groundup.checking.judging.trials import enough
from groundup.checking.judging.verdicts import Verdict, Why, Word
from groundup.checking.loading import targets
from groundup.checking.tracing import runs
from groundup.checking.tracing.runs import Run

ARRAYS = (Path(__file__).parents[1] / "kinds" / "arrays.py").read_text("utf-8")
STEP = ARRAYS[ARRAYS.index("    # step") : ARRAYS.index("# parameters")]
LOOP = "for epoch in range(100):\n"
NAMES = '[("W1", dW1), ("b1", db1), ("W2", dW2), ("b2", db2)]'
MOMENTUM = f"""    for name, g in {NAMES}:
        v[name] = 0.9 * v[name] + g
        weights = globals()[name]
        weights -= rate * v[name]
"""
ADAM = f"""    for name, g in {NAMES}:
        v[name] = 0.9 * v[name] + 0.1 * g
        s[name] = 0.99 * s[name] + 0.01 * g * g
        weights = globals()[name]
        weights -= 0.05 * (v[name] / (1 - 0.9 ** (epoch + 1))) / (np.sqrt(s[name]) + 1e-8)
"""
UNCLEARED = f"""    for name, g in {NAMES}:
        v[name] += g
        weights = globals()[name]
        weights -= rate * v[name]
"""
MEMORY = """v = {"W1": np.zeros((3, 5)), "b1": np.zeros((1, 5))}
v |= {"W2": np.zeros((5, 1)), "b2": np.zeros((1, 1))}
s = {k: a.copy() for k, a in v.items()}
"""


def ran(tmp_path: Path, text: str) -> Run:
    file = tmp_path / "net.py"
    file.write_text(text, encoding="utf-8")
    return runs.run(targets.parse(str(file)), enough=enough)


def judged(tmp_path: Path, text: str) -> Verdict:
    return judge(ran(tmp_path, text).tape)


def stepping(step: str) -> str:
    """The same network, trained by another rule."""
    return ARRAYS.replace(STEP, step).replace(LOOP, MEMORY + LOOP)


def test_a_velocity_that_begins_as_the_number_0_is_no_parameter(tmp_path: Path) -> None:
    memory = "v = dict.fromkeys(('W1', 'b1', 'W2', 'b2'), 0.0)\n"
    text = ARRAYS.replace(STEP, MOMENTUM.replace("+ g", "- rate * g").replace("-= rate *", "+="))
    verdict = judged(tmp_path, text.replace(LOOP, memory + LOOP))
    assert (verdict.word, verdict.why) == (
        Word.RIGHT,
        [Why.OWN_COST, Why.OPTIMISER, Why.PROBED],
    )


@pytest.mark.parametrize("rule", [MOMENTUM, ADAM, UNCLEARED])
def test_a_parameter_moves_by_itself_and_a_velocity_does_not(rule: str, tmp_path: Path) -> None:
    found = parameters(ran(tmp_path, stepping(rule)).tape)
    assert sorted(one.versions(0)[0].size for one in found.each) == [1, 5, 5, 15]
    assert len({one.place.place.position.line for one in found.each}) == 1


@pytest.mark.parametrize("rule", [MOMENTUM, ADAM])
def test_the_gradient_on_the_way_to_an_optimisers_step_is_judged(rule: str, tmp_path: Path) -> None:
    right = judged(tmp_path, stepping(rule))
    assert right.word is Word.RIGHT
    assert Why.OPTIMISER in right.why
    wrong = judged(tmp_path, stepping(rule).replace(" * (1 - h ** 2)", ""))
    assert wrong.word is not Word.RIGHT


def test_a_residual_layer_moves_no_parameter(tmp_path: Path) -> None:
    text = (Path(__file__).parents[1] / "kinds" / "residual.py").read_text("utf-8")
    lines = {x.place.place.position.line for x in parameters(ran(tmp_path, text).tape).each}
    assert all(text.splitlines()[line - 1].count("-= rate") for line in lines)


CHANGES = {
    "up": (STEP, STEP.replace("-=", "+="), Word.WRONG, Why.UPHILL),
    "gradients that pile up": (STEP, UNCLEARED, Word.WRONG, Why.PILES_UP),
    "a bias that stays": ("    b1 -= rate * db1\n", "", Word.WRONG, Why.STAYS),
    "a bias that is not used": ("X @ W1 + b1)", "X @ W1)", Word.WRONG, Why.UNUSED),
    "a rate of its own": ("b2 -= rate * db2", "b2 -= 0.1 * db2", Word.RIGHT, Why.OWN_COST),
    "decay beside its cost": (
        "W1 -= rate * dW1",
        "W1 -= rate * (dW1 + 0.1 * W1)",
        Word.UNCHECKED,
        Why.DECAY,
    ),
    "no cost of its own": ("    cost = -np.mean", "    0 * np.mean", Word.RIGHT, Why.ASSUMED_COST),
    "computed once": (LOOP, LOOP.replace("100", "1"), Word.RIGHT, Why.OWN_COST),
    "nothing is called": (LOOP, "def train():\n", Word.UNCHECKED, Why.NOT_CALLED),
}


@pytest.mark.parametrize("what", CHANGES)
def test_what_a_step_is_called(what: str, tmp_path: Path) -> None:
    old, new, word, why = CHANGES[what]
    assert old in ARRAYS
    verdict = judged(tmp_path, ARRAYS.replace(old, new).replace(LOOP, MEMORY + LOOP))
    assert (verdict.word, verdict.why[0]) == (word, why)


def test_what_moves_by_a_constant_is_wrong_where_it_moves(tmp_path: Path) -> None:
    text = (Path(__file__).parents[1] / "kinds" / "lists.py").read_text("utf-8")
    verdict = judged(tmp_path, text.replace("b1[j] -= rate * d1[j]", "b1[j] -= rate"))
    assert (verdict.word, verdict.why[0]) == (Word.WRONG, Why.STAYS)
    assert [one.place.line for one in verdict.wrong] == [37]


def test_outputs_that_were_kept_for_their_slopes_are_stale(tmp_path: Path) -> None:
    cost = ARRAYS[ARRAYS.index("    cost = ") : ARRAYS.index("    # backward")]
    text = ARRAYS.replace(cost, "    cost = 0.5 * np.mean((p - y) ** 2)\n    q = q if OF else p\n")
    text = text.replace("(p - y) / len(X)", "(p - y) * q * (1 - q) / len(X)")
    text = text.replace("X[:, :1] * X[:, 1:2]", "X").replace("(5, 1)", "(5, 3)")
    text = text.replace("(1, 1)", "(1, 3)")
    assert judged(tmp_path, text.replace("OF", "0")).word is Word.RIGHT
    verdict = judged(tmp_path, text.replace("OF", "epoch % 2"))
    assert (verdict.word, verdict.why[0]) == (Word.WRONG, Why.STALE)
    (place,) = verdict.places
    assert text.splitlines()[place.line - 1].strip().startswith("d2 = ")


def test_a_factor_of_all_gradients_is_told(tmp_path: Path) -> None:
    verdict = judged(tmp_path, ARRAYS.replace("d2 = (p - y) / len(X)", "d2 = 2.0 * (p - y)"))
    assert verdict.word is Word.RIGHT
    assert verdict.factor == pytest.approx(40.0)


def test_a_literal_that_several_begin_as_is_several_parameters(tmp_path: Path) -> None:
    text = """
x, y, rate = [0.3, 0.7], 0.4, 0.5
w = v = b = 0.0
for turn in range(20):
    p = w * x[0] + v * x[1] + b
    cost = (p - y) ** 2
    d = 2 * (p - y)
    w -= rate * d * x[0]
    v -= rate * d * x[1]
    b -= rate * d
"""
    assert judged(tmp_path, text).word is Word.RIGHT
    other = text.replace("v -= rate * d * x[1]", "v -= rate * d * x[0]")
    assert judged(tmp_path, other).word is Word.WRONG
