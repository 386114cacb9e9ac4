"""A learner's own class for a whole network of layer objects, gone through as it does it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from groundup.checking.model.answers import Answers, Array, Probe
from groundup.checking.model.offered import Offered
from groundup.checking.names import arguments, roles, vocabulary
from groundup.checking.reading.forms import components, layer_gradients, slots, stacks
from groundup.checking.reading.forms.assembly import FORWARD, TRAIN, Assemble, Built, takes_gradient
from groundup.checking.reading.forms.layouts import Layout
from groundup.checking.reading.forms.losses import VALUES, Loss, in_order
from groundup.checking.reading.forms.objects import attributes
from groundup.checking.reading.learner import Learner

LOSS = ("loss", "computeloss", "calculateloss", "cost", "computecost")


class ContainerLearner(Learner):
    """A learner's network class, with its own layers in it."""

    def __init__(
        self,
        kind: type,
        assemble: Assemble,
        layers: int | None,
        loss: Loss,
        layout: Layout,
        offered: Offered,
        whole: bool = False,
    ):
        self.style = f"the class {kind.__name__}, of layer objects"
        self.whole = whole  # a sample is given as a data set of one
        self.assemble, self.loss, self.layout, self.adds = assemble, loss, layout, False
        self.one_by_one = layout.single
        said = loss.said if takes_gradient(kind) else f"inside {kind.__name__}"
        self.conventions = {**layout.told(), "loss": said}
        back = components.name_of(kind, (*components.BACKWARD, *TRAIN))
        self.places = {"outputs": components.name_of(kind, FORWARD)}
        self.places |= dict.fromkeys(("delta", "dw", "db"), back)
        self.optimizer = next(iter(components.optimizers(offered)), None)
        self.layers = layers

    def start(self, probe: Probe) -> ContainerTrial:
        built = self.assemble(probe)
        trial = ContainerTrial(built, self.loss, self.layout, probe, self.adds, self.whole)
        trial.run.optimizer = self.optimizer
        return trial


def is_softmax(a: Array) -> bool:
    """Whether a sample's outputs (n,), or a batch's (m, n), can be softmax's."""
    return bool(np.all((a >= 0.0) & (a <= 1.0)) and np.allclose(a.sum(axis=-1), 1.0))


def own_loss(network: Any) -> Callable[..., Any] | None:
    """The way forward of the loss that a container keeps in an attribute, if it keeps one."""
    kept = attributes(network).values()
    losses = [one for one in kept if vocabulary.cost_named(type(one).__name__) is not None]
    return next((value for one in losses if (value := components.method(one, VALUES))), None)


class ContainerTrial(layer_gradients.RunTrial):
    """A container with a probe's numbers in its layers."""

    def __init__(
        self, built: Built, loss: Loss, layout: Layout, probe: Probe, adds: bool, whole: bool
    ):
        self.network, self.units = built
        self.layout, self.settings, self.whole = layout, probe.settings, whole
        self.loss = loss.make(layout)
        run = layer_gradients.Run(self.units, layout, probe, self.once, self.network, None, adds)
        super().__init__(run)
        self.seen: list[list[Any]] = [[] for _ in self.units]
        for unit, w, b, seen in zip(self.units, probe.w, probe.b, self.seen, strict=True):
            if stacks.is_affine(unit, w, b, layout):
                layer_gradients.spy(unit.layer, seen)

    def once(self, x: Any, y: Any) -> Answers:
        for seen in self.seen:
            seen.clear()
        out = self.forward(x, y)
        started = self.loss(out, y)
        outputs, cost = started.outputs, started.cost
        if outputs is None or is_softmax(self.layout.take_x(out)):
            outputs = self.layout.take_x(out)
            cost = cost if started.outputs is None else None  # it was of softmax's softmax
        sent = self.learn(x, y, out, started.grad)
        answers = Answers(outputs=outputs, cost=cost, delta=self.deltas())
        if not any(slots.gradients(unit.layer) for unit in self.units):
            for dw, db in stacks.shares_of_all(self.units, sent) or ():
                answers.dw = [*(answers.dw or []), self.layout.take_w(dw)]
                answers.db = [*(answers.db or []), self.layout.take_b(db)]
        return answers

    def forward(self, x: Any, y: Any) -> Any:
        """The container's way forward, with the targets only where it must have them."""
        forward = components.method(self.network, FORWARD)
        assert forward is not None
        needed = [p.name for p in arguments.required(forward)]
        values: dict[str, Any] = {**dict.fromkeys(needed[:1], x), "training": False}
        if any(roles.means(name, "y") for name in needed[1:]):
            values["y"] = y
        out = arguments.call(forward, values)
        return next((part for part in out if np.ndim(part)), out) if isinstance(out, tuple) else out

    def learn(self, x: Any, y: Any, out: Any, grad: Any) -> Any:
        """The container's way back: with the derivative of the cost, or with the targets. What
        `backward` returns."""
        eta, m = self.settings.eta, 1 if self.layout.single else len(np.asarray(y))
        values = {"y": y, "x": x, "out": out, "grad": grad, "eta": eta, "m": m}
        backward = components.method(self.network, components.BACKWARD)
        if backward is None:
            self.train(values)
            return None
        names = [p.name for p in arguments.required(backward)]
        if not names:
            loss = components.method(self.network, LOSS)
            if loss is not None:
                arguments.call(loss, values)
            elif own := own_loss(self.network):
                in_order(own, out, y)
        if len(names) == 1 and arguments.role_in(names[0], values) is None:
            values = {names[0]: grad, **values}
        return arguments.call(backward, values)

    def train(self, values: dict[str, Any]) -> None:
        """With a method that does it all; one for whole data sets is given a set of one."""
        train = components.method(self.network, TRAIN)
        assert train is not None
        if self.whole:
            values["x"], values["y"] = np.array([values["x"]]), np.array([values["y"]])
        arguments.call(train, {**values, "epochs": 1, "verbose": False})

    def deltas(self) -> list[Array | None]:
        held = []
        for unit, seen in zip(self.units, self.seen, strict=True):
            kept = None if seen else slots.deltas(unit.layer)
            value = seen[-1] if seen else kept.get() if kept else None
            held.append(None if value is None else self.layout.take_x(value))
        return held
