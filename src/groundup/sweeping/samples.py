"""The samples of a trial, read as its options say, and what tells them from others."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from groundup.data import Data, load_data
from groundup.errors import UserError
from groundup.sweeping.parameters import READING, reading_of
from groundup.training.checkpoints import Fingerprint, fingerprint

__all__ = ["fingerprint_of", "read", "read_and_kept", "reading"]


def reading(parameters: Mapping[str, Any]) -> str:
    """Those options of a trial that say how its data are read, in JSON."""
    return json.dumps({name: parameters[name] for name in READING if name in parameters})


def read(data: str | Data, how: str) -> Data:
    """The data of that name, read as a `reading` says; or data that are read already.

    Raises UserError where they cannot be.
    """
    options = json.loads(how)
    if isinstance(data, str):
        return load_data(data, **reading_of(options))
    if options:
        raise UserError(
            f"{', '.join(options)}: data given in Python have already been read; name a file, or "
            "leave these out of the space"
        )
    return data


def fingerprint_of(data: Data) -> Fingerprint:
    """What `groundup train --resume` compares too: all that is learned from and validated on."""
    return fingerprint(data.train, data.validation, None)


@lru_cache(maxsize=2)
def read_and_kept(name: str, how: str) -> tuple[Data, Fingerprint]:
    """The same of a name, with the fingerprint, once in a process."""
    data = read(name, how)
    return data, fingerprint_of(data)
