"""Observations as lines of JSON, from the process that runs a learner's code to who asked.

Floats keep every bit: arrays are sent as the bytes of their numbers, and single nan and infinity
are written as JSON's readers in Python read them. A probe of
groundup's own is not sent: its name, settings and sizes say which one it was.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from dataclasses import is_dataclass
from enum import Enum
from typing import Any

import numpy as np

from groundup.checking.judging.verdicts import End, Part, Row, Verdict, Why, Word, Wrong
from groundup.checking.model.answers import (
    Answers,
    Batch,
    Finding,
    Observation,
    Observed,
    Probe,
    Settings,
    Unrun,
)
from groundup.checking.model.convention import Factor
from groundup.checking.model.probes import NAMES
from groundup.checking.reading.adaptation import adapted
from groundup.checking.tracing.places import Position

SENT_APART = {"functions", "observations", "findings", "not_run"}  # in lines of their own


def line(kind: str, value: Any) -> str:
    """One event as a line without its end."""
    return json.dumps({kind: plain(value)})


def plain(value: Any) -> Any:
    """Arrays as {"shape", "float64"}, all else as what JSON has."""
    if isinstance(value, np.ndarray):
        numbers = np.ascontiguousarray(value, dtype=np.float64).tobytes()
        return {"shape": list(value.shape), "float64": b64encode(numbers).decode()}
    if isinstance(value, Observation):
        rest = {key: part for key, part in vars(value).items() if key != "probe"}
        return {"probe": plain_probe(value.probe), **plain(rest)}
    if is_dataclass(value) and not isinstance(value, type):
        return {key: plain(part) for key, part in vars(value).items()}
    if isinstance(value, Settings):
        return plain(value._asdict())
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, Enum):
        return value.name
    return value


def plain_probe(probe: Probe) -> dict[str, Any]:
    if probe.name not in NAMES:
        return plain(vars(probe))
    return {
        "name": probe.name,
        "sizes": list(probe.sizes),
        "settings": plain(probe.settings),
        "biases": any(np.any(b) for b in probe.b),
        "masks": probe.batches[0].masks is not None,
    }


def arrays(value: Any) -> Any:
    """The reverse of `plain` for all but the dataclasses."""
    if isinstance(value, dict):
        if value.keys() == {"shape", "float64"}:
            numbers = np.frombuffer(b64decode(value["float64"]), dtype=np.float64)
            return numbers.reshape(value["shape"]).copy()
        return {key: arrays(part) for key, part in value.items()}
    return [arrays(part) for part in value] if isinstance(value, list) else value


def settings_of(value: dict[str, Any]) -> Settings:
    of_lists = {
        "activations": tuple(value["activations"]),
        "decay": Factor(*value["decay"]),
        "shared_biases": tuple(value["shared_biases"]),
    }
    return Settings(**(value | of_lists))


def probe_of(sent: dict[str, Any]) -> Probe:
    settings = settings_of(sent.pop("settings"))
    if sent["name"] in NAMES:
        return adapted(sent["name"], settings, sent["sizes"], sent["biases"], sent["masks"])
    own = arrays(sent)
    batches = [Batch(*batch) for batch in own["batches"]]
    return Probe(own["name"], tuple(own["sizes"]), settings, own["w"], own["b"], batches)


def observation_of(value: dict[str, Any]) -> Observation:
    probe, value = probe_of(value.pop("probe")), arrays(value)
    calls = [Answers(**call) for call in value.pop("calls")]
    return Observation(probe, calls, **value)


def receive(observed: Observed, text: str) -> str:
    """Puts one line into `observed`, and returns its kind."""
    ((kind, value),) = json.loads(text).items()
    if kind == "chosen":
        if value["settings"] is not None:
            observed.settings = settings_of(value["settings"])
        observed.resized = [observation_of(one) for one in value["resized"]]
        observed.shown_cost = value["shown_cost"] and Factor(*value["shown_cost"])
        for key in value.keys() - {*SENT_APART, "settings", "resized", "shown_cost"}:
            setattr(observed, key, value[key])
    elif kind == "functions":
        observed.functions = arrays(value)
    elif kind == "observation":
        observed.observations.append(observation_of(value))
    elif kind == "finding":
        observed.findings.append(Finding(**value))
    elif kind == "missing":
        observed.missing = value
    elif kind == "rates":
        observed.rates, observed.own_rate = value, True
    elif kind == "by steps":
        observed.by_steps = value
    elif kind == "own pace":
        observed.own_pace = value
    elif kind == "not run":
        observed.not_run = [Unrun(*one) for one in value]
    return kind


def event(text: str) -> tuple[str, Any]:
    """One line of a program's tape: its kind, and what it says."""
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
