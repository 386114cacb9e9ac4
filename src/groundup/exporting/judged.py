"""How good 8-bit integers are on samples, beside the network itself, in words."""

from __future__ import annotations

import numpy as np

from groundup import shapes
from groundup.data.samples import Samples
from groundup.errors import UserError
from groundup.evaluation import Regression
from groundup.exporting.integers import Integers, input_bytes, restored, sums
from groundup.exporting.proof import schema_of
from groundup.network import Network


def judged(network: Network, integers: Integers, samples: Samples) -> str:
    """A line: both on raw samples (x, y). Raises UserError where their labels are others."""
    _check(network, samples)
    x, y = samples
    came, own, once = [], [], shapes.samples_at_once(network.shapes)
    for start in range(0, len(x), once):
        part = x[start : start + once]
        came.append(sums(integers, input_bytes(integers, part)))
        own.append(network.feedforward(part))
    came, own = np.concatenate(came), np.concatenate(own)
    count, kind = f"{len(x):,} test samples", network.dtype.name
    if network.regression:
        targets = schema_of(network).targets
        eight, itself = (
            _errors(Regression(y.reshape(own.shape), outputs, targets))
            for outputs in (restored(integers, came).astype(float), own)
        )
        return f"{eight} on {count} in 8-bit integers, {itself} in {kind}"
    right, itself = ((outputs.argmax(axis=1) == y).mean() for outputs in (came, own))
    return f"{right:.2%} of {count} right in 8-bit integers, {itself:.2%} in {kind}"


def _check(network: Network, samples: Samples) -> None:
    """Numbers of labels mean the model's classes, or nothing."""
    wanted, given = schema_of(network).classes, samples.schema and samples.schema.classes
    if given is not None and given != wanted:
        raise UserError(
            f"expected data with the model's classes, {', '.join(wanted)!r:.80}, got "
            f"{', '.join(given)!r:.80}; give load_data(..., schema=network.schema)"
        )


def _errors(found: Regression) -> str:
    several = len(found.targets) > 1
    errors = (
        f"{name} {error:.4g}" if several else f"{error:.4g}"
        for name, error in zip(found.targets, found.rmse, strict=True)
    )
    return f"R² {found.r_squared:.3f} (RMSE {', '.join(errors)})"
