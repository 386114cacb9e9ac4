"""The accuracy that the book tells of, in what a command prints: percent."""

from __future__ import annotations

import re
from collections.abc import Callable

Answer = Callable[[str], float]
RIGHT = re.compile(r"(Epoch \d+|data): (\d+) / (\d+)")


def shares(printed: str, data: str = "evaluation") -> list[float]:
    """After each epoch, of the data that were monitored."""
    lines = [
        line for line in printed.splitlines() if line.startswith(("Epoch", f"Accuracy on {data}"))
    ]
    found = [RIGHT.search(line) for line in lines]
    return [100 * int(one[2]) / int(one[3]) for one in found if one]


def best(printed: str) -> float:
    """That of the best epoch, on the data that it was judged by."""
    return max(shares(printed))


def first(printed: str) -> float:
    return shares(printed)[0]


def last(printed: str) -> float:
    return shares(printed)[-1]


def fourth(printed: str) -> float:
    return shares(printed)[:4][-1]


def learned(printed: str) -> float:
    """The best on what it learned from."""
    return max(shares(printed, "training"))


def corresponding(printed: str) -> float:
    """On the test set, in the epoch that was best on the validation set."""
    return float(re.findall(r"Corresponding test accuracy of (\d+\.\d\d)%", printed)[-1])


def counted(printed: str) -> float:
    """Of a program that says how many it got right."""
    right, all_of_them = re.findall(r"(\d+) of (\d+) values correct", printed)[-1]
    return 100 * int(right) / int(all_of_them)
