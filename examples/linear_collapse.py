"""Layers of linear neurons collapse to one: why a network needs its sigmoid.

    a[1] = w[0]·x + b[0]
    a[2] = w[1]·a[1] + b[1]
    a[3] = w[2]·a[2] + b[2]
         = (w[2]·w[1]·w[0])·x + (w[2]·w[1]·b[0] + w[2]·b[1] + b[2])
         =        w·x         +                 b

However many linear layers there are, their weights multiply out to one matrix and their biases
add up to one vector: a deep linear network can do nothing that a single layer cannot. A function
between the layers that is not linear, such as the sigmoid, stands in the way of that sum.

You will see a network of three layers beside the single layer that it multiplies out to, for the
same inputs: the same outputs to the last digits when its layers are linear, others when its
hidden layers have a sigmoid. Nor would another single layer give those, since in every one of
them a(1,1,1) = a(1,0,0) + a(0,1,0) + a(0,0,1) - 2·a(0,0,0), which does not hold here any more.

    python examples/linear_collapse.py

Next: `fit_a_curve.py`, which shows what the hidden neurons are good for.
"""

from __future__ import annotations

import numpy as np

from groundup import randomness
from groundup.rungs import arrays

SIZES = [3, 5, 4, 2]
XS = [[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 1], [-2, 3, 5]]


def initial_parameters() -> tuple[list[np.ndarray], list[np.ndarray]]:
    """`w[l]` (n_out, n_in) and `b[l]` (n_out,) from N(0, 1), the same on every run."""
    w, b = [], []
    for l in range(len(SIZES) - 1):
        n_in, n_out = SIZES[l], SIZES[l + 1]
        w.append(np.reshape(randomness.normals(n_out * n_in, 0, "w", l), (n_out, n_in)))
        b.append(np.asarray(randomness.normals(n_out, 0, "b", l)))
    return w, b


def collapse(w: list[np.ndarray], b: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """The one matrix and the one bias that linear layers multiply out to."""
    product, bias = w[0], b[0]
    for l in range(1, len(w)):
        product, bias = w[l] @ product, w[l] @ bias + b[l]
    return product, bias


def compare(activations: list[str]) -> None:
    """Prints the outputs of the layers and of the one that they multiply out to, side by side."""
    w, b = initial_parameters()
    product, bias = collapse(w, b)
    deep = arrays.build(w, b, activations)
    single = arrays.build([product], [bias], ["linear"])

    print(f"{'-'.join(map(str, SIZES))} network, {', '.join(activations)}")
    print("  x             three layers        one layer")
    outputs = [arrays.feedforward(deep, x) for x in XS]
    ones = [arrays.feedforward(single, x) for x in XS]
    for x, a, one in zip(XS, outputs, ones, strict=True):
        print(f"  {x!s:12}  {numbers(a)}  {numbers(one)}")
    origin, first, second, third, together, _ = outputs
    wanted = first + second + third - 2 * origin
    print(f"  largest difference: {np.abs(np.subtract(outputs, ones)).max():.2g}")
    print(f"  a(1,1,1) is {numbers(together)}, in a single layer {numbers(wanted)}\n")


def numbers(a: np.ndarray) -> str:
    return " ".join(f"{ai:+8.3f}" for ai in a)


if __name__ == "__main__":
    w, b = collapse(*initial_parameters())
    print("Three layers multiply out to one, with")
    for row, bj in zip(w, b, strict=True):
        print(f"  w = {numbers(row)}    b = {bj:+.3f}")
    print()
    compare(["linear", "linear", "linear"])
    compare(["sigmoid", "sigmoid", "linear"])
    print("Linear layers collapse to one. With sigmoids between them they do not.")
