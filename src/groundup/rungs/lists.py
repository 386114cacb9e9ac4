"""Lists: a layer as one matrix, the matrix product written out.

    a[0] = x ──> w[0]·a[0] + b[0] = z[0] ── f ──> a[1] ──> w[1]·a[1] + b[1] = z[1] ── f ──> a[2]
                                                                                             │
    dw[0] = delta[0]·a[0]ᵀ           dw[1] = delta[1]·a[1]ᵀ                                  y
         │                                │                                                  │
    delta[0] = w[1]ᵀ·delta[1] ∘ f'(z[0]) <── delta[1] = (a[2] - y) ∘ f'(z[1]) <──────────────╯

New since `neurons`: the weights of a layer are one matrix `w[l]`, row j for neuron j, and all
its neurons fire in one product. Handing errors back from neuron to neuron turns out to be a
product too, with the same matrix transposed. The multiplications are the same ones as before, so
it is no faster: what is gained is a language.

An epoch of MNIST (784-30-10): minutes. `groundup climb` times it on your machine.
Next: `arrays`, the same statements with NumPy doing the loops.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from operator import add, mul, sub
from typing import NamedTuple

Vector = list[float]
Matrix = list[Vector]
Function = Callable[[float], float]


class Network(NamedTuple):
    w: list[Matrix]  # w[l] is (n_out, n_in)
    b: list[Vector]  # b[l] is (n_out,)
    f: list[Function]
    f_prime: list[Function]


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


def matrix(rows: Iterable[Iterable[float]]) -> Matrix:
    """The rows as lists of floats, whatever they came in.

    >>> matrix([(1, 2), (3, 4)])
    [[1.0, 2.0], [3.0, 4.0]]
    """
    return [vector(row) for row in rows]


def build(w: Sequence, b: Sequence, activations: Sequence[str] | None = None) -> Network:
    """The network with weights `w[l]` (n_out, n_in), biases `b[l]` (n_out,) and an activation
    per layer, `"sigmoid"` where none is named."""
    activations = activations or ["sigmoid"] * len(w)
    if len(activations) != len(w) or not set(activations) <= set(ACTIVATIONS):
        raise ValueError(f"expected {len(w)} names from {list(ACTIVATIONS)}, got {activations}")
    return Network(
        w=[matrix(wl) for wl in w],
        b=[vector(bl) for bl in b],
        f=[ACTIVATIONS[name][0] for name in activations],
        f_prime=[ACTIVATIONS[name][1] for name in activations],
    )


def each(f: Callable[..., float], *vectors: Vector) -> Vector:
    """`f` of the first numbers, of the second ones, and so on.

    >>> each(add, [1.0, 2.0], [10.0, 20.0])
    [11.0, 22.0]
    """
    return [f(*numbers) for numbers in zip(*vectors, strict=True)]


def product(w: Matrix, a: Vector) -> Vector:
    """The matrix times the vector: each row times `a`, number by number, and added up.

    >>> product([[0.5, -0.25], [1.0, 0.5]], [1.0, 2.0])
    [0.0, 2.0]
    """
    return [sum(wi * ai for wi, ai in zip(row, a, strict=True)) for row in w]


def transpose(w: Matrix) -> Matrix:
    """The matrix with its columns as rows.

    >>> transpose([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    [[1.0, 3.0, 5.0], [2.0, 4.0, 6.0]]
    """
    return [list(column) for column in zip(*w, strict=True)]


def outer(delta: Vector, a: Vector) -> Matrix:
    """The table of all products: a row for each delta, a column for each a.

    >>> outer([1.0, 2.0], [3.0, 4.0, 5.0])
    [[3.0, 4.0, 5.0], [6.0, 8.0, 10.0]]
    """
    return [[delta_j * ai for ai in a] for delta_j in delta]


def feedforward(network: Network, x: Iterable[float]) -> Vector:
    """The output activations (n_L,) for one sample's inputs `x` (n_0,).

    >>> network = build(w=[[[0.5, -0.25], [1, 0.5]], [[2, -1]]], b=[[0, 0], [0]])
    >>> [round(a, 4) for a in feedforward(network, x=[1, 2])]
    [0.5298]
    """
    w, b, f, _ = network
    a = vector(x)
    for l in range(len(w)):
        a = each(f[l], each(add, product(w[l], a), b[l]))
    return a


def backprop(
    network: Network, x: Iterable[float], y: Iterable[float]
) -> tuple[list[Matrix], list[Vector]]:
    """`(dw, db)`, shaped like `w` and `b`: the gradient of one sample's cost ½‖a-y‖².

    >>> network = build(w=[[[2]]], b=[[1]], activations=["linear"])
    >>> backprop(network, x=[3], y=[5])  # it says 2·3 + 1 = 7, which is 2 too many
    ([[[6.0]]], [[2.0]])
    """
    w, b, f, f_prime = network
    layers = range(len(w))
    last = len(w) - 1

    # Forwards, keeping every z and a.
    z, a = [], [vector(x)]
    for l in layers:
        z.append(each(add, product(w[l], a[l]), b[l]))
        a.append(each(f[l], z[l]))

    # Backwards: delta = d cost / d z.
    error = each(sub, a[last + 1], vector(y))
    delta = {last: each(mul, error, each(f_prime[last], z[last]))}
    for l in reversed(range(last)):
        error = product(transpose(w[l + 1]), delta[l + 1])
        delta[l] = each(mul, error, each(f_prime[l], z[l]))

    dw = [outer(delta[l], a[l]) for l in layers]
    db = [delta[l] for l in layers]
    return dw, db


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


def step(w: Vector, dw: Vector, eta: float) -> Vector:
    """The numbers of `w`, moved against their gradient.

    >>> step([2.0, 1.0], [4.0, -4.0], eta=0.25)
    [1.0, 2.0]
    """
    return [wi - eta * dwi for wi, dwi in zip(w, dw, strict=True)]


def parameters(network: Network) -> tuple[list[Matrix], list[Vector]]:
    """`(w, b)` as plain nested lists."""
    return network.w, network.b


if __name__ == "__main__":
    from groundup.rungs.demonstration import demonstrate

    demonstrate("lists")
