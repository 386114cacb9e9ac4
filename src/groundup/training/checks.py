"""Whether samples fit a network, before anything is trained."""

from __future__ import annotations

import numpy as np

from groundup.data import Samples
from groundup.network import Network


def check_samples(name: str, samples: Samples, network: Network) -> None:
    """Raises ValueError where x (n, n_0) and labels y (n,) do not fit each other or the network;
    `name` says which samples these are."""
    x, y = samples
    if x.ndim != 2 or x.shape[1] != network.sizes[0]:
        raise ValueError(
            f"{name}.x wants {network.sizes[0]} numbers a sample, as many as the network has "
            f"inputs; it is {x.shape}"
        )
    if y.shape != (len(x),) or not np.issubdtype(y.dtype, np.integer):
        raise ValueError(
            f"{name}.y wants a whole label for each of {len(x)} samples; it is {y.dtype} {y.shape}"
        )
    if len(y) and not 0 <= y.min() <= y.max() < network.sizes[-1]:
        raise ValueError(
            f"{name}.y goes from {y.min()} to {y.max()}, but the network has "
            f"{network.sizes[-1]} outputs: labels go from 0 to {network.sizes[-1] - 1}"
        )


def check_sample_weights(
    weights: np.ndarray | None, count: int, network: Network
) -> np.ndarray | None:
    """The weights (n,) in the network's dtype. Raises ValueError where they make no sense."""
    if weights is None:
        return None
    weights = np.asarray(weights, network.w[0].dtype)
    if weights.shape != (count,):
        raise ValueError(f"sample_weights want one for each of {count}, not {weights.shape}")
    if not (np.isfinite(weights).all() and (weights >= 0).all() and weights.sum() > 0):
        raise ValueError("sample_weights are finite numbers, 0 or more, and not all of them 0")
    return weights
