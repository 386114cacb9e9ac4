"""The digits that a network does not read, for the page."""

from __future__ import annotations

import base64
from typing import Any

from groundup.data import Samples
from groundup.evaluation import evaluate
from groundup.network import Network

MOST = 24


def mistakes(network: Network, samples: Samples) -> dict[str, Any]:
    """For JSON: how many `of` the samples are read `wrong`, and the first of those that it is
    surest of, each with its `pixels` (base64 of 784 bytes), its `label` and the network's `answer`.

    samples: 8-bit pixels (n, 784) and labels (n,).
    """
    found = evaluate(network, samples)
    digits = [
        {
            "pixels": base64.b64encode(samples.x[m.sample].tobytes()).decode("ascii"),
            "label": m.true,
            "answer": m.guess,
        }
        for m in found.mistakes[:MOST]
    ]
    return {"of": found.total, "wrong": len(found.mistakes), "digits": digits}
