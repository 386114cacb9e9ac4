"""What functions and classes have in common: a gradient is asked for, in one of several ways,
and what came is brought into groundup's vocabulary.

The gradient is what the function returned, or what it left in attributes; where it only trains, it
is (w - w′)/η.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from groundup.checking.loading.tracebacks import RAISED
from groundup.checking.model.answers import Answers, Array, Batch, Probe
from groundup.checking.model.averages import averaged
from groundup.checking.names.arguments import MissingError, Plan
from groundup.checking.names.roles import kind, means, quantity
from groundup.checking.reading.copies import Handed
from groundup.checking.reading.forms.calls import Calls, Memory, NothingFoundError
from groundup.checking.reading.forms.function_text import text
from groundup.checking.reading.forms.layouts import Layout, W, numbers
from groundup.checking.reading.forms.outputs import find_outputs, follow, for_backward
from groundup.checking.reading.forms.results import Found, harvest, returned_names
from groundup.checking.reading.learner import Step, Trial, moved

TURNED = ((), ("x",), ("x", "y"))  # what a step that turns samples itself wants the other way round


class CallingTrial(Trial):
    """A `Trial` by calls; who derives from it says where the weights and biases are."""

    def __init__(self, probe: Probe, layout: Layout, calls: Calls, memory: Memory):
        self.probe, self.layout, self.calls = probe, layout, calls
        self.handed = Handed()
        self.memory = memory
        self.stepped_after = False  # whether the gradient came only with a step
        self.given: Any = None  # what the gradient's function returned last
        self.stepped: Step | None = None  # where it left the network, if it takes a step too
        self.names = returned_names(calls.gradient.function)
        self.steps = kind(calls.gradient.name) == "step" or self.gives_its_network()  # it trains
        self.forward_names = returned_names(calls.forward.function) if calls.forward else []

    def gives_its_network(self) -> bool:
        """Whether it takes a rate, and returns weights and biases by the names that it took."""
        taken = {one.name for one in self.calls.gradient.arguments}
        own = bool(self.names) and all(quantity(name)[0] in ("w", "b") for name in self.names)
        return own and taken.issuperset(self.names) and self.calls.gradient.wants("eta")

    # Where the weights are.

    def own(self) -> dict[str, Any]:
        """The learner's arguments that are the network, by role."""
        return {}

    def current(self) -> tuple[list[Array], list[Array]]:
        """Weights and biases as they are now, in groundup's shapes."""
        raise NotImplementedError

    def restore(self) -> None:
        """Puts the probe's weights and biases back."""

    def left(self) -> Found:
        """What the gradient's function left behind."""
        return Found()

    def handed_over(self, x: Any, y: Any) -> None:
        """Last preparations before a call on x and y."""

    # The calls.

    @property
    def moves(self) -> bool:
        return self.memory.moves

    def answers(self, batch: Batch) -> Answers:
        if not self.layout.single:
            return self._answers(self._once(batch.x, batch.y, batch.masks))
        every = [
            self._answers(self._once(x, y, masks_of(batch, i)))
            for i, (x, y) in enumerate(zip(batch.x, batch.y, strict=True))
        ]
        together = averaged(every)
        if any(one.outputs is None for one in every):
            together.outputs = None
        whole = self._of_whole_list(batch) if self.calls.whole_pairs else None
        if whole is not None:
            together.dw, together.db = whole.dw, whole.db
        return together

    def _of_whole_list(self, batch: Batch) -> Answers | None:
        """The gradient from a step with a list of all samples: how it averages is the learner's
        own. None where that is no one gradient: a step a sample, one after the other, perhaps in
        an order of chance."""
        pairs = self._pairs(batch.x, batch.y)
        if "shuffle" in text(self.calls.gradient.function):
            return None
        whole = self._after_steps(batch, [pairs])
        in_turn = self._after_steps(batch, [[pair] for pair in pairs])
        return None if alike(whole, in_turn) else whole

    def _after_steps(self, batch: Batch, lists: list[list[Any]]) -> Answers:
        """What steps with these lists change, one after the other."""
        values, found = self.values(batch.x, batch.y, None), Found()
        for pairs in lists:
            self.handed.keep("x", pairs)
            values["pairs"] = list(pairs)  # whose order may change
            values["n"] = values["m"] = len(pairs)
            self.adopt(self.calls.gradient.call(values, self.calls.extra))
        self.memory.moves = True
        self._complete(found)
        return self._answers(found)

    def after_epochs(self, batch: Batch, runs: Sequence[int]) -> Step | None:
        step = self.calls.step if self.calls.step and self.calls.step.wants("x", "pairs") else None
        plans = (one for one in (self.calls.gradient, step) if one and one.wants("epochs"))
        plan = next(plans, None)
        if self.layout.single or plan is None:
            return None
        for epochs in runs:
            values = self.values(batch.x, batch.y, None)
            self.handed_over(values["x"], values["y"])
            values |= {"pairs": self._pairs(batch.x, batch.y), "epochs": epochs}
            values |= {name: np.transpose(values[name]).copy() for name in self.memory.turned}
            plan.call(values, self.calls.extra)
        w, b = ([np.array(one, dtype=float) for one in each] for each in self.current())
        self.handed.forget("weights", "biases")
        self.restore()
        return w, b

    def values(self, x: Array, y: Array, masks: list[Array] | None) -> dict[str, Any]:
        """All that can be given to a function, by role."""
        settings, layout = self.probe.settings, self.layout
        m = 1 if layout.single else len(x)
        values = self.own() | {
            "x": self.handed.keep("x", layout.give_x(x)),
            "y": self.handed.keep("y", layout.give_y(y)),
            "eta": settings.eta,
            "momentum": 0.0,
            "l2": settings.given_l2,
            "n": m,
            "m": m,
            "epochs": 1,
            "activation": [plain_name(name) for name in settings.activations],
            "output_activation": plain_name(settings.activations[-1]),
            "cost": settings.cost,
            "sizes": list(self.probe.sizes),
            "quiet": False,
            "seed": 0,
        }
        if "n" in self.calls.gradient.roles and not settings.decay.samples:
            values["l2"] = settings.lent or settings.l2 * m
        if "hidden name" in self.calls.extra:
            values["activation"] = plain_name(settings.activations[0])
        if masks is not None:
            values["masks"] = [layout.give_x(mask) for mask in masks]
        return values

    def _once(self, x: Array, y: Array, masks: list[Array] | None) -> Found:
        calls, values = self.calls, self.values(x, y, masks)
        self.handed_over(values["x"], values["y"])
        pairs = [(values["x"], values["y"])]
        if not self.layout.single:
            pairs = self._pairs(x, y)
        values["pairs"] = self.handed.keep("x", pairs)
        forward, outputs, cost = None, None, None
        if calls.forward and (calls.forward_first or self.steps):
            forward = calls.forward.call(values, calls.extra)
            values |= for_backward(forward, self.forward_names)
            outputs = self._outputs(forward)  # before the gradient's function can change them
            if self.steps:
                cost = self._cost(values, Found(), forward)
        before = [dw.copy() for dw in self.left().dw or []]
        self.given = given = self.called(calls.gradient, values)
        found = harvest(given, self.names, self.probe.sizes, self.memory.last_first)
        if self.memory.last_first is None:
            self.memory.last_first = found.last_first
        if isinstance(given, dict) and says_gradient([*map(str, given)]):
            self.steps = False  # its rate is no learning rate
        if self.steps and not says_gradient(self.names):
            self.adopt(given)
            found = Found(outputs=found.outputs, cost=found.cost)
        self.stepped_after = False
        if found.dw is None and not self._moved():
            self.stepped_after = self._step_after(values, before)
        self._complete(found)
        if (
            calls.forward
            and found.outputs is None
            and (masks is None or calls.forward.wants("masks"))
        ):
            if forward is None:
                self.handed_over(values["x"], values["y"])
                forward = calls.forward.call(values, calls.extra)
                outputs = self._outputs(forward)
            found.outputs = outputs
        if cost is not None:  # what a step returns may be the cost after it
            found.cost = cost
        elif calls.cost and found.cost is None:
            found.cost = self._cost(values, found, forward)
        return found

    def _complete(self, found: Found) -> None:
        """Looks for a gradient that was not returned."""
        moved = self._moved()
        if found.dw is None or found.fit(self.probe.sizes) == 0:
            left = self.left()
            if left.dw is not None:
                found.dw, found.db, found.delta = left.dw, left.db, found.delta or left.delta
            elif moved or self.memory.moves:
                self.memory.moves = True
                self.handed.forget("weights", "biases")
                found.dw, found.db = self._difference()
        if found.dw is None:
            raise NothingFoundError(
                f"There is no gradient in what {self.calls.gradient.name} returned"
            )
        if moved and (self.memory.moves or self.steps or self.stepped_after):
            self.handed.forget("weights", "biases")
            self.restore()
        elif moved:  # a gradient came, and the network has changed beside
            self._keep_step(found)
            self.restore()

    def _keep_step(self, found: Found) -> None:
        """The network goes down a gradient that is only kept, or by a rate: a step, which is the
        code's own. What else has changed should not have, as where gradients are returned."""
        w, b = self.current()
        gradients = map(self.layout.take_w, found.dw or [])
        moves = [old - new for old, new in zip(self.probe.w, w, strict=True)]
        code = getattr(self.calls.gradient.function, "__code__", None)
        names = (*code.co_names, *code.co_varnames) if code else ()
        along = any(are_along(*pair) for pair in zip(moves, gradients, strict=False))
        returned = isinstance(self.given, (tuple, list, dict))
        if (along or any(means(name, "eta") for name in names)) and not returned:
            self.memory.steps, self.stepped = True, (w, b)
            self.handed.forget("weights", "biases")
        else:
            self.handed.keep_changed("weights or biases")

    def _step_after(self, values: dict[str, Any], before: list[Array]) -> bool:
        """The gradient is kept in between, where the one that was left `before` the call is still
        there: a step on it shows what it was, or makes it. Whether one was taken."""
        step, left = self.calls.step, self.left().dw or []
        if len(left) != len(before) or not all(map(np.array_equal, left, before)):
            return False
        if step is None or step.wants("y", "pairs", "dw", "db", "grads"):
            return False
        self.adopt(step.call(values, self.calls.extra))
        return True

    def adopt(self, given: Any) -> None:
        """Takes the new weights and biases that a step returned for the network's."""

    def _moved(self) -> bool:
        """Whether the weights are no longer what they were."""
        w, b = self.current()
        pairs = [*zip(w, self.probe.w, strict=True), *zip(b, self.probe.b, strict=bool(b))]
        return not all(np.allclose(*pair, rtol=1e-6, atol=0.0) for pair in pairs)  # or float32

    def _difference(self) -> tuple[list[Array], list[Array] | None]:
        """(w - w′)/η and (b - b′)/η in the learner's shapes."""
        w, b = self.current()
        eta = self.probe.settings.eta
        dw, db = moved(self.probe.w, w, eta), moved(self.probe.b, b, eta) if b else None
        return [array.T if self.layout.w == W[1] else array for array in dw], db

    def _pairs(self, x: Array, y: Array) -> list[tuple[Any, Any]]:
        one = self.layout.one()
        return [(one.give_x(xi), one.give_y(yi)) for xi, yi in zip(x, y, strict=True)]

    def _outputs(self, forward: Any) -> Array | None:
        """The outputs in what a forward pass returned, at the place where they were first found."""
        if forward is None:
            return self.left().outputs
        if self.memory.outputs is not None:
            return follow(forward, self.memory.outputs)
        path, outputs = find_outputs(forward, self.forward_names, self._fits)
        self.memory.outputs = path
        return outputs

    def _fits(self, outputs: Array) -> bool:
        shape = self.layout.take_x(outputs).shape
        return shape[-1:] == self.probe.sizes[-1:] and len(shape) == (
            1 if self.layout.single else 2
        )

    def _cost(self, values: dict[str, Any], found: Found, forward: Any) -> float | None:
        """None where the learner's cost cannot be had: it is a help, no more."""
        if self.calls.cost is None:
            return None
        if forward is not None:
            outputs = self._outputs(forward)
            known = for_backward(forward, self.forward_names)
            out = known["out"] if outputs is None else self.layout.give(outputs)
            values = values | {"out": out, "a": known.get("a", out)}
        try:
            cost = numbers(self.calls.cost.call(values, self.calls.extra))
        except RAISED as error:
            undefined = isinstance(error, ArithmeticError) or "math domain" in str(error)
            return math.nan if undefined else None
        return float(cost) if cost.size == 1 else None

    def _answers(self, found: Found) -> Answers:
        layout = self.layout
        outputs = None if found.outputs is None else layout.take_x(found.outputs)
        if outputs is not None and layout.labels and not layout.single and outputs.ndim == 1:
            outputs = None  # the classes that are predicted
        delta: list[Array | None] | None = None
        if found.delta is not None:
            delta = [layout.take_x(part) for part in found.delta]
        return Answers(
            outputs=outputs,
            cost=found.cost,
            delta=delta,
            dw=found.dw and [*map(or_zero, map(layout.take_w, found.dw), self.probe.w)],
            db=found.db and [*map(or_zero, map(layout.take_b, found.db), self.probe.b)],
        )

    # The step.

    def step(self, batch: Batch) -> Step | None:
        plan = self.calls.step
        if self.memory.steps and not self.layout.single:
            self.answers(batch)
            return self.stepped
        if plan is None or (self.layout.single and not plan.wants("pairs", "dw", "grads")):
            return None
        values = self.values(batch.x, batch.y, batch.masks)
        self.handed_over(values["x"], values["y"])
        values["pairs"] = self._pairs(batch.x, batch.y)
        values["n"] = values["m"] = len(batch.x)
        settings = self.probe.settings
        divides = plan.wants("n") and not settings.decay.samples
        values["l2"] = settings.lent or settings.l2 * (len(batch.x) if divides else 1)
        if plan.wants("dw", "db", "grads") or not plan.wants("x", "pairs"):
            answers = self.answers(batch)
            values |= self._given_gradients(answers)
        if self.layout.single or not isinstance(values.get("x"), np.ndarray):
            return self._stepped(self.called(plan, values))
        for names in dict.fromkeys((self.memory.turned, *TURNED)):
            turned = {name: np.transpose(values[name]).copy() for name in names}
            with contextlib.suppress(ValueError):
                step = self._stepped(self.called(plan, values | turned))
                self.memory.turned = names
                return step
            self.restore()
        return self._stepped(self.called(plan, values))

    def called(self, plan: Plan, values: Mapping[str, Any]) -> Any:
        """What the function returns; one whose epochs are counted from 1, `range(1, epochs)`, is
        asked for two, since it would run none."""
        given = plan.call(values, self.calls.extra)
        if not plan.wants("epochs") or kind(plan.name) != "step" or self._moved():
            return given
        if given is not None and harvest(given, [], self.probe.sizes).dw is not None:
            return given  # new weights
        return plan.call({**values, "epochs": 2}, self.calls.extra)

    def _given_gradients(self, answers: Answers) -> dict[str, Any]:
        if answers.dw is None or answers.db is None:
            raise MissingError("gradients")
        dw = [self.layout.give_w(part) for part in answers.dw]
        db = [self.layout.give_b(part) for part in answers.db]
        grads = self.given if self._one_by_one() else (dw, db)
        return {"dw": dw, "db": db, "grads": grads}

    def _one_by_one(self) -> bool:
        """Whether all gradients, and nothing else, were returned beside each other, of a batch: as
        dw1, db1, dw2, db2, or under their names."""
        given, count = self.given, 2 * len(self.probe.w)
        parts = [*given.values()] if isinstance(given, dict) else given
        if self.layout.single or self.moves or not isinstance(parts, (list, tuple)):
            return False
        return len(parts) == count and all(isinstance(part, np.ndarray) for part in parts)

    def _stepped(self, given: Any) -> tuple[list[Array], list[Array]] | None:
        w, b = self.current()
        if not self._moved() and given is not None:
            found = harvest(given, [], self.probe.sizes)
            if found.dw is not None and found.db is not None:
                w = [self.layout.take_w(part) for part in found.dw]
                b = [self.layout.take_b(part) for part in found.db]
        return w, b


def or_zero(found: Array, like: Array) -> Array:
    """Nothing came for a layer that was left out: its gradient is 0."""
    return found if found.size else np.zeros_like(like)


def alike(one: Answers, other: Answers) -> bool:
    """Whether two gradients are the same but for rounding."""
    every: list[list[Array]] = [[*(it.dw or []), *(it.db or [])] for it in (one, other)]
    return all(
        a.shape == b.shape and np.allclose(a, b, rtol=1e-6, atol=1e-9)
        for a, b in zip(*every, strict=True)
    )


def are_along(one: Array, other: Array) -> bool:
    """Whether an array is a multiple of another. A single number always is, and says nothing."""
    product, sizes = float(np.sum(one * other)), float(np.linalg.norm(one) * np.linalg.norm(other))
    return one.size > 1 and sizes > 0.0 and abs(product) > (1.0 - 1e-9) * sizes


def plain_name(activation: str) -> str:
    """ "leaky-relu 0.01" as people call it, leaky_relu."""
    return activation.split()[0].replace("-", "_")


def says_gradient(names: Sequence[str]) -> bool:
    return any(quantity(name)[0] in ("dw", "db") for name in names if name)


def masks_of(batch: Batch, i: int) -> list[Array] | None:
    return None if batch.masks is None else [mask[i] for mask in batch.masks]
