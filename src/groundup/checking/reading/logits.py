"""Networks whose outputs are weighted inputs: the last activation is inside the learner's loss."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from groundup.checking.model.answers import Answers, Array, Batch, Probe
from groundup.checking.reading.learner import Learner, Trial
from groundup.checking.reference.backprop import activate

INSIDE = ("softmax", "sigmoid")


def inside(outputs: tuple[str, ...] | None, likely: tuple[str, ...]) -> str:
    """The activation that a loss may have inside, where what is declared or named has one that the
    outputs have not; "" for none."""
    linear = outputs is not None and outputs[-1] == "linear"
    return likely[-1] if linear and likely[-1] in INSIDE else ""


def activated(answers: Answers, activation: str) -> Answers:
    if answers.outputs is None:
        return answers
    return replace(answers, outputs=activate(activation, answers.outputs))


class OfLogits:
    """A reading whose outputs are given the activation that the learner's loss has inside."""

    def __init__(self, learner: Learner, activation: str):
        self.learner, self.activation = learner, activation
        self.style, self.places, self.one_by_one = learner.style, learner.places, learner.one_by_one
        self.sizes, self.layers = learner.sizes, learner.layers
        said = f"weighted inputs, with {activation} in the loss"
        self.conventions = {**learner.conventions, "outputs": said}

    def __getattr__(self, name: str) -> Any:
        return getattr(self.learner, name)  # what only some styles' learners have

    def start(self, probe: Probe) -> TrialOfLogits:
        return TrialOfLogits(self.learner.start(probe), self.activation)


class TrialOfLogits:
    def __init__(self, trial: Trial, activation: str):
        self.trial, self.activation = trial, activation

    def __getattr__(self, name: str) -> Any:
        return getattr(self.trial, name)

    def answers(self, batch: Batch) -> Answers:
        return activated(self.trial.answers(batch), self.activation)

    def step(self, batch: Batch) -> tuple[list[Array], list[Array]] | None:
        return self.trial.step(batch)
