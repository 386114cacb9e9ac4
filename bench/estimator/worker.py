"""A library in a process of its own: gets a case ready, and fits it once for each seed it is told.

    python -m bench.estimator.worker LIBRARY CASE [--full]

A line of standard input is a seed; the answer is a line of JSON.
"""

from __future__ import annotations

import importlib
import json
import resource
import sys
import time
import warnings
from pathlib import Path
from typing import Any

from bench.estimator import data
from bench.estimator.cases import CASES

PEAK = Path("/proc/self/status")
LIBRARIES = {"groundup": "groundup", "scikit-learn": "sklearn.neural_network"}


def main() -> None:
    library, name = sys.argv[1:3]
    case = next(case for case in CASES if case.name == name)
    X, X_test, y, y_test = getattr(data, case.data)("--full" in sys.argv)
    if case.float32:
        X, X_test = X.astype("float32"), X_test.astype("float32")
    kind: Any = getattr(importlib.import_module(LIBRARIES[library]), case.estimator)
    warnings.simplefilter("ignore")  # of epochs that were not enough
    say({"ready": True, "samples": X.shape[0], "features": X.shape[1]})
    for line in sys.stdin:
        estimator = kind(**case.options, random_state=int(line))
        forget_peak()
        started = time.perf_counter()
        estimator.fit(X, y)
        seconds = time.perf_counter() - started
        memory = peak()
        say(
            {
                "seconds": seconds,
                "score": estimator.score(X_test, y_test),
                "epochs": estimator.n_iter_,
                "peak_mb": memory,
            }
        )


def forget_peak() -> None:
    """From here on the peak counts, where the system allows it: on Linux."""
    if PEAK.exists():
        Path("/proc/self/clear_refs").write_text("5")


def peak() -> float:
    """This process's peak memory, its libraries and samples included, in MB of a million bytes."""
    if PEAK.exists():
        lines = dict(line.split(":", 1) for line in PEAK.read_text().splitlines())
        return int(lines["VmHWM"].split()[0]) * 1024 / 1e6
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def say(answer: dict[str, Any]) -> None:
    print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
