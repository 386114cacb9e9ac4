"""The probes: small networks chosen so that no two mistakes give the same numbers.

On the lopsided one every width and the number of samples differ, so a transposed matrix or a
wrong axis raises; on the square one it runs, and its numbers tell. All widths of the even one are
the same, so even a list of gradients in reverse order passes for one in order. The narrow one has
a single output, where (m,) and (m, 1) are easily mixed up. The steep one has weighted inputs so
large that a careless exponential overflows.

Their numbers are drawn from groundup's seeded streams, the same everywhere and always.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np

from groundup.checking.model.answers import Array, Batch, Probe, Settings
from groundup.randomness import keys

SEED = 1

# The widths of a network with three layers; one with fewer drops hidden layers from the left.
WIDTHS = {
    "lopsided": (3, 5, 4, 2),
    "square": (5, 5, 5, 3),
    "even": (4, 4, 4, 4),
    "narrow": (3, 4, 4, 1),
    "steep": (3, 5, 4, 2),
}
BATCH_SIZES = {
    "lopsided": (7, 6),
    "square": (5, 5),
    "even": (3, 2),
    "narrow": (6, 5),
    "steep": (7, 6),
}
NAMES = tuple(WIDTHS)


def uniform(count: int, low: float, high: float, *name: str | int) -> Array:
    """`count` numbers between `low` and `high`, (count,)."""
    return low + (high - low) * np.array(keys(count, SEED, *name), dtype=np.float64) / 2.0**64


def widths(name: str, layers: int) -> tuple[int, ...]:
    first, *hidden, last = WIDTHS[name]
    while len(hidden) < layers - 1:
        hidden.append(hidden[-1])
    return (first, *hidden[len(hidden) - (layers - 1) :], last)


def make(name: str, settings: Settings, sizes: Sequence[int] | None = None) -> Probe:
    """The probe called `name` for a network of `settings`, one layer an activation; with `sizes`
    where the learner's code has its own."""
    sizes = tuple(sizes or widths(name, len(settings.activations)))
    w, b = [], []
    for l, (n_in, n_out) in enumerate(itertools.pairwise(sizes)):
        bound = 2.5 / np.sqrt(n_in)
        w.append(uniform(n_out * n_in, -bound, bound, name, "w", l).reshape(n_out, n_in))
        b.append(uniform(n_out, -0.7, 0.7, name, "b", l))
    if name == "steep":
        w[-1] = w[-1] * 4000.0
    batches = [batch(m, sizes, name, number) for number, m in enumerate(BATCH_SIZES[name])]
    return Probe(name, sizes, settings, w, b, [*batches, batches[0]])


def batch(m: int, sizes: Sequence[int], name: str, number: int) -> Batch:
    """`m` samples: inputs between -1.5 and 1.5, targets one-hot, or 0 and 1 for one output. One
    class has most of the samples; the first and the last are of different ones."""
    x = uniform(m * sizes[0], -1.5, 1.5, name, "x", number).reshape(m, sizes[0])
    if sizes[-1] == 1:
        return Batch(x, (np.arange(m) % 3 == number % 3).astype(float)[:, np.newaxis])
    labels = (np.maximum(sizes[-1] - 1 - np.arange(m), 0) + number) % sizes[-1]
    labels[-1] = (labels[0] + 1) % sizes[-1]
    return Batch(x, np.eye(sizes[-1])[labels])
