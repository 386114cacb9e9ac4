"""A program's own cost is what it computes, whatever it is called: L2 is held against it."""

from __future__ import annotations

import pytest

from groundup.checking.diagnosis.diagnosis import diagnose
from tests.checking.reading.watching.conftest import Watched

SCRIPT = """
    import numpy as np
    X, Y = np.random.uniform(-1, 1, (9, 3)), np.random.uniform(0, 1, (9, 2))
    w1, w2, b = np.random.randn(3, 4), np.random.randn(4, 2), np.zeros(4)
    reg, rate = 0.3, 0.05
    def forwards():
        h = np.tanh(X @ w1 + b)
        return h, h @ w2
    def value():
        _, out = forwards()
        squares = np.sum(w1 ** 2) + np.sum(w2 ** 2)
        return 0.5 * np.sum((out - Y) ** 2) / len(X) + 0.5 * reg * squares
    for lap in range(20):
        BEFORE
        h, out = forwards()
        d2 = (out - Y) / len(X)
        d1 = d2 @ w2.T * (1 - h ** 2)
        w2 -= rate * (h.T @ d2 + DECAY * w2)
        w1 -= rate * (X.T @ d1 + DECAY * w1)
        b -= rate * d1.sum(0)
        AFTER
    """
INLINE = "0.5 * np.sum((out - Y) ** 2) / len(X) + reg / 2 * (np.sum(w1**2) + np.sum(w2**2))"


@pytest.mark.parametrize(
    ("decay", "slugs"),
    [
        ("reg", []),
        ("2 * reg", ["l2-doubled"]),
        ("-reg", ["l2-sign-flipped"]),
        ("0.0", ["l2-missing"]),
    ],
)
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("print(lap, value())", ""),
        ("", "print(lap, value())"),  # of the weights after the step
        ("", "seen = value()"),
        ("out = forwards()[1]; print(f'{lap}: {INLINE:.3f}')", ""),
        ("out = forwards()[1]; print('%d: %.3f' % (lap, INLINE))", ""),
    ],
)
def test_l2_is_that_of_what_is_printed(
    watched: Watched, decay: str, slugs: list[str], before: str, after: str
) -> None:
    text = SCRIPT.replace("DECAY", decay).replace("BEFORE", before).replace("AFTER", after)
    observed, why = watched(text.replace("INLINE", INLINE))
    assert observed is not None, why
    report = diagnose(observed)
    assert [one.slug for one in report.mistakes] == slugs
    assert report.verdict == ("wrong" if slugs else "right"), report.doubts


def test_l1_beside_a_cost_with_l2_is_wrong(watched: Watched) -> None:
    text = SCRIPT.replace("BEFORE", "").replace("AFTER", "value()")
    text = text.replace("DECAY * w2", "reg * np.sign(w2)").replace(
        "DECAY * w1", "reg * np.sign(w1)"
    )
    observed, _ = watched(text)
    assert observed is not None
    assert [one.slug for one in diagnose(observed).mistakes] == ["l1-for-l2"]
    squares, signs = "0.5 * reg * squares", "reg * (abs(w1).sum() + abs(w2).sum())"
    observed, _ = watched(text.replace(squares, signs))
    assert observed is not None
    assert diagnose(observed).verdict == "right"


def test_a_number_without_l2_says_nothing_of_it(watched: Watched) -> None:
    text = SCRIPT.replace("DECAY", "reg").replace("BEFORE", "").replace("AFTER", "value()")
    observed, _ = watched(text.replace(" + 0.5 * reg * squares", ""))
    assert observed is not None
    assert diagnose(observed).verdict == "right"


@pytest.mark.parametrize(
    ("decay", "cost", "told"),
    [
        ("reg", "0.5 * reg", "0.3·w"),
        ("2 * reg", "reg", "0.6·w"),
        ("reg / len(X)", "0.5 / len(X) * reg", "0.3/N·w"),
        ("reg / len(X)", "0 * reg", "0.3/N·w"),
    ],
)
def test_the_form_that_is_told_is_that_of_the_code(
    watched: Watched, decay: str, cost: str, told: str
) -> None:
    text = SCRIPT.replace("DECAY", decay).replace("BEFORE", "").replace("AFTER", "value()")
    observed, _ = watched(text.replace("0.5 * reg", cost))
    assert observed is not None
    report = diagnose(observed)
    assert report.verdict == "right"
    assert report.conventions["l2"].startswith(f"{told} beside the mean's gradient")


def test_l2_of_all_layers_is_not_that_of_a_cost_with_one(watched: Watched) -> None:
    text = SCRIPT.replace("DECAY", "reg").replace("BEFORE", "loss = value()").replace("AFTER", "")
    observed, _ = watched(text.replace("squares = np.sum(w1 ** 2) +", "squares ="))
    assert observed is not None
    report = diagnose(observed)
    assert report.verdict == "unchecked"
    assert "a term for the weights that was not recognised" in report.doubts[0]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("first", "named", "name"),  # whether it is called a cost, or not
    [
        ("0.0 * w1", ["l2-missing"], "value"),
        ("-reg * w1", ["l2-sign-flipped"], "loss"),
        ("2 * reg * w1", ["l2-doubled"], "value"),
        ("reg * np.sign(w1)", ["l1-for-l2"], "loss"),
        ("reg * w1 ** 3", [], "value"),
    ],
)
def test_l2_that_is_wrong_in_one_layer_leaves_the_others_and_the_cost_right(
    watched: Watched, first: str, named: list[str], name: str
) -> None:
    text = SCRIPT.replace("DECAY * w1", first).replace("DECAY", "reg").replace("AFTER", "")
    observed, _ = watched(text.replace("BEFORE", f"{name} = value()"))
    assert observed is not None
    report = diagnose(observed)
    assert report.verdict == "wrong"
    assert [(one.slug, one.layer) for one in report.mistakes] == [(slug, 0) for slug in named]
    assert [(one.name, one.layer) for one in report.quantities if one.ok is False] == [("dw", 0)]
    assert ("cost", True) in [(one.name, one.ok) for one in report.quantities]


@pytest.mark.parametrize("first", ["reg * np.abs(w1)", "0.0 * w1", "2 * reg * np.sign(w1)"])
def test_l1_that_is_wrong_in_one_layer_leaves_the_others_and_the_cost_right(
    watched: Watched, first: str
) -> None:
    text = SCRIPT.replace("DECAY * w1", first).replace("DECAY * w2", "reg * np.sign(w2)")
    text = text.replace("0.5 * reg * squares", "reg * (abs(w1).sum() + abs(w2).sum())")
    observed, _ = watched(text.replace("BEFORE", "loss = value()").replace("AFTER", ""))
    assert observed is not None
    report = diagnose(observed)
    assert report.verdict == "wrong"
    assert [(one.name, one.layer) for one in report.quantities if one.ok is False] == [("dw", 0)]
    assert ("cost", True) in [(one.name, one.ok) for one in report.quantities]
    assert report.conventions["l1"] == "0.3·sign(w) (from its cost)"


@pytest.mark.parametrize(("times", "is_right"), [("1", True), ("2", False), ("0.5", False)])
def test_l1_in_a_step_is_that_of_the_cost(watched: Watched, times: str, is_right: bool) -> None:
    text = SCRIPT.replace("DECAY * w1", "DECAY * np.sign(w1)")
    text = text.replace("DECAY * w2", "DECAY * np.sign(w2)").replace("DECAY", f"{times} * reg")
    text = text.replace("0.5 * reg * squares", "reg * (abs(w1).sum() + abs(w2).sum())")
    observed, _ = watched(text.replace("BEFORE", "loss = value()").replace("AFTER", ""))
    assert observed is not None
    assert (diagnose(observed).verdict == "right") is is_right


@pytest.mark.parametrize(
    ("decay", "biases", "verdict"),
    [
        ("reg", "", "right"),
        ("0.0", "", "unchecked"),
        ("-reg", "", "wrong"),
        ("reg", " + reg * b", "unchecked"),
    ],
)
def test_a_cost_of_other_samples_says_little_of_l2(
    watched: Watched, decay: str, biases: str, verdict: str
) -> None:
    text = SCRIPT.replace("DECAY", decay).replace("d1.sum(0)", f"(d1.sum(0){biases})")
    text = text.replace(" @ w2\n", " @ w2 + c\n").replace(
        "AFTER", "c -= rate * d2.sum(0)\n        AFTER"
    )
    text = text.replace("for lap", "c = np.zeros(2)\n    for lap")
    text = text.replace("def forwards():", "Z, T = X[:4] ** 2, Y[:4] ** 2\n    def forwards(X=X):")
    text = text.replace("_, out = forwards()", "_, out = forwards(Z)").replace(
        "out - Y) ** 2", "out - T) ** 2"
    )
    observed, _ = watched(text.replace("BEFORE", "").replace("AFTER", "loss = value()"))
    assert observed is not None
    report = diagnose(observed)
    assert report.verdict == verdict
    assert not any("gradients are right" in one for one in report.doubts)
    assert all(one.ok is not None or one.error is None for one in report.quantities)


def test_a_sum_beside_right_l2_is_one_mistake_at_a_rate_that_is_known(watched: Watched) -> None:
    text = SCRIPT.replace("DECAY", "reg").replace("d2 = (out - Y) / len(X)", "d2 = out - Y")
    observed, _ = watched(text.replace("BEFORE", "loss = value()").replace("AFTER", ""))
    assert observed is not None
    (named,) = diagnose(observed).mistakes
    assert (named.slug, named.alias_slugs) == ("data-summed", ())
