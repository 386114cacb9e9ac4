"""Scalars: every number remembers how it was made, and the chain rule does the rest.

A `Value` is a number that knows which values it came from and how steeply it rises with each:

    u = Value(3.0); v = Value(4.0)
    c = u * v + u                  u ──┬── × ──> 12 ──┐
    c.backward()                   v ──╯              ├── + ──> c = 15
    u.grad   # 5.0 = v + 1         u ────────────────╯
    v.grad   # 3.0 = u

`backward` walks from the end to the beginning, and every value hands its parents its own gradient
times that slope. That is all there is to backpropagation: the network below is built from weights
that are Values, and its gradients come out by themselves. (The idea is that of Andrej Karpathy's
micrograd.)

It is also the slowest rung: a digit makes nearly 48,000 Values, each a Python object.

An epoch of MNIST (784-30-10): hours. `groundup climb` times it on your machine.
Next: `neurons`, which needs no graph because it knows what the chain rule will say.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

Vector = list[float]
Matrix = list[Vector]


class Value:
    """A number, `data`; after `backward`, `grad` is how much the end rises with it."""

    __slots__ = ("_ended", "_parents", "_slopes", "data", "grad")

    def __init__(
        self, data: float, parents: tuple[Value, ...] = (), slopes: tuple[float, ...] = ()
    ):
        """`parents` are the values it is made from, `slopes` how steeply it rises with each."""
        self.data = data
        self.grad = 0.0
        self._parents = parents  # the values it was made from
        self._slopes = slopes  # d self / d parent, for each of them
        self._ended = False  # whether backward has started here

    def __repr__(self) -> str:
        """What Python shows of it: Value(data=3.0, grad=0.0)."""
        return f"Value(data={self.data}, grad={self.grad})"

    def __add__(self, other: Value | float) -> Value:
        """u + v rises as fast as either of its terms: both slopes are 1.

        >>> (Value(3.0) + 4).data
        7.0
        """
        if isinstance(other, Value):
            return Value(self.data + other.data, (self, other), (1.0, 1.0))
        return Value(self.data + other, (self,), (1.0,))

    def __mul__(self, other: Value | float) -> Value:
        """u·v rises v times as fast as u, and u times as fast as v.

        >>> u, v = Value(3.0), Value(4.0)
        >>> (u * v).backward()
        >>> u.grad, v.grad
        (4.0, 3.0)
        """
        if isinstance(other, Value):
            return Value(self.data * other.data, (self, other), (other.data, self.data))
        return Value(self.data * other, (self,), (other,))

    def __pow__(self, other: Value | float) -> Value:
        """uᵖ rises p·uᵖ⁻¹ times as fast as u.

        Raises ValueError where the power does not exist, or its slope does not: at 0 if the slope
        is infinite there, and for a negative base if the power is a Value.

        >>> u = Value(3.0)
        >>> (u**2).backward()
        >>> u.grad
        6.0
        """
        base, power = self.data, other.data if isinstance(other, Value) else other
        if base < 0.0 and not float(power).is_integer():
            raise ValueError(f"{base} to the power {power} is not a real number")
        if base == 0.0 and power < 0:
            raise ValueError(f"0 to the power {power} is infinite; keep the base away from 0")
        if base == 0.0 and 0 < power < 1:
            raise ValueError(
                f"0 to the power {power} is 0, but rises infinitely steeply there, so it has no "
                "gradient; keep the base away from 0, as in (v + 1e-12) ** 0.5"
            )
        slope = power * base ** (power - 1) if power else 0.0
        if not isinstance(other, Value):
            return Value(base**power, (self,), (slope,))
        if base < 0.0 or base == power == 0.0:
            raise ValueError(
                f"{base} to a power that is a Value has no gradient with respect to that power, "
                f"for the logarithm of {base} is not a real number; make the power a plain number"
            )
        rise = base**power * math.log(base) if base else 0.0
        return Value(base**power, (self, other), (slope, rise))

    def __rpow__(self, other: float) -> Value:
        """A plain number to the power of a value."""
        return Value(other) ** self

    def __neg__(self) -> Value:
        """-1 times the value."""
        return self * -1.0

    def __sub__(self, other: Value | float) -> Value:
        """A difference is a sum, with the negative."""
        return self + -other

    def __rsub__(self, other: float) -> Value:
        """A plain number minus a value."""
        return -self + other

    def __truediv__(self, other: Value | float) -> Value:
        """u/v rises 1/v times as fast as u, and falls u/v² times as fast as v rises.

        >>> u, v = Value(6.0), Value(2.0)
        >>> (u / v).backward()
        >>> u.grad, v.grad
        (0.5, -1.5)
        """
        if isinstance(other, Value):
            quotient = self.data / other.data
            slopes = (1.0 / other.data, -quotient / other.data)
            return Value(quotient, (self, other), slopes)
        return Value(self.data / other, (self,), (1.0 / other,))

    def __rtruediv__(self, other: float) -> Value:
        """A plain number divided by a value."""
        return Value(other) / self

    __radd__ = __add__
    __rmul__ = __mul__

    def exp(self) -> Value:
        """e to the power of the value, which is its own slope.

        >>> u = Value(0.0)
        >>> u.exp().backward()
        >>> u.grad
        1.0
        """
        e = math.exp(self.data)
        return Value(e, (self,), (e,))

    def log(self) -> Value:
        """The natural logarithm, whose slope at u is 1/u.

        >>> u = Value(2.0)
        >>> u.log().backward()
        >>> u.grad
        0.5
        """
        return Value(math.log(self.data), (self,), (1.0 / self.data,))

    def tanh(self) -> Value:
        """Squashes any number to one between -1 and 1. Its slope is 1 - tanh²."""
        t = math.tanh(self.data)
        return Value(t, (self,), (1.0 - t * t,))

    def sigmoid(self) -> Value:
        """Squashes any number to one between 0 and 1. Its slope is a·(1 - a).

        An operation of its own: built from exp and ÷, it would overflow. Where a is nearly 1, 1 - a
        would lose all its digits, so the slope is computed as a·σ(-z).

        >>> z = Value(0.0)
        >>> z.sigmoid().backward()
        >>> z.grad
        0.25
        """
        return Value(sigmoid(self.data), (self,), (sigmoid(self.data) * sigmoid(-self.data),))

    def relu(self) -> Value:
        """Lets positive numbers through, and turns all others into 0. Its slope is 1 or 0."""
        if self.data > 0.0:
            return Value(self.data, (self,), (1.0,))
        return Value(0.0, (self,), (0.0,))

    def linear(self) -> Value:
        """The value as it is: an activation that does nothing."""
        return self

    def backward(self) -> None:
        """Adds d self / d v to the `grad` of every value v without parents that self depends on,
        and sets the `grad` of every value between. So gradients of several sums add up, until
        one sets `grad` to 0 again.

        Raises RuntimeError on a second call for the same value, which would count it twice.

        >>> u, v = Value(3.0), Value(4.0)
        >>> (u * v + u).backward()
        >>> u.grad, v.grad  # two ways lead from u, and add up: v + 1
        (5.0, 3.0)
        """
        if self._ended:
            raise RuntimeError(
                "backward() has run for this value, and its gradients are in .grad; "
                "to run it again, set them to 0 and compute the value again"
            )
        self._ended = True
        order = self._history()
        for value in order:
            if value._parents:
                value.grad = 0.0
        self.grad = 1.0 if self._parents else self.grad + 1.0
        for value in reversed(order):
            for parent, slope in zip(value._parents, value._slopes, strict=True):
                parent.grad += value.grad * slope

    def _history(self) -> list[Value]:
        """All values that self was made from, parents before children, self last."""
        order: list[Value] = []
        seen: set[Value] = set()
        to_visit: list[tuple[Value, bool]] = [(self, False)]
        while to_visit:  # a loop, not a recursion: a sum of 784 products is 784 deep
            value, parents_are_in = to_visit.pop()
            if parents_are_in:
                order.append(value)
            elif value not in seen:
                seen.add(value)
                to_visit.append((value, True))
                to_visit.extend((parent, False) for parent in value._parents)
        return order


class Network(NamedTuple):
    w: list[list[list[Value]]]  # w[l] is (n_out, n_in)
    b: list[list[Value]]  # b[l] is (n_out,)
    f: list[Callable[[Value], Value]]


def sigmoid(z: float) -> float:
    """Squashes any number to one between 0 and 1.

    >>> sigmoid(0.0)
    0.5
    """
    e = math.exp(-abs(z))  # never overflows
    return 1.0 / (1.0 + e) if z >= 0.0 else e / (1.0 + e)


ACTIVATIONS: dict[str, Callable[[Value], Value]] = {
    "sigmoid": Value.sigmoid,
    "tanh": Value.tanh,
    "relu": Value.relu,
    "linear": Value.linear,
}


def values(numbers: Iterable[float]) -> list[Value]:
    """The numbers, each as a Value: a row of weights, or the biases of a layer."""
    return [Value(float(number)) for number in numbers]


def build(w: Sequence, b: Sequence, activations: Sequence[str] | None = None) -> Network:
    """The network with weights `w[l]` (n_out, n_in), biases `b[l]` (n_out,) and an activation
    per layer, `"sigmoid"` where none is named."""
    activations = activations or ["sigmoid"] * len(w)
    if len(activations) != len(w) or not set(activations) <= set(ACTIVATIONS):
        raise ValueError(f"expected {len(w)} names from {list(ACTIVATIONS)}, got {activations}")
    return Network(
        w=[[values(row) for row in wl] for wl in w],
        b=[values(bl) for bl in b],
        f=[ACTIVATIONS[name] for name in activations],
    )


def outputs(network: Network, x: Iterable[float]) -> list[Value]:
    """The output activations as Values, which remember all that they were made of."""
    w, b, f = network
    a: list = [float(number) for number in x]
    for l in range(len(w)):
        z = [weighted_input(row, a, bj) for row, bj in zip(w[l], b[l], strict=True)]
        a = [f[l](zj) for zj in z]
    return a


def weighted_input(w: list[Value], a: list, b: Value) -> Value:
    """z of one neuron: each of its weights times its input, added up, and its bias.

    >>> weighted_input([Value(1.0), Value(0.5)], [1.0, 2.0], Value(0.25)).data
    2.25
    """
    return sum((wi * ai for wi, ai in zip(w, a, strict=True)), start=b)


def feedforward(network: Network, x: Iterable[float]) -> Vector:
    """The output activations (n_L,) for one sample's inputs `x` (n_0,).

    >>> network = build(w=[[[0.5, -0.25], [1, 0.5]], [[2, -1]]], b=[[0, 0], [0]])
    >>> [round(a, 4) for a in feedforward(network, x=[1, 2])]
    [0.5298]
    """
    return [aj.data for aj in outputs(network, x)]


def backprop(
    network: Network, x: Iterable[float], y: Iterable[float]
) -> tuple[list[Matrix], list[Vector]]:
    """`(dw, db)`, shaped like `w` and `b`: the gradient of one sample's cost ½‖a-y‖².

    >>> network = build(w=[[[2]]], b=[[1]], activations=["linear"])
    >>> backprop(network, x=[3], y=[5])  # it says 2·3 + 1 = 7, which is 2 too many
    ([[[6.0]]], [[2.0]])
    """
    for value in all_values(network):
        value.grad = 0.0
    errors = [aj - float(yj) for aj, yj in zip(outputs(network, x), y, strict=True)]
    cost = sum((error * error for error in errors), start=Value(0.0)) * 0.5
    cost.backward()
    dw = [[[value.grad for value in row] for row in wl] for wl in network.w]
    db = [[value.grad for value in bl] for bl in network.b]
    return dw, db


def all_values(network: Network) -> Iterable[Value]:
    """Every weight and bias of the network, layer by layer."""
    for wl, bl in zip(network.w, network.b, strict=True):
        for row in wl:
            yield from row
        yield from bl


def gradients(
    network: Network, xs: Iterable[Iterable[float]], ys: Iterable[Iterable[float]]
) -> tuple[list[Matrix], list[Vector]]:
    """`(dw, db)`: the mean over a batch, a row of `xs` (m, n_0) and `ys` (m, n_L) per sample.

    >>> network = build(w=[[[2]]], b=[[1]], activations=["linear"])
    >>> gradients(network, xs=[[3], [1]], ys=[[5], [3]])  # the second is right already
    ([[[3.0]]], [[1.0]])
    """
    dws, dbs = zip(*(backprop(network, x, y) for x, y in zip(xs, ys, strict=True)), strict=True)
    dw = [
        [mean(rows) for rows in zip(*matrices, strict=True)] for matrices in zip(*dws, strict=True)
    ]
    db = [mean(vectors) for vectors in zip(*dbs, strict=True)]
    return dw, db


def mean(vectors: Sequence[Vector]) -> Vector:
    """The mean of several vectors, number by number.

    >>> mean([[1.0, 2.0], [3.0, 6.0]])
    [2.0, 4.0]
    """
    return [sum(entry) / len(vectors) for entry in zip(*vectors, strict=True)]


def train_batch(
    network: Network, xs: Iterable[Iterable[float]], ys: Iterable[Iterable[float]], eta: float
) -> Network:
    """The network after one step of gradient descent with learning rate `eta`.

    >>> network = build(w=[[[2]]], b=[[1]], activations=["linear"])
    >>> parameters(train_batch(network, xs=[[3]], ys=[[5]], eta=0.1))  # 1.4·3 + 0.8 = 5
    ([[[1.4]]], [[0.8]])
    """
    dw, db = gradients(network, xs, ys)
    w = [
        [step(row, dw_row, eta) for row, dw_row in zip(wl, dwl, strict=True)]
        for wl, dwl in zip(network.w, dw, strict=True)
    ]
    b = [step(bl, dbl, eta) for bl, dbl in zip(network.b, db, strict=True)]
    return network._replace(w=w, b=b)


def step(w: list[Value], dw: Vector, eta: float) -> list[Value]:
    """The weights, moved against their gradient; new Values, which have no history.

    >>> [w.data for w in step([Value(2.0), Value(1.0)], [4.0, -4.0], eta=0.25)]
    [1.0, 2.0]
    """
    return [Value(wi.data - eta * dwi) for wi, dwi in zip(w, dw, strict=True)]


def parameters(network: Network) -> tuple[list[Matrix], list[Vector]]:
    """`(w, b)` as plain nested lists."""
    w = [[[value.data for value in row] for row in wl] for wl in network.w]
    b = [[value.data for value in bl] for bl in network.b]
    return w, b


if __name__ == "__main__":
    from groundup.rungs.demonstration import demonstrate

    demonstrate("scalars")
