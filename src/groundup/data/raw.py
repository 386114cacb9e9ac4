"""Raw samples: numbers and labels as a file or somebody's arrays have them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from groundup.data.cells import Cells


@dataclass
class Raw:
    """Samples as they were read.

    x (n, …) numbers; columns: of a table, what these are, a column each, whose numbers are those of
    x; y: the label columns (n,), of words or numbers, or one array (n, k) of
    targets; parts: a name each (n,), or "" where nobody says; where: a sample's place in words.
    """

    source: str
    x: NDArray[Any]
    y: list[NDArray[Any]]
    targets: tuple[str, ...] = ("label",)
    features: tuple[str, ...] = ()
    columns: Sequence[Cells] = ()
    parts: Sequence[str] = ()
    colours: str = ""
    notes: list[str] = field(default_factory=list)
    where: Callable[[int], str] = lambda row: f"sample {row} (counted from 0)"
