"""Fills in what a page takes from the project, so that it cannot go stale.

A page asks with a comment on a line of its own, `<!-- put: WHAT … -->`:

    figure NAME              a drawing of scripts/figures
    code RUNG NAME…          functions of a rung
    solution RUNG            all its functions, folded
    diff OLD NEW NAME…       how they differ between two rungs
    measured RUNG…           what an epoch costs on them, from the README's table
    table TEXT ROW…          the README's table with this text in its head
    mistake SLUG             how it looks in the rung `batches`
    frame VIEW TITLE         a part of the drawing page, in a chapter of docs/guide
    gallery                  the checker's catalogue, with numbers
    reference NAME…          signatures and docstrings of what a module of groundup offers
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable

from scripts import figures
from scripts.figures import mistakes
from scripts.site import gallery, ladder, offline, reference

PUT = re.compile(r"^<!-- put: (.+?) -->$", re.M)


def fill(page: str) -> str:
    """The page, complete. Raises ValueError where it asks for what there is not."""
    return PUT.sub(lambda match: part(match[1]), page)


def part(request: str) -> str:
    what, *arguments = shlex.split(request)
    if what not in PARTS:
        raise ValueError(f"put: expected one of {', '.join(PARTS)}, got {request!r}")
    return PARTS[what](*arguments)


def frame(view: str, title: str) -> str:
    source = f"../{offline.PAGE}#embed={view}"
    return f'<iframe class="drawing" src="{source}" title="{title}" loading="lazy"></iframe>'


PARTS: dict[str, Callable[..., str]] = {
    "figure": figures.figure,
    "code": ladder.code,
    "solution": ladder.solution,
    "diff": ladder.diff,
    "measured": ladder.measured,
    "table": ladder.table,
    "mistake": mistakes.mistake,
    "frame": frame,
    "gallery": gallery.gallery,
    "reference": reference.reference,
}
