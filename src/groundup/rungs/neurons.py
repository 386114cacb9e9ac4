"""Neurons: a neuron is a function of its inputs, and errors are handed from neuron to neuron.

                 w[0]
    a[0] ───────────╮
                 w[1]├── z = Σ w[i]·a[i] + b ── f ──> one number, an input of every neuron
    a[1] ───────────┤                                 in the next layer
                 w[2]│
    a[2] ───────────╯

A layer is a list of neurons that see the same inputs; a network is a list of layers. To learn,
every neuron asks how much the cost would change if its z did: that is its delta. A neuron of the
last layer compares itself with the target. Any other one collects what the neurons after it hand
back, each its own delta times the weight that it has for this one (Nielsen, chapter 2, equations
BP1 to BP4). A weight's gradient is then delta times the input that came through it.

New since `scalars`: no graph is recorded; we know the chain rule's answer and write it out.

An epoch of MNIST (784-30-10): minutes. `groundup climb` times it on your machine.
Next: `lists`, in which a layer's neurons become one matrix.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

Vector = list[float]
Matrix = list[Vector]
Function = Callable[[float], float]


class Neuron(NamedTuple):
    w: Vector  # a weight for each input
    b: float
    f: Function
    f_prime: Function


Network = list[list[Neuron]]  # network[l][j] is neuron j of layer l


def sigmoid(z: float) -> float:
    """Squashes any number to one between 0 and 1.

    >>> sigmoid(0.0)
    0.5
    """
    e = math.exp(-abs(z))  # never overflows
    return 1.0 / (1.0 + e) if z >= 0.0 else e / (1.0 + e)


def sigmoid_prime(z: float) -> float:
    """The slope of the sigmoid at z: steepest, ¼, at 0.

    >>> sigmoid_prime(0.0)
    0.25
    """
    a = sigmoid(z)
    return a * (1.0 - a)


def tanh_prime(z: float) -> float:
    """The slope of tanh at z: 1 at 0, and nearly 0 far from it.

    >>> tanh_prime(0.0)
    1.0
    """
    return 1.0 - math.tanh(z) ** 2


def relu(z: float) -> float:
    """Lets positive numbers through, and turns all others into 0.

    >>> relu(3.0), relu(-3.0)
    (3.0, 0.0)
    """
    return z if z > 0.0 else 0.0


def relu_prime(z: float) -> float:
    """The slope of the ReLU: 1 where it lets z through, 0 where it does not.

    >>> relu_prime(3.0), relu_prime(-3.0)
    (1.0, 0.0)
    """
    return 1.0 if z > 0.0 else 0.0


def linear(z: float) -> float:
    """Gives z as it is: an activation that does nothing."""
    return z


def linear_prime(z: float) -> float:
    """The slope of a straight line that rises by 1: it is 1 everywhere."""
    return 1.0


ACTIVATIONS: dict[str, tuple[Function, Function]] = {
    "sigmoid": (sigmoid, sigmoid_prime),
    "tanh": (math.tanh, tanh_prime),
    "relu": (relu, relu_prime),
    "linear": (linear, linear_prime),
}


def vector(numbers: Iterable[float]) -> Vector:
    """The numbers as a list of floats, whatever they came in.

    >>> vector((1, 2))
    [1.0, 2.0]
    """
    return [float(number) for number in numbers]


def build(w: Sequence, b: Sequence, activations: Sequence[str] | None = None) -> Network:
    """The network with weights `w[l]` (n_out, n_in), biases `b[l]` (n_out,) and an activation
    per layer, `"sigmoid"` where none is named."""
    activations = activations or ["sigmoid"] * len(w)
    if len(activations) != len(w) or not set(activations) <= set(ACTIVATIONS):
        raise ValueError(f"expected {len(w)} names from {list(ACTIVATIONS)}, got {activations}")
    return [
        [Neuron(vector(row), float(bj), *ACTIVATIONS[name]) for row, bj in zip(wl, bl, strict=True)]
        for wl, bl, name in zip(w, b, activations, strict=True)
    ]


def weighted_input(neuron: Neuron, a: Vector) -> float:
    """z of one neuron: each of its weights times its input, added up, and its bias.

    >>> neuron = Neuron(w=[1.0, 0.5], b=0.25, f=sigmoid, f_prime=sigmoid_prime)
    >>> weighted_input(neuron, a=[1.0, 2.0])
    2.25
    """
    return sum(wi * ai for wi, ai in zip(neuron.w, a, strict=True)) + neuron.b


def feedforward(network: Network, x: Iterable[float]) -> Vector:
    """The output activations (n_L,) for one sample's inputs `x` (n_0,).

    >>> network = build(w=[[[0.5, -0.25], [1, 0.5]], [[2, -1]]], b=[[0, 0], [0]])
    >>> [round(a, 4) for a in feedforward(network, x=[1, 2])]
    [0.5298]
    """
    a = vector(x)
    for layer in network:
        a = [neuron.f(weighted_input(neuron, a)) for neuron in layer]
    return a


def backprop(
    network: Network, x: Iterable[float], y: Iterable[float]
) -> tuple[list[Matrix], list[Vector]]:
    """`(dw, db)`, shaped like `w` and `b`: the gradient of one sample's cost ½‖a-y‖².

    >>> network = build(w=[[[2]]], b=[[1]], activations=["linear"])
    >>> backprop(network, x=[3], y=[5])  # it says 2·3 + 1 = 7, which is 2 too many
    ([[[6.0]]], [[2.0]])
    """
    layers = range(len(network))
    last = len(network) - 1

    # Forwards: every neuron fires, and every z and a is kept.
    z, a = [], [vector(x)]
    for l in layers:
        z.append([weighted_input(neuron, a[l]) for neuron in network[l]])
        a.append([neuron.f(zj) for neuron, zj in zip(network[l], z[l], strict=True)])

    # Backwards: an output neuron's error is its distance from the target; a hidden one's is what
    # the neurons after it hand back. Through f it becomes delta = d cost / d z.
    error = [aj - yj for aj, yj in zip(a[last + 1], vector(y), strict=True)]
    delta = {last: through_f(network[last], z[last], error)}
    for l in reversed(range(last)):
        error = [handed_back(network[l + 1], delta[l + 1], j) for j in range(len(network[l]))]
        delta[l] = through_f(network[l], z[l], error)

    # A weight's gradient is the neuron's delta times the input that came through the weight.
    dw = [[[delta_j * ai for ai in a[l]] for delta_j in delta[l]] for l in layers]
    db = [delta[l] for l in layers]
    return dw, db


def through_f(layer: list[Neuron], z: Vector, error: Vector) -> Vector:
    """The deltas of a layer: each neuron's error, times the slope of its f at its z.

    >>> neuron = Neuron(w=[1.0], b=0.0, f=sigmoid, f_prime=sigmoid_prime)
    >>> through_f([neuron], z=[0.0], error=[2.0])
    [0.5]
    """
    return [e * neuron.f_prime(zj) for neuron, zj, e in zip(layer, z, error, strict=True)]


def handed_back(layer: list[Neuron], delta: Vector, j: int) -> float:
    """What a layer's neurons hand back to its input j: their deltas, times the weights for it.

    >>> h = Neuron(w=[2.0, -1.0], b=0.0, f=sigmoid, f_prime=sigmoid_prime)
    >>> handed_back([h], delta=[0.5], j=0), handed_back([h], delta=[0.5], j=1)
    (1.0, -0.5)
    """
    return sum(neuron.w[j] * dk for neuron, dk in zip(layer, delta, strict=True))


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
    return [
        [step(neuron, dwj, dbj, eta) for neuron, dwj, dbj in zip(layer, dwl, dbl, strict=True)]
        for layer, dwl, dbl in zip(network, dw, db, strict=True)
    ]


def step(neuron: Neuron, dw: Vector, db: float, eta: float) -> Neuron:
    """The neuron, its weights and bias moved against their gradient.

    >>> neuron = Neuron(w=[2.0], b=1.0, f=linear, f_prime=linear_prime)
    >>> step(neuron, dw=[4.0], db=2.0, eta=0.25)[:2]
    ([1.0], 0.5)
    """
    w = [wi - eta * dwi for wi, dwi in zip(neuron.w, dw, strict=True)]
    return neuron._replace(w=w, b=neuron.b - eta * db)


def parameters(network: Network) -> tuple[list[Matrix], list[Vector]]:
    """`(w, b)` as plain nested lists."""
    w = [[neuron.w for neuron in layer] for layer in network]
    b = [[neuron.b for neuron in layer] for layer in network]
    return w, b


if __name__ == "__main__":
    from groundup.rungs.demonstration import demonstrate

    demonstrate("neurons")
