"""Networks whose outputs are weighted inputs: the last activation is inside the learner's loss."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace

from groundup.checking.model.answers import Answers, Batch, Finding, Probe
from groundup.checking.reading.learner import Learner, Step, Trial
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


class OfLogits(Learner):
    """A reading whose outputs are given the activation that the learner's loss has inside."""

    def __init__(self, learner: Learner, activation: str):
        super().__init__(**{field.name: getattr(learner, field.name) for field in fields(Learner)})
        self.learner, self.activation = learner, activation
        said = f"weighted inputs, with {activation} in the loss"
        self.conventions = {**learner.conventions, "outputs": said}

    def start(self, probe: Probe) -> TrialOfLogits:
        return TrialOfLogits(self.learner.start(probe), self.activation)

    def costs(self) -> Iterator[tuple[str, Learner]]:
        for name, other in self.learner.costs():
            yield name, OfLogits(other, self.activation)

    def faults(self) -> list[Finding]:
        return self.learner.faults()


class TrialOfLogits(Trial):
    def __init__(self, trial: Trial, activation: str):
        self.trial, self.activation, self.handed = trial, activation, trial.handed

    @property
    def moves(self) -> bool:
        return self.trial.moves

    def answers(self, batch: Batch) -> Answers:
        return activated(self.trial.answers(batch), self.activation)

    def step(self, batch: Batch) -> Step | None:
        return self.trial.step(batch)
