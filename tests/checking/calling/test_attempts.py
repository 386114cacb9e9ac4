"""What only defines something is called, and trains on the tape."""

from __future__ import annotations

from pathlib import Path

import pytest

from groundup.checking.calling.attempts import traced
from groundup.checking.judging.judgement import judge
from groundup.checking.judging.trials import enough
from groundup.checking.judging.verdicts import Word
from groundup.checking.loading import targets
from groundup.checking.tracing.runs import Run

PLAIN = """import numpy as np

def sigmoid(z):
    return 1 / (1 + np.exp(-z))
"""
TRAIN = (
    PLAIN
    + """
def train(X, y, hidden, epochs, lr):
    w1, w2 = np.random.randn(X.shape[1], hidden), np.random.randn(hidden, y.shape[1])
    for _ in range(epochs):
        h = sigmoid(X @ w1)
        out = sigmoid(h @ w2)
        delta = (out - y) * out * (1 - out)
        below = delta @ w2.T * h * (1 - h)
        w2 -= lr * h.T @ delta
        w1 -= lr * X.T @ below
"""
)
NETWORK = (
    PLAIN
    + """
class Network:
    def __init__(self, sizes):
        self.w = [np.random.randn(b, a) for a, b in zip(sizes[:-1], sizes[1:])]
        self.b = [np.random.randn(b, 1) for b in sizes[1:]]

    def SGD(self, training_data, epochs, mini_batch_size, eta):
        for _ in range(epochs):
            for k in range(0, len(training_data), mini_batch_size):
                for x, y in training_data[k : k + mini_batch_size]:
                    self.step(x, y, eta)

    def step(self, x, y, eta):
        h = sigmoid(self.w[0] @ x + self.b[0])
        out = sigmoid(self.w[1] @ h + self.b[1])
        delta = (out - y) * out * (1 - out)
        below = self.w[1].T @ delta * h * (1 - h)
        self.w[1] -= eta * delta @ h.T
        self.b[1] -= eta * delta
        self.w[0] -= eta * below @ x.T
        self.b[0] -= eta * below
"""
)


def ran(tmp_path: Path, text: str) -> Run:
    file = tmp_path / "net.py"
    file.write_text(text, encoding="utf-8")
    return traced(targets.parse(str(file)), enough=enough)


@pytest.mark.parametrize(
    ("text", "called", "slip"),
    [
        (TRAIN, "train(inputs, targets, hidden neurons, epochs, learning rate)", "* h * (1 - h)"),
        (
            NETWORK,
            "Network(sizes).SGD(pairs, epochs, mini-batch size, learning rate)",
            " * h * (1 - h)",
        ),
        (TRAIN + "\ndef main():\n    train(np.eye(2), np.eye(2), 4, 9, 0.5)\n", "main()", "h.T @ "),
    ],
)
def test_what_defines_something_is_called(
    tmp_path: Path, text: str, called: str, slip: str
) -> None:
    found = ran(tmp_path, text)
    assert found.called == called
    assert judge(found.tape).word is Word.RIGHT
    assert judge(ran(tmp_path, text.replace(slip, "")).tape).word is Word.WRONG or "h.T" in slip
