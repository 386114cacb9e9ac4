"""A picture that changes while something runs, in Jupyter or marimo; elsewhere nothing."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

PERIOD = 0.2  # seconds between two pictures


class Live:
    """Shows HTML in place of what it showed before, a few times a second at most.

    `here` says whether there is a notebook to show it in.
    """

    def __init__(self) -> None:
        self._show = _jupyter() or _marimo()
        self._shown = 0.0

    @property
    def here(self) -> bool:
        return self._show is not None

    def update(self, html: Callable[[], str], last: bool = False) -> None:
        """Shows what `html` makes, if it is time; the `last` one always."""
        if self._show is not None and (last or time.monotonic() - self._shown > PERIOD):
            self._shown = time.monotonic()
            self._show(html())


def _jupyter() -> Callable[[str], object] | None:
    """What shows HTML in the cell of a Jupyter kernel that runs."""
    if "ipykernel" not in sys.modules or "IPython" not in sys.modules:
        return None
    from IPython.core.getipython import get_ipython
    from IPython.display import HTML, display

    shell = get_ipython()
    if shell is None or not hasattr(shell, "kernel"):
        return None
    handle = None

    def show(html: str) -> None:
        nonlocal handle
        if handle is None:
            handle = display(HTML(html), display_id=True)
        else:
            handle.update(HTML(html))

    return show


def _marimo() -> Callable[[str], object] | None:
    """What shows HTML as the output of a marimo cell that runs."""
    marimo = sys.modules.get("marimo")
    if marimo is None or not marimo.running_in_notebook():
        return None
    return lambda html: marimo.output.replace(marimo.Html(html))
