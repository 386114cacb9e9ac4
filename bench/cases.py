"""What is measured, and what is asked of groundup there: floors and goals, all of it data.

Loads no NumPy: the process that starts the workers stays small (see bench/processes.py).
"""

from __future__ import annotations

from itertools import pairwise
from math import prod
from typing import NamedTuple

EPOCH = 50_000  # samples; what times are scaled to where a case has fewer
ETA = 0.5
ETA_OF_PICTURES = 0.03
MEMORY_MB = 220  # that `groundup train` on MNIST stays under


class Bar(NamedTuple):
    """So many times as fast as a peer groundup must be, and wants to be; or, of a peer that is
    groundup with more to do, at most so many times as slow the peer may be."""

    floor: float
    goal: float | None = None
    at_most: bool = False


class Case(NamedTuple):
    """Sigmoid layers and quadratic cost, or where the first layers convolve ReLU, softmax and
    cross-entropy; plain gradient descent. All peers get the same samples, the same initial weights
    and the same number of threads."""

    name: str
    sizes: tuple[int, ...]
    peers: tuple[str, ...]  # names in bench.peers.PEERS
    bars: dict[str, Bar]  # for some of the peers
    batch_size: int = 10
    threads: int = 1
    samples: int = EPOCH  # a multiple of batch_size
    epochs: int = 1  # a turn: several, where one is too short to be measured well
    dense: bool = False  # random pixels instead of MNIST's, of which most are 0
    predicts: bool = False  # one digit a call, instead of learning
    sides: tuple[int, ...] = ()  # of the pictures that `sizes` are, 0 where they are none

    @property
    def shapes(self) -> list[tuple[int, ...]]:
        """Of each w: (n_out, n_in), or of a convolution, with its 2×2 pool, (n_out, c, k, k)."""
        return shapes(self.sizes, self.sides)

    @property
    def eta(self) -> float:
        return ETA_OF_PICTURES if self.sides else ETA


TRAINERS = ("kernel", "numpy", "jax", "scikit", "pytorch")
WIDE = (784, 2500, 2000, 1500, 1000, 500, 10)
PICTURES = (784, 2880, 640, 100, 10)  # 28x28-20c5p2-40c5p2-100-10

CASES = [
    Case(
        "784-30-10, batch 10",
        (784, 30, 10),
        (*TRAINERS, "book"),
        {
            "numpy": Bar(4.5, 6),
            "jax": Bar(5, 7),
            "scikit": Bar(15, 20),
            "pytorch": Bar(30, 45),
        },
        epochs=4,
    ),
    Case(
        "784-100-10, batch 10",
        (784, 100, 10),
        TRAINERS,
        {
            "numpy": Bar(3.2, 4.5),
            "jax": Bar(3.3, 5),
            "scikit": Bar(9, 13),
            "pytorch": Bar(14, 20),
        },
        epochs=4,
    ),
    Case(
        "784-100-10, batch 32",
        (784, 100, 10),
        TRAINERS,
        {
            "numpy": Bar(2.4, 4),
            "jax": Bar(2.6, 4),
            "scikit": Bar(3.8, 6),
            "pytorch": Bar(5, 8),
        },
        batch_size=32,
        samples=49_984,
        epochs=4,
    ),
    Case(
        "784-800-10, batch 100, two threads",
        (784, 800, 10),
        TRAINERS,
        {
            "numpy": Bar(1.7, 2.5),
            "jax": Bar(1.5, 2),
            "scikit": Bar(2.5, 4),
            "pytorch": Bar(2, 3),
        },
        batch_size=100,
        threads=2,
        samples=20_000,
    ),
    Case(
        "784-2500-2000-1500-1000-500-10, batch 100, two threads",
        WIDE,
        TRAINERS,
        # Products of wide layers are the libraries' own ground: PyTorch's come from MKL, which is
        # slower on an AMD EPYC (1.42× there) than on an Intel Xeon (1.10× to 1.14×).
        {"numpy": Bar(1, 1.2), "jax": Bar(1, 1.1), "pytorch": Bar(1, 1.3)},
        batch_size=100,
        threads=2,
        samples=1_500,
    ),
    Case(
        "784-30-10, batch 10, dense random inputs",
        (784, 30, 10),
        TRAINERS,
        {
            "numpy": Bar(2, 3),
            "jax": Bar(2, 3),
            "scikit": Bar(7, 10),
            "pytorch": Bar(14, 20),
        },
        epochs=4,
        dense=True,
    ),
    Case(
        "784-30-10, batch 10, each epoch measured",
        (784, 30, 10),
        ("kernel", "measuring"),
        {"measuring": Bar(1.2, 1.1, at_most=True)},
        threads=2,  # of which only measuring makes use: its batches are larger
        epochs=4,
    ),
    Case(
        "784-30-10, batch 10, each variant of the kernel, and browsers",
        (784, 30, 10),
        ("kernel", "avx2", "baseline", "chromium", "firefox"),
        {"chromium": Bar(7, 5, at_most=True), "firefox": Bar(8, 6, at_most=True)},
        samples=10_000,
        epochs=20,
    ),
    *(
        Case(
            f"28x28-20c5p2-40c5p2-100-10, batch {batch_size}{', two threads' * (threads - 1)}",
            PICTURES,
            ("kernel", *["avx2"] * (threads == 1), "torch_pictures", "jax_pictures"),
            {"torch_pictures": bar, "jax_pictures": bar},
            batch_size=batch_size,
            threads=threads,
            samples=4_800,
            sides=(28, 12, 4, 0, 0),
        )
        for batch_size, bar in [(32, Bar(3, 4.5)), (10, Bar(4, 6))]
        for threads in (1, 2)
    ),
    Case(
        "784-30-10, predicting one digit at a time",
        (784, 30, 10),
        ("kernel", "onnx", "scikit", "pytorch"),
        {"onnx": Bar(1, 2), "scikit": Bar(10), "pytorch": Bar(5)},
        predicts=True,
    ),
]


def find(name: str) -> Case:
    return next(case for case in CASES if case.name == name)


# The arithmetic limit: the operations that dense training takes, at the speed of the fastest
# thing a processor does with such numbers, a large product of matrices.

SIDE = 1024  # of the square matrices
PRODUCTS = 10  # a turn
PRODUCT_OPERATIONS = 2 * SIDE**3 * PRODUCTS  # a turn, multiplications and additions


def shapes(sizes: tuple[int, ...], sides: tuple[int, ...] = ()) -> list[tuple[int, ...]]:
    """Of each w. See `Case`."""
    found: list[tuple[int, ...]] = []
    for l, (n_in, n_out) in enumerate(pairwise(sizes)):
        pooled = sides[l + 1] if sides else 0
        if pooled:
            k = sides[l] - 2 * pooled + 1
            found.append((n_out // pooled**2, n_in // sides[l] ** 2, k, k))
        else:
            found.append((n_out, n_in))
    return found


def operations(sizes: tuple[int, ...], sides: tuple[int, ...] = ()) -> int:
    """Floating-point operations to learn from one sample: in each layer two a weight for z, two
    for dw and, but in the first, two for the delta of the layer below. A convolution uses its
    weights at four times as many places as pooling leaves, and all of them for z alone: the deltas
    of three of four are 0."""
    total = 0
    for l, shape in enumerate(shapes(sizes, sides)):
        once = 2 * prod(shape) * (sides[l + 1] ** 2 if len(shape) == 4 else 1)
        total += once * (4 if len(shape) == 4 else 1) + once * (2 if l else 1)
    return total
