"""What there is to see of a training, for any number of readers who look when they like.

Every change has a number. A reader says up to which number it knows, and gets what is newer: all of
it, at first or after a break; the latest only, where it is slow. So nothing piles up for anyone.
"""

from __future__ import annotations

import threading
from typing import Any, NamedTuple

from groundup.network import Network


class Point(NamedTuple):
    """A measurement, somewhere on the way."""

    at: float  # epochs learned
    cost: float  # of training samples
    accuracy: float  # on validation samples, 0 to 1


class Board:
    """Parts by name, each a value for JSON that is replaced as a whole; the points measured so
    far; and the network as it last was."""

    def __init__(self, network: Network) -> None:
        self._lock = threading.Lock()
        self._version = 0
        self._parts: dict[str, tuple[int, Any]] = {}
        self._points: list[tuple[int, Point]] = []
        self._network = network
        self.show_network(network)

    def put(self, name: str, value: Any) -> None:
        """Shows a part; what says the same as before is no change."""
        with self._lock:
            if name not in self._parts or self._parts[name][1] != value:
                self._version += 1
                self._parts[name] = (self._version, value)

    def add(self, point: Point) -> None:
        with self._lock:
            self._version += 1
            self._points.append((self._version, point))

    def begin_anew(self) -> None:
        """Another network: the points are gone."""
        with self._lock:
            self._version += 1
            self._points.clear()

    def show_network(self, network: Network) -> None:
        """Keeps a copy, and shows that there is one: the part "weights" is its number."""
        twin = network.copy()
        with self._lock:
            self._version += 1
            self._network = twin
            self._parts["weights"] = (self._version, self._version)

    def network(self) -> tuple[Network, int]:
        """The last one shown, which nobody changes any more, and its number."""
        with self._lock:
            return self._network, self._parts["weights"][0]

    def changes(self, since: int) -> dict[str, Any]:
        """For JSON: `version`, the number to ask with next; the parts that changed after `since`;
        and the `points` added then, which come after the first `known` ones."""
        with self._lock:
            news = {
                name: value for name, (version, value) in self._parts.items() if version > since
            }
            points = [point for version, point in self._points if version > since]
            known = len(self._points) - len(points)
            return news | {"version": self._version, "known": known, "points": points}
