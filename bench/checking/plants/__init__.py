"""Every mistake of the catalogue, as changes of source text; two modules a style.

Where a number is missing in a style, the header of its gradients module says why.
"""

from __future__ import annotations

from bench.checking.planting import Plant
from bench.checking.plants import (
    book_deltas,
    book_gradients,
    lists_deltas,
    lists_gradients,
    numpy_batch_deltas,
    numpy_batch_gradients,
)

MODULES = (
    book_deltas,
    book_gradients,
    lists_deltas,
    lists_gradients,
    numpy_batch_deltas,
    numpy_batch_gradients,
)
PLANTS: list[Plant] = [plant for module in MODULES for plant in module.PLANTS]

for plant in PLANTS:
    plant.source()  # raises where a line to be replaced is not there exactly once
