"""What may differ between right gradients."""

from __future__ import annotations

import itertools
from typing import NamedTuple


class Factor(NamedTuple):
    """number · m^samples · K^outputs: m samples in the batch, K outputs."""

    number: float = 1.0
    samples: int = 0
    outputs: int = 0

    def of(self, m: int, outputs: int) -> float:
        return self.number * float(m) ** self.samples * float(outputs) ** self.outputs

    def __str__(self) -> str:
        words = [
            {0: "the mean over the batch", 1: "the sum over the batch"}.get(
                self.samples, "divided by the batch size twice"
            ),
            {0: "", -1: "and over the outputs"}.get(self.outputs, "times the number of outputs"),
            {1.0: "", 2.0: "of a cost without the ½", 0.5: "halved", -1.0: "negated"}.get(
                self.number, f"times {self.number:g}"
            ),
        ]
        return " ".join(filter(None, words))


# By what l2·w is multiplied in the gradient, where the cost has l2/2·Σw², l2·Σw² and so on.
L2_FORMS = {
    "half": Factor(),
    "whole": Factor(2.0),
    "half-mean": Factor(samples=-1),
    "mean": Factor(2.0, samples=-1),
}


class Convention(NamedTuple):
    """What may differ between right answers: the factor of dw and db, that of the step, and
    whether the term of L2 is in the gradient or only in the step."""

    gradient: Factor = Factor()
    step: Factor = Factor()
    decay_in_step: bool = False


OF_COSTS = tuple(  # a quarter of the squares is the least likely, and half of them with 4 outputs
    Factor(number, samples, outputs)
    for numbers in ((1.0, 2.0), (0.5,))
    for samples, outputs, number in itertools.product((0, 1), (0, -1), numbers)
)
