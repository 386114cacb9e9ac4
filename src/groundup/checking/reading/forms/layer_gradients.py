"""Gradients and steps of layer objects: in their attributes, or in their weights."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from groundup.checking.model.answers import Answers, Array, Batch, Probe
from groundup.checking.model.averages import averaged, mean_of
from groundup.checking.names import arguments, roles
from groundup.checking.reading.copies import Handed
from groundup.checking.reading.forms import components, slots, stacks
from groundup.checking.reading.forms.layouts import Layout
from groundup.checking.reading.forms.objects import attributes
from groundup.checking.reading.learner import Step, Trial, moved

RESET = ("zerograd", "zerogradients", "zerograds", "resetgradients", "resetgrad", "cleargradients",
         "resetgrads", "cleargrads", "clear", "zero", "resetdeltas")  # fmt: skip
RATES = ("lr", "learningrate", "eta", "learnrate")


class Run:
    """One network of layer objects: `once(x, y)` goes through it and back."""

    def __init__(
        self,
        units: Sequence[stacks.Unit],
        layout: Layout,
        probe: Probe,
        once: Callable[[Any, Any], Answers],
        container: Any = None,
        optimizer: type | None = None,
        accumulates: bool = False,
    ):
        self.units, self.layout, self.probe, self.once = units, layout, probe, once
        self.container, self.optimizer, self.accumulates = container, optimizer, accumulates
        self.handed = Handed()
        self.eta, self.moves = probe.settings.eta, False
        for thing in (container, *(unit.layer for unit in units)):
            set_rate(thing, self.eta)
        self.fill()

    def fill(self) -> None:
        for unit, w, b in zip(self.units, self.probe.w, self.probe.b, strict=True):
            stacks.fill((unit.w, unit.b), w, b, self.layout)

    def given(self, batch: Batch) -> list[tuple[Any, Any]]:
        """The batch in the learner's shapes: whole, or each of its samples."""
        give_x, give_y, keep = self.layout.give_x, self.layout.give_y, self.handed.keep
        whole = [(batch.x, batch.y)]
        pairs = zip(batch.x, batch.y, strict=True) if self.layout.single else whole
        return [(keep("x", give_x(x)), keep("y", give_y(y))) for x, y in pairs]

    def answers(self, batch: Batch) -> Answers:
        self.reset()
        samples = self.given(batch)
        if not self.layout.single:
            return self.after_one(*samples[0])
        if not self.accumulates:
            return averaged([self.after_one(x, y) for x, y in samples])
        together = averaged([self.once(x, y) for x, y in samples])
        self.read(together)
        together.dw = [dw / len(samples) for dw in together.dw or []]
        together.db = [db / len(samples) for db in together.db or []]
        return together

    def after_one(self, x: Any, y: Any) -> Answers:
        answers = self.once(x, y)
        self.read(answers)
        return answers

    def read(self, answers: Answers) -> None:
        """Puts the gradients in `answers`, where they are not yet and are found, and the weights
        back as they were."""
        if answers.dw is not None:
            return
        gradients = [
            slots.gradients(unit.layer) | slots.boxed({"w": unit.w, "b": unit.b})
            for unit in self.units
        ]
        if not any(gradients) and not self.changed() and not self.update(self.eta, 1):
            return  # the code keeps its gradients where they were not looked for
        answers.dw, answers.db = [], []
        for l, (unit, found) in enumerate(zip(self.units, gradients, strict=True)):
            w, b = self.held(unit)
            moved_w, moved_b = moved([self.probe.w[l], self.probe.b[l]], [w, b], self.eta)
            in_w, in_b = found.get("w"), found.get("b")
            self.moves |= in_w is None
            answers.dw.append(self.layout.take_w(in_w.get()) if in_w else moved_w)
            answers.db.append(self.layout.take_b(in_b.get()) if in_b else moved_b)
        self.settle()

    def settle(self) -> None:
        """What a training loop does after each gradient, with a rate of 0, where that is what sets
        gradients back to 0; then the weights as they were."""
        if components.method(self.container, RESET) is None and not self.accumulates:
            self.clear()
        self.fill()

    def clear(self) -> None:
        """A step of rate 0. Whatever it raises has nothing to do with the gradients."""
        with contextlib.suppress(Exception):
            self.update(0.0, 1)

    def reset(self) -> None:
        if self.accumulates and not self.resetting():
            self.clear()
            self.fill()
        for zero in self.resetting():
            zero()

    def resetting(self) -> list[Callable]:
        zero = components.method(self.container, RESET) if self.container is not None else None
        of_layers = [components.method(unit.layer, RESET) for unit in self.units]
        return [zero] if zero else [one for one in of_layers if one is not None]

    def held(self, unit: stacks.Unit) -> tuple[Array, Array | None]:
        w = self.layout.take_w(unit.w.get())
        return w, self.layout.take_b(unit.b.get()) if unit.b else None

    def changed(self) -> bool:
        held = [self.held(unit)[0] for unit in self.units]
        return any(
            not np.allclose(w, v, 1e-6, 1e-9) for w, v in zip(held, self.probe.w, strict=True)
        )

    def update(self, eta: float, count: int) -> bool:
        """A step with the learner's own code; False where there is none."""
        values = {"eta": eta, "m": count}
        own = (
            components.method(self.container, components.UPDATE)
            if self.container is not None
            else None
        )
        if own and callable_with(own, values):
            set_rate(self.container, eta)
            arguments.call(own, values)
            set_rate(self.container, self.eta)
            return True
        done = False
        for unit in self.units:
            one = components.method(unit.layer, components.UPDATE)
            if one and callable_with(one, values):
                set_rate(unit.layer, eta)
                arguments.call(one, values)
                set_rate(unit.layer, self.eta)
                done = True
        if not done and self.optimizer is not None:
            return self.update_with(
                components.build(self.optimizer, {"eta": eta}, self.probe.settings)
            )
        return done

    def update_with(self, optimizer: Any) -> bool:
        """With an optimizer that takes a whole network, or one layer after the other."""
        step = components.method(optimizer, components.UPDATE)
        assert step is not None
        if self.container is not None:
            step(self.container)
            return True
        for unit in self.units:
            step(unit.layer)
        return True

    def step(self, batch: Batch) -> Step | None:
        self.reset()
        samples = self.given(batch)
        if self.accumulates or not self.layout.single:
            return self.stepped(samples)
        if self.steps_inside(*samples[0]):
            return None
        steps = [self.stepped([sample]) for sample in samples]
        return mean_of([step for step in steps if step is not None])

    def steps_inside(self, x: Any, y: Any) -> bool:
        """Whether the way back changes the weights: then the step is where the gradients are
        from, and a sample at a time says nothing of a batch's."""
        self.once(x, y)
        changed = self.changed()
        self.fill()
        return changed

    def stepped(self, samples: list[tuple[Any, Any]]) -> Step | None:
        for x, y in samples:
            self.once(x, y)
        if not self.changed() and not self.update(self.eta, len(samples)):
            return None
        w, b = [], []
        for unit, right in zip(self.units, self.probe.b, strict=True):
            w.append(self.layout.take_w(unit.w.get()))
            b.append(self.layout.take_b(unit.b.get()) if unit.b else right)
        self.fill()
        return w, b


class RunTrial(Trial):
    """A `Trial` that is a run."""

    def __init__(self, run: Run):
        self.run, self.handed = run, run.handed

    @property
    def moves(self) -> bool:
        return self.run.moves

    def answers(self, batch: Batch) -> Answers:
        return self.run.answers(batch)

    def step(self, batch: Batch) -> Step | None:
        return self.run.step(batch)


def callable_with(function: Callable, values: dict[str, Any]) -> bool:
    return all(arguments.role_in(p.name, values) for p in arguments.required(function))


def set_rate(thing: Any, eta: float) -> None:
    """A learning rate that an object keeps, set to the probe's."""
    for name, value in attributes(thing).items() if thing is not None else ():
        if roles.plain(name) in RATES and isinstance(value, (int, float)):
            setattr(thing, name, eta)


def spy(layer: Any, seen: list[Any]) -> None:
    """Notes what a layer's `backward` is handed, where the object lets its method be replaced."""
    backward = components.method(layer, components.BACKWARD)
    if backward is None:
        return

    def noting(*given: Any, **named: Any) -> Any:
        seen.append(np.array(given[0], dtype=float) if given else None)
        return backward(*given, **named)

    try:
        setattr(layer, backward.__name__, noting)
    except AttributeError:  # __slots__
        return


def accumulates(start: Callable[[], Any]) -> bool:
    """Whether a second pass adds its gradients to those of the first: seen on one sample twice."""
    trial = start()
    run: Run = trial.run
    x, y = (
        run.layout.give_x(run.probe.batches[0].x[0]),
        run.layout.give_y(run.probe.batches[0].y[0]),
    )
    first = gradients_after(run, x, y)
    second = gradients_after(run, x, y)
    if first is None or second is None or first.shape != second.shape or not first.any():
        return False
    return bool(np.allclose(second, 2.0 * first, 1e-4))


def gradients_after(run: Run, x: Any, y: Any) -> Array | None:
    run.once(x, y)
    found = slots.gradients(run.units[-1].layer).get("w")
    return slots.array_in(found) if found else None
