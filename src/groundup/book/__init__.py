"""The modules of Michael Nielsen's book, for Python 3: `network`, `network2`, `network3` and
`mnist_loader`.

    python -m groundup.book               a Python in which `import network` and the others work
    python -m groundup.book script.py     the same for a script, as printed: in Python 2, or 3
    python -m groundup.book mnist_svm.py  a program of the book's: also mnist_average_darkness.py
                                          and expand_mnist.py

They have the classes, functions, arguments and printed lines that the book describes; what they
compute is the same, and plain training runs through groundup's engines, several times as fast.
In `network` and `network2`, whatever a reader overrides or replaces (backprop, update_mini_batch, a
cost, sigmoid) is called.

Source: Nielsen, Neural Networks and Deep Learning (2015), chapters 1 to 3, and 6.
"""

from __future__ import annotations

import importlib
import sys

PROGRAMS = {
    "expand_mnist": "main",
    "mnist_average_darkness": "main",
    "mnist_svm": "svm_baseline",
}
"""Modules that the book runs, and what they then call."""
MODULES = ("mnist_loader", "network", "network2", "network3", *PROGRAMS)


def install() -> None:
    """From now on `import network` and the others find these modules."""
    for name in MODULES:
        sys.modules[name] = importlib.import_module(f"groundup.book.{name}")
