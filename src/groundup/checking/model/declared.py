"""What somebody says of their network before it is checked."""

from __future__ import annotations

from typing import Any, NamedTuple


class Declared(NamedTuple):
    """What is known of a learner's network beforehand; None where nothing is."""

    activations: tuple[str, ...] | None = None  # one for all layers, hidden and output, or all
    cost: str | None = None
    l2: float = 0.0
    eta: float = 0.7  # no number that a factor could be
    l2_form: str = "half"  # one of L2_FORMS
    layers: int | None = None
    biases: bool = True
    outputs: int | None = None

    def by_adapter(self, names: dict[str, Any]) -> Declared:
        """With what an adapter's file says by LAYERS, BIASES and OUTPUTS."""
        return self._replace(
            layers=names.get("LAYERS", self.layers),
            biases=names.get("BIASES", self.biases),
            outputs=names.get("OUTPUTS", self.outputs),
        )

    def spread(self, layers: int) -> tuple[str, ...] | None:
        """A name a layer."""
        if self.activations is None or len(self.activations) == layers:
            return self.activations
        first, last = self.activations[0], self.activations[-1]
        return (*[first] * (layers - 1), last)


NOTHING = Declared()
