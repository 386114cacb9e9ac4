"""One backprop in which any rule can be broken.

`Pass` is a call of backprop on one mini-batch, written as the book writes it, except that every
statement of it is a *part* that a `Plant` can replace in chosen layers. With no plant it is right;
with one, it gives exactly the numbers of somebody who makes that mistake.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from groundup.checking.answers import Answers, Array, Batch, Probe, Settings
from groundup.mathematics import ACTIVATIONS, softmax

Rule = Callable[["Pass", int], Array | float]


@dataclass(frozen=True)
class Plant:
    """`rule(p, l)` instead of the part called `part`, in the layers `layers`."""

    part: str
    rule: Rule
    layers: frozenset[int]
    remembers: bool = False  # whether it depends on the calls before


def leak(activation: str) -> float:
    """The slope below 0 of "leaky-relu 0.01" is 0.01, that of "relu" 0."""
    return float(activation.partition(" ")[2] or 0.0)


def activate(activation: str, z: Array) -> Array:
    if activation == "softmax":
        return softmax(z)
    if activation.startswith("leaky-relu"):
        return np.where(z > 0.0, z, leak(activation) * z)
    return ACTIVATIONS[activation].f(z)


def derivative(activation: str, z: Array) -> Array:
    """f′(z), number by number; for softmax the diagonal of its Jacobian, a(1-a)."""
    if activation.startswith("leaky-relu"):
        return np.where(z > 0.0, 1.0, leak(activation))
    if activation == "softmax":
        a = softmax(z)
        return a * (1.0 - a)
    return ACTIVATIONS[activation].f_prime(z, ACTIVATIONS[activation].f(z))


class Pass:
    """One call: `w[l]` (n_out, n_in), `b[l]` (n_out,), z, a and delta (m, n), dw and db the means.

    `before` is the call before it on the same network, which only mistakes remember; `stepping`
    says that its gradients are for a step that is taken at once.
    """

    def __init__(
        self,
        settings: Settings,
        w: Sequence[Array],
        b: Sequence[Array],
        batch: Batch,
        plants: Sequence[Plant] = (),
        before: Pass | None = None,
        stepping: bool = False,
    ):
        self.settings, self.w, self.b = settings, w, b
        self.x, self.y, self.masks = batch.x, batch.y, batch.masks
        self.m, self.classes = self.y.shape
        self.plants, self.before, self.stepping = plants, before, stepping
        self.last = len(w) - 1
        self.layers = range(len(w))
        self.delta: dict[int, Array] = {}
        self.dw: dict[int, Array] = {}
        self.db: dict[int, Array] = {}
        self._forward()
        self._backward()

    def part(self, name: str, l: int) -> Array:
        for plant in self.plants:
            if plant.part == name and l in plant.layers:
                return np.asarray(plant.rule(self, l))
        return self.right(name, l)

    def right(self, name: str, l: int) -> Array:
        """What the part called `name` should be in layer l."""
        return getattr(self, f"_{name}")(l)

    def f(self, l: int, z: Array) -> Array:
        return activate(self.settings.activations[l], z)

    def f_prime(self, l: int, z: Array) -> Array:
        return derivative(self.settings.activations[l], z)

    # Forwards, keeping every z and a.

    def _forward(self) -> None:
        self.a, self.z = [self.x], []
        for l in self.layers:
            self.z.append(self.a[l] @ self.w[l].T + self.b[l])
            self.a.append(self.part("activation", l))
        self.outputs = self.a[-1]
        self.z = [self.part("kept_z", l) for l in self.layers]
        self.a = [self.part("kept_a", l) for l in range(len(self.a))]

    def _activation(self, l: int) -> Array:
        a = self.f(l, self.z[l])
        return a * self.masks[l] if self.masks and l < self.last else a

    def _kept_z(self, l: int) -> Array:
        return self.z[l]

    def _kept_a(self, l: int) -> Array:
        return self.a[l]

    # Backwards: delta = d cost / d z, then what follows from it.

    def _backward(self) -> None:
        for l in reversed(self.layers):
            self.delta[l] = self.part("delta", l)
            self.dw[l] = self.part("dw", l)
            self.db[l] = self.part("db", l)
        if self.planted("order_w"):
            self.dw = {self.last - l: array for l, array in self.dw.items()}
        if self.planted("order_b"):
            self.db = {self.last - l: array for l, array in self.db.items()}

    def _error(self, l: int) -> Array:
        return self.a[-1] - self.y

    def _slope(self, l: int) -> Array:
        return self.f_prime(l, self.z[l])

    def _delta(self, l: int) -> Array:
        if l < self.last:
            return self.part("sent_back", l) * self.part("slope", l)
        error = self.part("error", l)
        if self.settings.cost == "cross-entropy":
            return error
        if self.settings.activations[l] == "softmax":  # Jᵀe, J = diag(a) - a aᵀ
            a = self.a[-1]
            return a * (error - (a * error).sum(axis=1, keepdims=True))
        return error * self.part("slope", l)

    def _sent_back(self, l: int) -> Array:
        sent = self.delta[l + 1] @ self.part("sent_through", l)
        return sent * self.part("mask", l) if self.masks else sent

    def _sent_through(self, l: int) -> Array:
        return self.w[l + 1]

    def _mask(self, l: int) -> Array:
        return self.masks[l] if self.masks else np.ones(())

    def _dw(self, l: int) -> Array:
        return self.part("sum_w", l) * self.part("share_w", l) + self.part("decay", l)

    def _db(self, l: int) -> Array:
        return self.part("sum_b", l) * self.part("share_b", l) + self.part("bias_decay", l)

    def _sum_w(self, l: int) -> Array:
        return self.delta[l].T @ self.part("input", l)

    def _sum_b(self, l: int) -> Array:
        return self.delta[l].sum(axis=0)

    def _input(self, l: int) -> Array:
        return self.a[l]

    def _share_w(self, l: int) -> Array:
        return np.asarray(1.0 / self.m)

    def _share_b(self, l: int) -> Array:
        return np.asarray(1.0 / self.m)

    def _decay(self, l: int) -> Array:
        return self.settings.l2 * self.w[l]

    def _bias_decay(self, l: int) -> Array:
        return np.zeros(())

    # What comes out.

    def cost(self) -> float:
        return float(self.part("cost", self.last))

    def _cost(self, l: int) -> Array:
        return np.asarray(self.data_cost() + self.weight_cost())

    def data_cost(self) -> float:
        a, y = self.outputs, self.y
        if self.settings.cost == "quadratic":
            return float(0.5 * np.square(a - y).sum() / self.m)
        with np.errstate(divide="ignore", invalid="ignore"):
            on = np.where(y > 0.0, y * np.log(a), 0.0)
            off = np.where(y < 1.0, (1.0 - y) * np.log1p(-a), 0.0)
        softmax_output = self.settings.activations[-1] == "softmax"
        return float(-(on if softmax_output else on + off).sum() / self.m)

    def weight_cost(self) -> float:
        return 0.5 * self.settings.l2 * sum(float(np.square(wl).sum()) for wl in self.w)

    def gradients(self) -> tuple[list[Array], list[Array]]:
        dw, db = [self.dw[l] for l in self.layers], [self.db[l] for l in self.layers]
        if self.planted("returned"):
            return dw[::-1], db[::-1]
        return dw, db

    def planted(self, part: str) -> bool:
        """Whether there is a plant of a part that is no array: the order of a list."""
        return any(plant.part == part for plant in self.plants)

    def _step_w(self, l: int) -> Array:
        return self.w[l] - self.settings.eta * self.dw[l]

    def _step_b(self, l: int) -> Array:
        return self.b[l] - self.settings.eta * self.db[l]

    def step(self) -> tuple[list[Array], list[Array]]:
        return (
            [self.part("step_w", l) for l in self.layers],
            [self.part("step_b", l) for l in self.layers],
        )


class Prediction:
    """What somebody with these mistakes would answer to a probe, call by call, as far as asked.

    `one_by_one` where gradients come a sample at a time: a mistake about a batch cannot show in
    them, but in the step.
    """

    def __init__(self, probe: Probe, plants: Sequence[Plant] = (), one_by_one: bool = False):
        self.probe, self.plants, self.one_by_one = probe, plants, one_by_one
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

    def unmasked(self) -> list[Prediction]:
        """The same without the batches' masks, where they have any: a cost or a step may be asked
        for as if there were no dropout."""
        if self.probe.batches[0].masks is None:
            return []
        batches = [batch._replace(masks=None) for batch in self.probe.batches]
        batches[-1] = batches[0]
        return [Prediction(replace(self.probe, batches=batches), self.plants, self.one_by_one)]

    def undecayed(self) -> Prediction:
        """The same without the term of L2 in the gradient, where it is only in the step."""
        if self._undecayed is None:
            layers = frozenset(range(len(self.probe.w)))
            none = [Plant(part, lambda p, l: 0.0, layers) for part in ("decay", "bias_decay")]
            self._undecayed = Prediction(self.probe, (*none, *self.plants), self.one_by_one)
        return self._undecayed

    def _answers(self, batch: Batch) -> Answers:
        passes = []
        try:
            for part in singles(batch) if self.one_by_one else [batch]:
                self.before = self._pass(part, before=self.before if self.remembers else None)
                passes.append(self.before)
        except (
            ValueError,
            IndexError,
        ) as error:  # shapes that do not fit: it would raise there too
            return Answers(raised=str(error))
        return together(passes)

    def _pass(self, batch: Batch, before: Pass | None = None, stepping: bool = False) -> Pass:
        probe = self.probe
        return Pass(probe.settings, probe.w, probe.b, batch, self.plants, before, stepping)

    def step(self) -> tuple[list[Array], list[Array]] | None:
        """`(w, b)` after a step on the first batch; None where it would raise."""
        try:
            return self._pass(self.probe.batches[0], stepping=True).step()
        except (ValueError, IndexError):
            return None

    def step_by_singles(self) -> tuple[list[Array], list[Array]] | None:
        """The same where the mistake is in each sample's gradient, not in what is made of them."""
        first, probe = self.call(0), self.probe
        if not (self.one_by_one and first.dw and first.db):
            return None
        shapes = [array.shape for array in (*first.dw, *first.db)]
        if shapes != [array.shape for array in (*probe.w, *probe.b)]:
            return None
        return (
            [w - probe.settings.eta * dw for w, dw in zip(probe.w, first.dw, strict=True)],
            [b - probe.settings.eta * db for b, db in zip(probe.b, first.db, strict=True)],
        )


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
    return Answers(
        outputs=np.concatenate([one.outputs for one in passes]),
        cost=float(np.mean([one.cost() for one in passes])),
        delta=[np.concatenate([one.delta[l] for one in passes]) for l in layers],
        dw=[np.mean([dw[l] for dw, _ in gradients], axis=0) for l in layers],
        db=[np.mean([db[l] for _, db in gradients], axis=0) for l in layers],
    )
