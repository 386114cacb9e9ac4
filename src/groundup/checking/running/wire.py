"""Lines of JSON from the process that runs a learner's code to who asked.

Floats keep every bit, as JSON's readers in Python read them, nan and infinity too.
"""

from __future__ import annotations

import json
from dataclasses import is_dataclass
from enum import Enum
from typing import Any

import numpy as np

from groundup.checking.judging.verdicts import End, Part, Row, Verdict, Why, Word, Wrong
from groundup.checking.model.answers import Finding
from groundup.checking.tracing.places import Position


def line(kind: str, value: Any) -> str:
    """One event as a line without its end."""
    return json.dumps({kind: plain(value)})


def plain(value: Any) -> Any:
    """As what JSON has."""
    if isinstance(value, np.ndarray):
        return value.tolist()
    if is_dataclass(value) and not isinstance(value, type):
        return {key: plain(part) for key, part in vars(value).items()}
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, Enum):
        return value.name
    return value


def event(text: str) -> tuple[str, Any]:
    """One line: its kind, and what it says."""
    ((kind, sent),) = json.loads(text).items()
    if kind == "verdict":
        return kind, verdict_of(sent)
    if kind == "finding":
        return kind, Finding(**sent)
    return kind, tuple(map(tuple, sent)) if kind == "raised" else sent


def verdict_of(sent: dict[str, Any]) -> Verdict:
    facts = {
        "word": Word[sent["word"]],
        "why": [Why[name] for name in sent["why"]],
        "cost_place": sent["cost_place"] and Position(*sent["cost_place"]),
        "parts": [part_of(*one) for one in sent["parts"]],
        "rows": [row_of(*one) for one in sent["rows"]],
        "wrong": [wrong_of(*one) for one in sent["wrong"]],
        "places": [Position(*place) for place in sent["places"]],
        "ends": [End(what, Position(*place)) for what, place in sent["ends"]],
    }
    return Verdict(**(sent | facts))


def part_of(place: list[Any], size: int, right: bool, calls: list[list[Any]]) -> Part:
    return Part(Position(*place), size, right, tuple(Position(*one) for one in calls))


def row_of(
    quantity: str,
    layer: int | None,
    right: bool,
    off: float | None,
    parts: list[int],
    shape: list[int],
) -> Row:
    return Row(quantity, layer, right, off, tuple(parts), tuple(shape))


def wrong_of(place: list[Any], kind: str, right: list[Any], *rest: Any) -> Wrong:
    others: list[Any] = [tuple(one) if isinstance(one, list) else one for one in rest]
    return Wrong(Position(*place), kind, tuple(Position(*one) for one in right), *others)
