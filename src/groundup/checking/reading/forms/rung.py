"""A module like groundup's own rungs, whatever a network is in it: `build`, `feedforward`,
`backprop`, `gradients`, `train_batch` and `parameters`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from groundup.checking.model.answers import Answers, Array, Batch, Probe, Settings
from groundup.checking.model.averages import averaged
from groundup.checking.model.offered import Offered
from groundup.checking.reading.copies import Handed
from groundup.checking.reading.forms.calls import NothingFoundError
from groundup.checking.reading.forms.layouts import numbers
from groundup.checking.reading.forms.results import harvest
from groundup.checking.reading.learner import Learner, Step, Trial

FUNCTIONS = {"outputs": "feedforward", "step": "train_batch"}


@dataclass(kw_only=True, eq=False)
class RungLearner(Learner):
    functions: dict[str, Any]

    def start(self, probe: Probe) -> RungTrial:
        return RungTrial(self, probe)


class RungTrial(Trial):
    def __init__(self, learner: RungLearner, probe: Probe):
        self.functions, self.one_by_one = learner.functions, learner.one_by_one
        self.probe, self.handed = probe, Handed()
        w = self.handed.keep("weights", [wl.tolist() for wl in probe.w])
        b = self.handed.keep("biases", [bl.tolist() for bl in probe.b])
        self.network = self.functions["build"](w, b, list(probe.settings.activations))

    def answers(self, batch: Batch) -> Answers:
        if self.one_by_one:
            return averaged([self._backprop(x, y) for x, y in zip(batch.x, batch.y, strict=True)])
        xs, ys = self._keep(batch.x, batch.y)
        answers = self._read(self.functions["gradients"](self.network, xs, ys))
        answers.outputs = self._outputs(batch.x)
        return answers

    def _backprop(self, x: Array, y: Array) -> Answers:
        answers = self._read(self.functions["backprop"](self.network, *self._keep(x, y)))
        outputs = self._outputs(x[np.newaxis])
        answers.outputs = np.full(y.shape, np.nan) if outputs is None else outputs[0]
        return answers

    def _keep(self, x: Array, y: Array) -> tuple[Any, Any]:
        return self.handed.keep("x", x.tolist()), self.handed.keep("y", y.tolist())

    def _read(self, given: Any) -> Answers:
        found = harvest(given, ["dw", "db"], self.probe.sizes)
        if found.dw is None or found.db is None:
            raise NothingFoundError(f"expected (dw, db), got {type(given).__name__}")
        return Answers(dw=found.dw, db=found.db)

    def _outputs(self, xs: Array) -> Array | None:
        if "feedforward" not in self.functions:
            return None
        return np.array(
            [numbers(self.functions["feedforward"](self.network, x.tolist())) for x in xs]
        )

    def step(self, batch: Batch) -> Step | None:
        if not {"train_batch", "parameters"} <= self.functions.keys():
            return None
        eta = self.probe.settings.eta
        stepped = self.functions["train_batch"](
            self.network, batch.x.tolist(), batch.y.tolist(), eta
        )
        w, b = self.functions["parameters"](stepped)
        return [numbers(wl) for wl in w], [numbers(bl) for bl in b]


def find(offered: Offered, settings: Settings) -> Iterator[RungLearner]:
    functions = {name: thing for name, thing in offered.names.items() if callable(thing)}
    if "build" not in functions or not {"backprop", "gradients"} & functions.keys():
        return
    for gradient in ("gradients", "backprop"):
        if gradient in functions and offered.only in (None, gradient):
            places = {what: name for what, name in FUNCTIONS.items() if name in functions}
            yield RungLearner(
                style="a module like groundup's rungs",
                conventions={"w": "(n_out, n_in)", "b": "(n_out,)", "activations": "as given"},
                one_by_one=gradient == "backprop",
                places=places | dict.fromkeys(("delta", "dw", "db"), gradient),
                takes_activations=True,
                functions=functions,
            )
