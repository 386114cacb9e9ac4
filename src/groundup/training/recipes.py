"""Recipes: whole ways of training by name, each of which can be changed in any part."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from groundup.data.augmentation import Augmentation


@dataclass(frozen=True)
class Recipe:
    """A network, how it begins, and how it is trained.

    `sizes`, `activations`, `cost`, `init` and `dtype` are those of `Network`; `options` those of
    `Options`. `eta` and all else were chosen on the validation set, never on the test set.
    """

    about: str
    sizes: list[int | str]
    activations: list[str]
    cost: str
    init: str
    dtype: str
    epochs: int
    options: dict[str, Any]


QUICK = Recipe(
    about="about 99.5 % of the test set in half a minute: convolutions, on distorted digits",
    sizes=["28x28", "20c5p2", "40c5p2", 100, 10],
    activations=["relu", "relu", "relu", "softmax"],
    cost="cross-entropy",
    init="he",
    dtype="float32",
    epochs=10,
    options={
        "batch_size": 32,
        "eta": 0.05,
        "optimiser": "momentum",
        "schedule": "cosine",
        "l2": 5e-4,
        "augmentation": Augmentation(),
        "patience": 10,
    },
)

RECIPES = {
    "origin": Recipe(
        about="the article's network and learning rate",
        sizes=[784, 30, 10],
        activations=["sigmoid", "sigmoid"],
        cost="quadratic",
        init="scaled",
        dtype="float64",
        epochs=3,
        options={"batch_size": 10, "eta": 3.0},
    ),
    "nielsen": Recipe(
        about="the book's network2: cross-entropy and L2 with λ = 5 on 50,000 digits",
        sizes=[784, 100, 10],
        activations=["sigmoid", "sigmoid"],
        cost="cross-entropy",
        init="scaled",
        dtype="float64",
        epochs=30,
        options={"batch_size": 10, "eta": 0.5, "l2": 5.0 / 50_000},
    ),
    "fast": Recipe(
        about="trains until 98 % of the validation set is right",
        sizes=[784, 192, 10],  # whole vectors of any processor
        activations=["relu", "softmax"],
        cost="cross-entropy",
        init="he",
        dtype="float32",
        epochs=5,  # the rate's fall brings the last half percent: it is as short as that allows
        options={"batch_size": 10, "eta": 0.2, "schedule": "cosine", "target": 0.98},
    ),
    "quick": QUICK,
    "best": replace(
        QUICK,
        about="as accurate as possible within a minute: like quick, for longer",
        epochs=20,
        options=QUICK.options | {"patience": 20},
    ),
    "thorough": replace(
        QUICK,
        about="the most accurate: a wider network than best's, with dropout, for longer",
        sizes=["28x28", "32c5p2", "64c5p2", 256, 10],
        epochs=40,
        options=QUICK.options | {"patience": 40, "dropout": 0.5},
    ),
    "everyday": Recipe(
        about="for your own data: sizes fit them, and it stops when validation no longer improves",
        sizes=[784, 64, 10],
        activations=["relu", "softmax"],
        cost="cross-entropy",
        init="he",
        dtype="float32",
        epochs=100,
        options={
            "batch_size": 16,
            "eta": 0.003,
            "optimiser": "adam",
            "schedule": "cosine",
            "patience": 20,
        },
    ),
}
