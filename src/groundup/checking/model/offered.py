"""A learner's code, as it is given to be read."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple


class Offered(NamedTuple):
    """A learner's code: the names it defines itself (not what it imports), in their order."""

    names: dict[str, Any]
    file: Path | None = None
    only: str | None = None  # the one name that is to be checked, where one was given
    cells: tuple[Path, ...] = ()  # all that its text is in, where it is a notebook's
