"""The guide's figures, drawn from numbers that the rungs compute, as SVG within the page.

python -m scripts.figures descent    prints one
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from scripts.figures import (
    activations,
    curves,
    deep,
    descent,
    filters,
    flow,
    gates,
    mistakes,
    networks,
    overfitting,
    shapes,
)

FIGURES: dict[str, Callable[[], str]] = {
    "neuron": networks.neuron,
    "two-two-one": networks.two_two_one,
    "slope": flow.slope,
    "errors": flow.errors,
    "transpose": flow.transpose,
    "shapes-scalars": shapes.scalars,
    "shapes-neurons": shapes.cards,
    "shapes-lists": shapes.rows,
    "shapes-arrays": shapes.arrays,
    "shapes-batches": shapes.batches,
    "shapes-kernel": shapes.kernel,
    "sigmoid": curves.sigmoid,
    "collapse": curves.collapse,
    "fits": curves.fits,
    "and": gates.single,
    "xor": gates.two_layers,
    "rates": descent.rates,
    "descent": descent.descent,
    "filter": filters.sliding,
    "pool": filters.pooling,
    "bars": filters.bars,
    "mistakes": mistakes.curves,
    "activations": activations.curves,
    "activations-measured": activations.rates,
    "activations-dead": activations.deaths,
    "vanishing": deep.vanishing,
    "depth": deep.depth,
    "overfitting": overfitting.curves,
    "remedies": overfitting.remedies,
}

TRAINED = (  # for which networks learn, some seconds each
    *("fits", "mistakes", "activations-measured", "activations-dead"),
    *("vanishing", "depth", "overfitting", "remedies"),
)


@cache
def figure(name: str) -> str:
    """The figure's HTML. Raises ValueError with the names there are."""
    if name not in FIGURES:
        raise ValueError(f"there is no figure {name!r}; there are {', '.join(FIGURES)}")
    return FIGURES[name]()
