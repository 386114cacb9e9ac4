"""Names of a module or a class that mean something else for a while. `unittest.mock` does it too,
and takes as long to import as a look at a small program."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any


@contextlib.contextmanager
def replaced(owner: Any, **values: Any) -> Iterator[None]:
    """While it is open, the attributes of `owner` have these values; then its own have what they
    had, and what it only inherits it inherits again."""
    own = {name: vars(owner)[name] for name in values if name in vars(owner)}
    try:
        for name, value in values.items():
            setattr(owner, name, value)
        yield
    finally:
        for name in values:
            if name in own:
                setattr(owner, name, own[name])
            elif name in vars(owner):
                delattr(owner, name)
