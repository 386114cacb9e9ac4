"""What the methods of a learner's class want."""

from __future__ import annotations

import numpy as np
import pytest

from groundup.checking.reading.forms.methods import methods_of, others_of


def run(layers: list[np.ndarray], x: np.ndarray) -> np.ndarray:
    return layers[0] @ x


class Costs:
    layers: list

    def cost_of_outputs(self, x, y):
        clipped = np.clip(x, 1e-9, 1.0)
        return -np.sum(y * np.log(clipped)) / len(x) + (self.layers[0] ** 2).sum()

    def cost_by_layers(self, x, y):
        for layer in self.layers:
            x = layer.apply(x)
        return ((x - y) ** 2).mean()

    def cost_by_calls(self, x, y):
        out = x
        for layer in self.layers:
            out = layer(out)
        return np.mean((out - y) ** 2)

    def cost_by_a_function(self, x, y):
        return np.mean((run(self.layers, x) - y) ** 2)

    def cost_by_a_product(self, x, y):
        return np.mean((x @ self.layers[0] - y) ** 2)


@pytest.mark.parametrize("name", methods_of(Costs))
def test_a_cost_is_of_outputs_where_it_computes_none(name: str) -> None:
    plan = others_of({"cost": getattr(Costs(), name)}, data=False)["cost"]
    assert plan.wants("out" if name == "cost_of_outputs" else "x")
