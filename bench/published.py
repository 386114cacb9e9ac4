"""Published results on MNIST, and how groundup trains for each: data, nothing else.

A row has the accuracy that its source gives, and the set that its source judged on. Its first
lines have the source's settings; where it leaves some open, `note` says which are ours. The last
line has the same sizes and as many epochs, and other settings of ours. Whatever is ours was chosen
on the validation set, with seed 0.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from groundup.data.augmentation import Augmentation


@dataclass(frozen=True, eq=False)
class Training:
    """A network and how it learns; lines that have the same one share its runs.

    `sizes` to `dtype` are those of `Network`, `options` those of `groundup.training.Options`.
    `all_images`: it learns from the validation images too, so cannot be judged on them.
    """

    sizes: tuple[int, ...]
    activations: tuple[str, ...]
    cost: str
    init: str
    dtype: str
    epochs: int
    options: dict[str, Any]
    all_images: bool = False


@dataclass(frozen=True)
class Line:
    """What is told of a training: how right it is after an epoch, from 1, or after the one that
    is best on the very set that is reported."""

    settings: Literal["theirs", "ours"]
    training: Training
    epoch: int | Literal["best"]


@dataclass(frozen=True)
class Row:
    name: str
    title: str
    judged: Literal["validation", "test"]
    published: float  # share of that set, 0 to 1
    note: str
    lines: tuple[Line, ...]


def sigmoids(hidden: int, cost: str, init: str, epochs: int, **options: Any) -> Training:
    """As the article and the book have it."""
    activations = ("sigmoid", "sigmoid")
    return Training(
        (784, hidden, 10), activations, cost, init, "float64", epochs, {"batch_size": 10} | options
    )


def softmax(hidden: str, units: int, init: str, epochs: int, **options: Any) -> Training:
    """The same with softmax, and a learning rate that falls."""
    activations, options = (hidden, "softmax"), {"schedule": "cosine"} | options
    return Training(
        (784, units, 10), activations, "cross-entropy", init, "float32", epochs, options
    )


L2 = 5.0 / 50_000  # the book's λ = 5 over its 50,000 digits
SIMARDS = Augmentation(
    shift=0, rotation=0, scale=0, shear=0, thickness=0, elastic_strength=34, half_rotation=()
)
MILD = Augmentation(
    rotation=5, scale=0.05, shear=0.05, thickness=0.15, elastic_strength=10, half_rotation=()
)
STRONG = Augmentation(half_rotation=())  # groundup's, but that all digits turn alike
NESTEROV = {"optimiser": "nesterov", "batch_size": 32, "eta": 0.02}
FAST_NESTEROV = {"optimiser": "nesterov", "batch_size": 64, "eta": 0.05}

ARTICLE = sigmoids(30, "quadratic", "scaled", 11, eta=3.0)
ARTICLE_ALL = replace(ARTICLE, all_images=True)
CHAPTER_1 = sigmoids(30, "quadratic", "normal", 30, eta=3.0)
CHAPTER_3 = sigmoids(100, "cross-entropy", "normal", 30, eta=0.5, l2=L2)
CHAPTER_3_LONG = sigmoids(100, "cross-entropy", "normal", 60, eta=0.1, l2=L2)
SIMARD = softmax("relu", 800, "scaled", 20, batch_size=10, eta=0.1)
SIMARD_ELASTIC = softmax("relu", 800, "scaled", 70, batch_size=10, eta=0.1, augmentation=SIMARDS)

OURS_1 = softmax("relu", 30, "he", 1, batch_size=10, eta=0.1)
OURS_11 = softmax("relu", 30, "he", 11, batch_size=10, eta=0.1, augmentation=MILD)
OURS_30 = softmax("relu", 30, "he", 30, batch_size=10, eta=0.1, augmentation=MILD)
OURS_100 = softmax("relu", 100, "he", 30, **NESTEROV, augmentation=STRONG)
OURS_100_LONG = softmax("relu", 100, "he", 60, **NESTEROV, augmentation=MILD)
OURS_800 = softmax("relu", 800, "he", 20, batch_size=32, eta=0.2, dropout=0.3)
OURS_800_ELASTIC = softmax("relu", 800, "he", 70, **FAST_NESTEROV, augmentation=STRONG)

ROWS = [
    Row(
        "article-1",
        "The article, 784-30-10, one epoch",
        "test",
        0.9413,
        "An earlier version of the article reported 93.99 %. We do not know how many digits its "
        "network learned from: the first line has 50,000, like everything else, and the second all "
        "60,000.",
        (Line("theirs", ARTICLE, 1), Line("theirs", ARTICLE_ALL, 1), Line("ours", OURS_1, 1)),
    ),
    Row(
        "article-11",
        "The article, 784-30-10, eleven epochs",
        "test",
        0.9604,
        "An earlier version of the article reported 95.66 %. The digits are those of the table "
        "above.",
        (Line("theirs", ARTICLE, 11), Line("theirs", ARTICLE_ALL, 11), Line("ours", OURS_11, 11)),
    ),
    Row(
        "book-30",
        "Nielsen's book, chapter 1, 784-30-10",
        "test",
        0.9542,
        "The book reports the best epoch on the test set, from the best of three runs, and so "
        "chooses with the test set; the second line does not.",
        (
            Line("theirs", CHAPTER_1, "best"),
            Line("theirs", CHAPTER_1, 30),
            Line("ours", OURS_30, 30),
        ),
    ),
    Row(
        "book-100",
        "Nielsen's book, chapter 3, 784-100-10",
        "validation",
        0.9792,
        "The initial weights are the book's large ones: at that point the book does not yet scale "
        "them.",
        (
            Line("theirs", CHAPTER_3, "best"),
            Line("theirs", CHAPTER_3, 30),
            Line("ours", OURS_100, 30),
        ),
    ),
    Row(
        "book-100-long",
        "Nielsen's book, chapter 3, 784-100-10, longer",
        "validation",
        0.9804,
        "Initial weights as in the table above.",
        (
            Line("theirs", CHAPTER_3_LONG, "best"),
            Line("theirs", CHAPTER_3_LONG, 60),
            Line("ours", OURS_100_LONG, 60),
        ),
    ),
    Row(
        "simard",
        "Simard and others 2003, 784-800-10",
        "test",
        0.984,
        "The paper reports an error of 1.6 %. The hidden activation, the size of a batch, the "
        "learning rate and the number of epochs are ours; the network, the cost, the split of the "
        "training images and small initial weights are the paper's.",
        (Line("theirs", SIMARD, 20), Line("ours", OURS_800, 20)),
    ),
    Row(
        "simard-elastic",
        "Simard and others 2003, 784-800-10, elastic distortions",
        "test",
        0.993,
        "The paper reports an error of 0.7 %. The distortions, σ = 4 and α = 34, are the paper's; "
        "the settings that were ours in the table above are ours here, too. The paper lowers its "
        "learning rate every 100 epochs, so it trained for longer than we do here.",
        (Line("theirs", SIMARD_ELASTIC, 70), Line("ours", OURS_800_ELASTIC, 70)),
    ),
]
