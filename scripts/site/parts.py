"""Fills in what a page takes from the project, so that it cannot go stale.

A page asks with a comment on a line of its own, `<!-- put: WHAT … -->`:

    figure NAME              a drawing of scripts/figures
"""

from __future__ import annotations

import re
from collections.abc import Callable

from scripts import figures

PUT = re.compile(r"^<!-- put: (.+?) -->$", re.M)


def fill(page: str) -> str:
    """The page, complete. Raises ValueError where it asks for what there is not."""
    return PUT.sub(lambda match: part(match[1]), page)


def part(request: str) -> str:
    what, *arguments = request.split()
    if what not in PARTS:
        raise ValueError(f"put: expected one of {', '.join(PARTS)}, got {request!r}")
    return PARTS[what](*arguments)


PARTS: dict[str, Callable[..., str]] = {
    "figure": figures.figure,
}
