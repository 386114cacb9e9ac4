"""groundup and what it is measured beside, a file each, with the same functions:

build(problem)       a learner, with the data in the form that suits it
epoch(learner)       learns from every sample once; the learner keeps what it learned
parameters(learner)  w and b as NumPy arrays, w[l] (n_out, n_in)
predictor(problem)   a function and a list of rows, for which it computes outputs one at a time

where they make sense. A worker (bench/worker.py) imports one of them; the process that starts the
workers imports none, and looks only here. Libraries that may be missing are imported by name, so
that types are checked without them.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import NamedTuple


class Peer(NamedTuple):
    title: str
    packages: dict[str, str]  # what it needs: module to distribution


PEERS = {
    "kernel": Peer("groundup", {"groundup": "groundup"}),
    "measuring": Peer("with 2 × 10,000 measured", {"groundup": "groundup"}),
    "numpy": Peer("NumPy, batched", {"numpy": "numpy"}),
    "jax": Peer("JAX, one scan", {"jax": "jax"}),
    "scikit": Peer("scikit-learn", {"sklearn": "scikit-learn"}),
    "pytorch": Peer("PyTorch, eager", {"torch": "torch"}),
    "book": Peer("the book's loop", {"numpy": "numpy"}),
    "onnx": Peer("onnxruntime", {"onnx": "onnx", "onnxruntime": "onnxruntime"}),
    "limit": Peer("arithmetic limit", {"numpy": "numpy"}),
}


def missing(name: str) -> list[str]:
    """The distributions that this peer needs and that are not installed."""
    return [
        distribution
        for module, distribution in PEERS[name].packages.items()
        if find_spec(module) is None
    ]
