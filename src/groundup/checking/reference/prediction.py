"""What somebody's code with certain mistakes would answer, call by call."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from groundup.checking.model.answers import Answers, Array, Batch, Probe
from groundup.checking.model.convention import Convention
from groundup.checking.reference.backprop import Pass, Plant


class Prediction:
    """What somebody with these mistakes would answer to a probe, call by call, as far as asked.

    `one_by_one` where gradients come a sample at a time: a mistake about a batch cannot show in
    them, but in the step. `convention` matters to mistakes in which a step is taken too early.
    """

    def __init__(
        self,
        probe: Probe,
        plants: Sequence[Plant] = (),
        one_by_one: bool = False,
        convention: Convention | None = None,
    ):
        self.probe, self.plants, self.one_by_one = probe, plants, one_by_one
        self.convention = convention
        self.remembers = any(plant.remembers for plant in plants)
        self.before: Pass | None = None
        self.calls: list[Answers] = []
        self._undecayed: Prediction | None = None

    def call(self, number: int) -> Answers:
        """The answers of the call on `batches[number]`, the ones before it having been made."""
        while len(self.calls) <= number:
            batch = self.probe.batches[len(self.calls)]
            known = next(i for i, other in enumerate(self.probe.batches) if other is batch)
            again = known < len(self.calls) and not self.remembers
            self.calls.append(self.calls[known] if again else self._answers(batch))
        return self.calls[number]

    def undecayed(self) -> Prediction:
        """The same without the term of L2 in the gradient, where it is only in the step."""
        if self._undecayed is None:
            layers = frozenset(range(len(self.probe.w)))
            none = [Plant(part, lambda p, l: 0.0, layers) for part in ("decay", "bias_decay")]
            plants = (*none, *self.plants)
            self._undecayed = Prediction(self.probe, plants, self.one_by_one, self.convention)
        return self._undecayed

    def _answers(self, batch: Batch) -> Answers:
        passes = []
        try:
            for part in singles(batch) if self.one_by_one else [batch]:
                before = self.before if self.remembers else None
                self.before = self._pass(part, before, whole=len(batch.x))
                passes.append(self.before)
        except (
            ValueError,
            IndexError,
        ) as error:  # shapes that do not fit: it would raise there too
            return Answers(raised=str(error))
        return together(passes)

    def _pass(
        self,
        batch: Batch,
        before: Pass | None = None,
        stepping: bool = False,
        whole: int | None = None,
    ) -> Pass:
        probe, scale = self.probe, 1.0
        if self.convention:
            factor = self.convention.step if stepping else self.convention.gradient
            scale = factor.of(*batch.y.shape)
        settings, plants = probe.settings, self.plants
        return Pass(settings, probe.w, probe.b, batch, plants, before, stepping, scale, whole)

    def step(self) -> tuple[list[Array], list[Array]] | None:
        """`(w, b)` after a step on the first batch; None where it would raise."""
        try:
            return self._pass(self.probe.batches[0], stepping=True).step()
        except (ValueError, IndexError):
            return None


def singles(batch: Batch) -> list[Batch]:
    masks = batch.masks
    return [
        Batch(x[np.newaxis], y[np.newaxis], masks and [mask[i : i + 1] for mask in masks])
        for i, (x, y) in enumerate(zip(batch.x, batch.y, strict=True))
    ]


def together(passes: Sequence[Pass]) -> Answers:
    """The answers of one batch from one pass, or from a pass a sample: the mean of them."""
    gradients = [one.gradients() for one in passes]
    layers = passes[0].layers
    if len(passes) == 1:  # as nearly always: there is no mean to work out
        [one], [(dw, db)] = passes, gradients
        delta, dw, db = ([of[l] for l in layers] for of in (one.delta, dw, db))
        return Answers(outputs=one.outputs, cost=one.cost(), delta=delta, dw=dw, db=db)
    return Answers(
        outputs=np.concatenate([one.outputs for one in passes]),
        cost=float(np.mean([one.cost() for one in passes])),
        delta=[np.concatenate([one.delta[l] for one in passes]) for l in layers],
        dw=[np.mean([dw[l] for dw, _ in gradients], axis=0) for l in layers],
        db=[np.mean([db[l] for _, db in gradients], axis=0) for l in layers],
    )
