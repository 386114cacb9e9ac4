"""The second turn of a loop: right ones in all their ways, and those that are right only once."""

from __future__ import annotations

import pytest

from groundup.checking.diagnosis.diagnosis import diagnose
from groundup.checking.reading.watching.steps.second_turns import OTHER, TARGETS
from groundup.checking.reading.watching.steps.vain import IN_VAIN
from tests.checking.reading.watching.conftest import Watched

PROGRAM = """
    import numpy as np
    X = np.random.uniform(-1, 1, (24, 3))
    Y = np.random.uniform(0, 1, (24, 2))
    W1, b1 = np.random.randn(3, 5), np.zeros(5)
    W2, b2 = np.random.randn(5, 2), np.zeros(2)
    V1, c1, V2, c2, eta, best = 0.0 * W1, 0.0 * b1, 0.0 * W2, 0.0 * b2, 0.5, 1e9

    def forward(x):
        a1 = np.tanh(x @ W1 + b1)
        return a1, a1 @ W2 + b2

    for epoch in range(60):
        order = np.arange(24)
        BEFORE
        for i in range(0, 24, 6):
            x, y = X[order[i : i + 6]], Y[order[i : i + 6]]
            a1, a2 = forward(x)
            WITHIN
            d2 = (a2 - y) / len(x)
            d1 = d2 @ W2.T * (1 - a1 ** 2)
            g1, h1, g2, h2 = x.T @ d1, d1.sum(0), a1.T @ d2, d2.sum(0)
            STEP
            AFTER
    """
PLAIN = "W1 -= eta * g1; b1 -= eta * h1; W2 -= eta * g2; b2 -= eta * h2"
MOMENTUM = "V1 = 0.9 * V1 - eta * g1; c1 = 0.9 * c1 - eta * h1; W1 += V1; b1 += c1; "
MOMENTUM += "V2 = 0.9 * V2 - eta * g2; c2 = 0.9 * c2 - eta * h2; W2 += V2; b2 += c2"
RIGHT = {
    "plain": {},
    "shuffled": {"BEFORE": "np.random.shuffle(order)"},
    "a rate that decays": {"AFTER": "eta *= 0.9"},
    "a rate by the turn": {"AFTER": "eta = 0.5 / (1 + i)"},
    "momentum": {"STEP": MOMENTUM},
    "momentum of weights alone": {"STEP": MOMENTUM.replace("0.9 * c", "0.0 * c")},
    "an average of gradients": {"STEP": MOMENTUM.replace("- eta", "- 0.1 * eta")},
    "decay of weights": {"STEP": "g1 += 0.01 * W1; g2 += 0.01 * W2; " + PLAIN},
    "cut-off gradients": {"STEP": "g1, g2 = np.clip(g1, -2, 2), np.clip(g2, -2, 2); " + PLAIN},
    "ends early": {"AFTER": "if np.mean((forward(X)[1] - Y) ** 2) < 1e-3: break"},
    "all samples": {"WITHIN": "x, y = X, Y; a1, a2 = forward(x)"},
    "the same batch": {"WITHIN": "x, y = X[:6], Y[:6]; a1, a2 = forward(x)"},
}
WRONG = {
    "forwards once a lap": (
        {"BEFORE": "A1, A2 = forward(X)", "WITHIN": "a1, a2 = A1[i : i + 6], A2[i : i + 6]"},
        "wrong",
        [61],
    ),
    "targets of the first batch": ({"WITHIN": "y = Y[:6]"}, TARGETS, []),
    "inputs of the first batch": ({"WITHIN": "x = X[:6]; a1, a2 = forward(x)"}, TARGETS, []),
    "errors through old weights": (
        {"BEFORE": "U = W2.copy()", "WITHIN": "D = (a2 - y) / 6 @ U.T * (1 - a1 ** 2)"},
        OTHER,
        [],
    ),
}


def said(watched: Watched, parts: dict[str, str]) -> tuple[str, list[int], list[str]]:
    text = PROGRAM
    for place, plain in (("BEFORE", "pass"), ("WITHIN", ""), ("STEP", PLAIN), ("AFTER", "pass")):
        text = text.replace(place, parts.get(place, plain) or "pass")
    if "D = " in text:
        text = text.replace("d1 = d2 @ W2.T * (1 - a1 ** 2)", "d1 = D")
    observed, why = watched(text)
    assert observed is not None, why
    report = diagnose(observed)
    return report.verdict, [one.number for one in report.mistakes], report.doubts


@pytest.mark.parametrize("name", RIGHT)
def test_what_is_right_in_its_second_turn_stays_right(watched: Watched, name: str) -> None:
    assert said(watched, RIGHT[name]) == ("right", [], [])


@pytest.mark.parametrize("name", WRONG)
def test_what_is_right_in_its_first_turn_only_is_not_right(watched: Watched, name: str) -> None:
    parts, words, numbers = WRONG[name]
    verdict, mistakes, doubts = said(watched, parts)
    assert mistakes == numbers
    assert verdict == (words if numbers else "unchecked")
    assert numbers or words in doubts


AHEAD = """
    import numpy as np
    X, Y = np.random.uniform(-1, 1, (8, 3)), np.random.uniform(0, 1, (8, 2))
    W1, W2 = np.random.randn(3, 5), np.random.randn(5, 2)
    for epoch in range(60):
        A1 = np.tanh(X @ W1)
        A2 = np.tanh(A1 @ W2)
        D2 = (A2 - Y) * (1 - A2 ** 2)
        D1 = D2 @ W2.T * (1 - A1 ** 2)
        for i in range(8):
            W2 -= 0.1 * np.outer(A1[i], D2[i])
            W1 -= 0.1 * np.outer(X[i], D1[i])
    """


def test_a_gradient_that_is_taken_sample_by_sample_is_not_stale(watched: Watched) -> None:
    """All that it needs is from before the first step: the sum of its steps is the batch's."""
    observed, _ = watched(AHEAD)
    assert observed is None or not diagnose(observed).mistakes


DROPPED = """
    import numpy as np
    X, Y = np.random.uniform(-1, 1, (8, 3)), np.random.uniform(0, 1, (8, 2))

    def start():
        np.random.seed(3)
        return {"W1": np.random.randn(3, 5), "W2": np.random.randn(5, 2)}

    def step(p, g, lr):
        return {"W1": p["W1"] - lr * g["dW1"], "W2": p["W2"] - lr * g["dW2"]}

    def train():
        p = start()
        for epoch in range(60):
            AGAIN
            A1 = np.tanh(X @ p["W1"])
            A2 = np.tanh(A1 @ p["W2"])
            D2 = (A2 - Y) * (1 - A2 ** 2)
            D1 = D2 @ p["W2"].T * (1 - A1 ** 2)
            RESULT step(p, {"dW1": X.T @ D1, "dW2": A1.T @ D2}, 0.1)
        return p

    train()
    """


@pytest.mark.parametrize(
    ("again", "result", "words"),
    [("pass", "p =", None), ("pass", "q =", IN_VAIN), ("p = start()", "p =", IN_VAIN)],
)
def test_a_loop_whose_turns_are_all_the_same_trains_nothing(
    watched: Watched, again: str, result: str, words: str | None
) -> None:
    observed, why = watched(DROPPED.replace("AGAIN", again).replace("RESULT", result))
    assert observed is not None, why
    assert [one.message for one in observed.findings if one.kind == "omitted"] == [words] * bool(
        words
    )
    assert (observed.settings is None) is bool(words)


LOADED = """
    import numpy as np

    def loaded():
        X, Y = np.random.uniform(0, 1, (22, 3)), np.arange(22) % 4
        return [(X[k : k + 6], Y[k : k + 6]) for k in range(0, 22, 6)]

    pairs = loaded()
    W1, W2 = np.random.randn(3, 5), np.random.randn(5, 4)
    for epoch in range(30):
        for x, labels in pairs:
            y = np.eye(4)[LABELS]
            a1 = np.tanh(x @ W1)
            p = np.exp(a1 @ W2)
            p /= p.sum(1, keepdims=True)
            print(-np.sum(y * np.log(p)) / len(x))
            d2 = (p - y) / len(x)
            d1 = d2 @ W2.T * (1 - a1 ** 2)
            W1, W2 = W1 - 0.5 * x.T @ d1, W2 - 0.5 * a1.T @ d2
    """


@pytest.mark.parametrize(
    ("labels", "expected"), [("labels", "right"), ("pairs[0][1][: len(x)]", "unchecked")]
)
def test_targets_of_a_list_of_batches_are_those_beside_the_inputs(
    watched: Watched, labels: str, expected: str
) -> None:
    observed, why = watched(LOADED.replace("LABELS", labels))
    assert observed is not None, why
    report = diagnose(observed)
    assert report.verdict == expected
    assert report.doubts == [TARGETS] * (expected == "unchecked")
