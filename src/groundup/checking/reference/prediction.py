"""What somebody's code with certain mistakes would answer, call by call."""

from __future__ import annotations

from collections.abc import Sequence

from groundup.checking.model.answers import Answers, Array, Batch, Probe
from groundup.checking.model.convention import Convention
from groundup.checking.reference.backprop import Pass, Plant


class Prediction:
    """What somebody with these mistakes would answer to a probe, call by call, as far as asked.

    `convention` matters to mistakes in which a step is taken too early.
    """

    def __init__(
        self,
        probe: Probe,
        plants: Sequence[Plant] = (),
        convention: Convention | None = None,
    ):
        self.probe, self.plants, self.convention = probe, plants, convention
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
            self._undecayed = Prediction(self.probe, plants, self.convention)
        return self._undecayed

    def _answers(self, batch: Batch) -> Answers:
        try:
            one = self._pass(batch, self.before if self.remembers else None)
        except (ValueError, IndexError) as error:  # shapes that do not fit: it would raise too
            return Answers(raised=str(error))
        self.before = one
        dw, db = one.gradients()
        return Answers(one.outputs, one.cost(), [one.delta[l] for l in one.layers], dw, db)

    def _pass(self, batch: Batch, before: Pass | None = None, stepping: bool = False) -> Pass:
        probe, scale = self.probe, 1.0
        if self.convention:
            factor = self.convention.step if stepping else self.convention.gradient
            scale = factor.of(*batch.y.shape)
        settings, plants = probe.settings, self.plants
        return Pass(settings, probe.w, probe.b, batch, plants, before, stepping, scale)

    def step(self) -> tuple[list[Array], list[Array]] | None:
        """`(w, b)` after a step on the first batch; None where it would raise."""
        try:
            return self._pass(self.probe.batches[0], stepping=True).step()
        except (ValueError, IndexError):
            return None
