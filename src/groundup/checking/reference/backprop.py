"""One backprop in which any rule can be broken.

`Pass` is a call of backprop on one mini-batch, written as the book writes it, except that every
statement of it is a *part* that a `Plant` can replace in chosen layers. With no plant it is right;
with one, it gives exactly the numbers of somebody who makes that mistake.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from groundup.checking.model.answers import OF_SOFTMAX, Array, Batch, Settings
from groundup.mathematics import ACTIVATIONS, softmax

Rule = Callable[["Pass", int], Array | float]


@dataclass(frozen=True)
class Plant:
    """`rule(p, l)` instead of the part called `part`, in the layers `layers`."""

    part: str
    rule: Rule
    layers: frozenset[int]
    remembers: bool = False  # whether it depends on the calls before
    steps: bool = False  # whether it depends on a step, and so on the factor of a gradient


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


def derivative_of_a(activation: str, a: Array) -> Array:
    """f′ written for a = f(z), as most people write it."""
    if activation in ("sigmoid", "softmax"):
        return a * (1.0 - a)
    return 1.0 - a * a if activation == "tanh" else derivative(activation, a)


def squares_of(w: Sequence[Array]) -> float:
    """Of all that L2 keeps small."""
    return sum(float(np.square(part).sum()) for part in w)


class Pass:
    """One call: `w[l]` (n_out, n_in), `b[l]` (n_out,), z, a and delta (m, n), dw and db the means.

    `before` is the call before it on the same network, which only mistakes remember; `stepping`
    says that its gradients are for a step that is taken at once, and `scale` by how much more than
    the mean a step takes.
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
        scale: float = 1.0,
    ):
        self.settings, self.w, self.b, self.eta = settings, w, b, settings.eta
        self.x, self.y, self.masks = batch.x, batch.y, batch.masks
        self.m, self.classes = self.y.shape
        self.plants, self.before, self.stepping, self.scale = plants, before, stepping, scale
        self.l2 = settings.l2 * settings.decay.of(self.m, self.classes)  # of w
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

    @property
    def first(self) -> Pass:
        """The first call that ever was."""
        return self.before.first if self.before else self

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
        if self.planted("order_delta"):
            self.delta = {self.last - l: array for l, array in self.delta.items()}
            self.dw = {l: self.part("dw", l) for l in self.layers}
            self.db = {l: self.part("db", l) for l in self.layers}
        if self.planted("order_w"):
            self.dw = {self.last - l: array for l, array in self.dw.items()}
        if self.planted("order_b"):
            self.db = {self.last - l: array for l, array in self.db.items()}

    def _error(self, l: int) -> Array:
        return self.likely(self.a[-1]) - self.y

    def likely(self, a: Array) -> Array:
        """What the cost compares with the targets."""
        return softmax(a) if self.settings.cost == OF_SOFTMAX else a

    def _slope(self, l: int) -> Array:
        return self.f_prime(l, self.z[l])

    def _delta(self, l: int) -> Array:
        if l < self.last:
            return self.part("sent_back", l) * self.part("slope", l)
        error = self.part("error", l)
        if self.settings.cost == "cross-entropy":
            return error
        if self.settings.activations[l] == "softmax":
            return self.through_softmax(error)
        return error * self.part("slope", l)

    def through_softmax(self, v: Array) -> Array:
        """Jᵀv of each sample, J = diag(a) - a aᵀ."""
        a = self.a[-1]
        return a * (v - (a * v).sum(axis=1, keepdims=True))

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
        return self.l2 * self.w[l]

    def _bias_decay(self, l: int) -> Array:
        return np.zeros(())

    # What comes out.

    def cost(self) -> float:
        return float(self.part("cost", self.last))

    def _cost(self, l: int) -> Array:
        return np.asarray(self.data_cost() + self.weight_cost())

    def data_cost(self) -> float:
        a, y = self.likely(self.outputs), self.y
        if self.settings.cost == "quadratic":
            return float(0.5 * np.square(a - y).sum() / self.m)
        with np.errstate(divide="ignore", invalid="ignore"):
            on = np.where(y > 0.0, y * np.log(a), 0.0)
            off = np.where(y < 1.0, (1.0 - y) * np.log1p(-a), 0.0)
        softmax_output = self.settings.activations[-1] == "softmax"
        softmax_output |= self.settings.cost == OF_SOFTMAX
        return float(-(on if softmax_output else on + off).sum() / self.m)

    def weight_cost(self) -> float:
        return 0.5 * self.l2 * squares_of(self.w)

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
