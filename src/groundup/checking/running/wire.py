"""Lines of JSON from the process that runs a learner's code to who asked.

Floats keep every bit, as JSON's readers in Python read them, nan and infinity too.
"""

from __future__ import annotations

import json
from dataclasses import is_dataclass
from enum import Enum
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

import numpy as np

from groundup.checking.judging.verdicts import Verdict
from groundup.checking.model.answers import Finding

KINDS = {"verdict": Verdict, "finding": Finding, "raised": tuple[tuple[Any, ...], ...]}


def line(kind: str, value: Any) -> str:
    """One event as a line without its end."""
    return json.dumps({kind: plain(value)})


def plain(value: Any) -> Any:
    """As what JSON has."""
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, Enum):
        return value.name
    if is_dataclass(value):
        value = vars(value)
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    return value.item() if isinstance(value, np.generic) else value


def event(text: str) -> tuple[str, Any]:
    """One line: its kind, and what it says."""
    ((kind, sent),) = json.loads(text).items()
    return kind, made(KINDS.get(kind, Any), sent)


def made(kind: Any, sent: Any) -> Any:
    """What was sent, as the kind of thing that it was before."""
    parts = [one for one in get_args(kind) if one not in (NoneType, ...)]
    if sent is None or kind is Any:
        return sent
    if get_origin(kind) in (list, tuple):
        return get_origin(kind)(made(parts[0], one) for one in sent)
    if parts:
        return made(parts[0], sent)  # or None
    if issubclass(kind, Enum):
        return kind[sent]
    if isinstance(sent, dict):
        kinds = get_type_hints(kind)
        return kind(**{name: made(kinds[name], one) for name, one in sent.items()})
    if issubclass(kind, tuple):
        return kind(*map(made, get_type_hints(kind).values(), sent))
    return sent
