"""groundup and what it is measured beside, a file each, with the same functions:

build(problem)       a learner, with the data in the form that suits it
epoch(learner)       learns from every sample once; the learner keeps what it learned (or, where a
                     call is dear: epochs(learner, count))
parameters(learner)  w and b as NumPy arrays, w[l] (n_out, n_in)
predictor(problem)   a function and a list of rows, for which it computes outputs one at a time

where they make sense. A worker (bench/worker.py) imports one of them; the process that starts the
workers imports none, and looks only here. Libraries that may be missing are imported by name, so
that types are checked without them.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple


class Peer(NamedTuple):
    title: str
    packages: dict[str, str]  # what it needs: module to distribution
    programs: tuple[str, ...] = ()  # of which it needs one
    feature: str = ""  # of the processor, as Linux calls it
    module: str = ""  # its file, where that has not its name
    environment: Mapping[str, str] = {}  # of its worker


OWN = {"groundup": "groundup"}


def variant(title: str, name: str, feature: str = "") -> Peer:
    environment = {"GROUNDUP_KERNEL": name}
    return Peer(title, OWN, feature=feature, module="kernel", environment=environment)


def browser(title: str, name: str, *programs: str) -> Peer:
    environment = {"BENCH_BROWSER": name}
    return Peer(title, OWN, programs, module="webassembly", environment=environment)


PEERS = {
    "kernel": Peer("groundup", OWN),
    "measuring": Peer("with 2 × 10,000 measured", OWN),
    "avx2": variant("its AVX2", "avx2", "avx2"),
    "baseline": variant("its baseline", "baseline"),
    "chromium": browser("in Chromium", "chromium", "chromium", "chromium-browser"),
    "firefox": browser("in Firefox", "firefox", "firefox-esr", "firefox"),
    "numpy": Peer("NumPy, batched", {"numpy": "numpy"}),
    "jax": Peer("JAX, one scan", {"jax": "jax"}),
    "scikit": Peer("scikit-learn", {"sklearn": "scikit-learn"}),
    "pytorch": Peer("PyTorch, eager", {"torch": "torch"}),
    "torch_pictures": Peer("PyTorch, channels last", {"torch": "torch"}),
    "jax_pictures": Peer("JAX, one scan of patches", {"jax": "jax"}),
    "book": Peer("the book's loop", {"numpy": "numpy"}),
    "onnx": Peer("onnxruntime", {"onnx": "onnx", "onnxruntime": "onnxruntime"}),
    "limit": Peer("arithmetic limit", {"numpy": "numpy"}),
}


def missing(name: str) -> list[str]:
    """What this peer needs and this machine has not: distributions, a program, a processor."""
    peer = PEERS[name]
    found = [package for module, package in peer.packages.items() if find_spec(module) is None]
    if peer.programs and not any(map(shutil.which, peer.programs)):
        found.append(peer.programs[0])
    if peer.feature and peer.feature not in features():
        found.append(f"a processor with {peer.feature.upper()}")
    return found


def features() -> set[str]:
    """What the processor can do, as far as Linux says so."""
    information = Path("/proc/cpuinfo")
    lines = information.read_text().splitlines() if information.exists() else []
    return {word for line in lines if line.startswith("flags") for word in line.split()}
