"""Writes src/groundup/vectors/mistakes.json.gz: what every mistake of the catalogue gives.

    python -m scripts.wrong_answers [--check]

The checker plants each mistake in its reference, on its own probes; `groundup.vectors` says what
the file holds. With --check, nothing is written: it fails where the file is not what it would be.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from groundup.checking.model import probes
from groundup.checking.model.answers import OF_SOFTMAX, Answers, Array, Batch, Probe, Settings
from groundup.checking.reference import catalogue
from groundup.checking.reference.backprop import Plant
from groundup.checking.reference.catalogue import Mistake
from groundup.checking.reference.prediction import Prediction

FILE = Path(__file__).parent.parent / "src" / "groundup" / "vectors" / "mistakes.json.gz"
SOURCE = "The checker's reference with each mistake of its catalogue planted in it, in float64."
SAME = 1e-9  # relative to an array's largest number: what rounding leaves
NOTHING = 1e-14  # what rounding leaves of 0

Numbers = dict[
    str, Any
]  # by quantity: "outputs", "cost", "delta[0]", "dw[0]", …, "w[0]" after a step


class Kind(NamedTuple):
    """Networks of one kind, and which mistakes are asked for on them."""

    name: str
    settings: Settings
    networks: tuple[str, ...]
    numbers: frozenset[int] = frozenset()  # of mistakes; none: all
    dropout: bool = False


S = "sigmoid"
KINDS = (
    Kind("sigmoid", Settings((S, S, S), "quadratic"), ("lopsided", "square", "even")),
    Kind("softmax", Settings((S, S, "softmax"), "cross-entropy"), ("lopsided", "even")),
    Kind("relu", Settings(("relu", "relu", S), "quadratic"), ("lopsided", "even")),
    Kind("tanh", Settings(("tanh",) * 3, "quadratic"), ("lopsided", "even"), frozenset({15, 28})),
    Kind(
        "leaky-relu",
        Settings(("leaky-relu 0.01",) * 2 + (S,), "quadratic"),
        ("lopsided", "even"),
        frozenset({27}),
    ),
    Kind(
        "mixed", Settings(("tanh", "relu", S), "quadratic"), ("lopsided", "even"), frozenset({65})
    ),
    Kind("one-output", Settings((S, S, S), "quadratic"), ("narrow",), frozenset({13})),
    Kind("one-neuron", Settings((S,), "quadratic"), ("narrow",), frozenset({13})),
    Kind("softmax-in-the-cost", Settings((S, S, S), OF_SOFTMAX), ("lopsided",), frozenset({1})),
    Kind(
        "l2",
        Settings((S, S, S), "quadratic", l2=0.1),
        ("lopsided", "even"),
        frozenset({47, 48, 52, 53, 54, 55, 56}),
    ),
    Kind("dropout", Settings((S, S, S), "quadratic"), ("lopsided", "even"), frozenset({57}), True),
)


def content() -> dict[str, Any]:
    """All that the file holds."""
    return {"source": SOURCE, "kinds": [of_kind(kind) for kind in KINDS]}


def of_kind(kind: Kind) -> dict[str, Any]:
    asked = [probe_of(kind, name) for name in kind.networks]
    right = {probe.name: calls(Prediction(probe), 3) for probe in asked}
    settings = kind.settings
    mistakes = [
        entry(mistake, plants, asked, right)
        for mistake, plants, _ in catalogue.plants(settings)
        if (not kind.numbers or mistake.number in kind.numbers) and needs_l2(mistake, settings)
    ]
    mistakes = [one for one in mistakes if any(told(on) for on in one["on"].values())]
    known_twice(mistakes)
    return {
        "kind": kind.name,
        "activations": list(settings.activations),
        "cost": settings.cost,
        "l2": settings.l2,
        "eta": settings.eta,
        "networks": [network(probe, right[probe.name]) for probe in asked],
        "mistakes": mistakes,
    }


def needs_l2(mistake: Mistake, settings: Settings) -> bool:
    """Whether it shows only with the L2 that there is, where there is any."""
    return not settings.l2 or not mistake.shows(settings._replace(l2=0.0))


def probe_of(kind: Kind, name: str) -> Probe:
    """The checker's, with masks where there is dropout: the third of each row is dropped."""
    probe = probes.make(name, kind.settings)
    if not kind.dropout:
        return probe
    batches = [batch._replace(masks=masks(batch, probe.sizes)) for batch in probe.batches[:2]]
    probe.batches[:] = [*batches, batches[0]]
    return probe


def masks(batch: Batch, sizes: Sequence[int]) -> list[Array]:
    m = len(batch.x)
    places = [np.add.outer(np.arange(m), np.arange(size)) for size in sizes[1:-1]]
    return [np.where(place % 3 == 2, 0.0, 1.5) for place in places]


def calls(prediction: Prediction, count: int) -> list[Numbers] | None:
    """The answers of the first calls, and in the first the parameters after a step on its batch;
    None where one of them raises."""
    found = [prediction.call(number) for number in range(count)]
    if any(answers.raised for answers in found):
        return None
    numbers = [quantities(answers) for answers in found]
    if stepped := prediction.step():
        numbers[0] |= each("w", stepped[0]) | each("b", stepped[1])
    return numbers


def quantities(answers: Answers) -> Numbers:
    found = {"outputs": answers.outputs, "cost": answers.cost}
    for name in ("delta", "dw", "db"):
        found |= each(name, getattr(answers, name))
    return found


def each(name: str, arrays: Sequence[Array]) -> Numbers:
    return {f"{name}[{l}]": array for l, array in enumerate(arrays)}


def network(probe: Probe, right: list[Numbers] | None) -> dict[str, Any]:
    """A network with its batches, and what is right: call after call."""
    assert right
    return {
        "name": probe.name,
        "sizes": list(probe.sizes),
        "w": plain(probe.w, 17),
        "b": plain(probe.b, 17),
        "batches": [batch_of(batch) for batch in probe.batches[:2]],
        "calls": [0, 1, 0],
        "right": [{name: plain(value, 12) for name, value in one.items()} for one in right],
    }


def batch_of(batch: Batch) -> dict[str, Any]:
    found = {"xs": plain(batch.x, 17), "ys": plain(batch.y, 17)}
    return found | ({"masks": plain(batch.masks, 17)} if batch.masks else {})


def entry(
    mistake: Mistake, plants: Sequence[Plant], asked: Sequence[Probe], right: dict[str, Any]
) -> dict[str, Any]:
    """A mistake in some layers, and what it gives on each network."""
    return {
        "mistake": mistake.number,
        "slug": mistake.slug,
        "layers": sorted(plants[0].layers),
        "sentence": mistake.sentence,
        "formula": mistake.formula,
        "on": {
            probe.name: on_network(probe, plants, mistake.remembers, right[probe.name])
            for probe in asked
        },
    }


def on_network(
    probe: Probe, plants: Sequence[Plant], remembers: bool, right: list[Numbers]
) -> dict[str, Any]:
    """What is not right, call after call; one by one, where that is something else."""
    with np.errstate(all="ignore"):
        came = calls(Prediction(probe, plants), 3 if remembers else 1)
        singly = None if remembers else one_by_one(probe, plants)
    if came is None:
        return {"raises": True}
    found: dict[str, Any] = {"calls": list(map(changed, right, came))}
    leave_steps(probe, right[0] | came[0], found["calls"][0])
    if singly:
        alone = changed(right[0], singly)
        batch = {k: v for k, v in found["calls"][0].items() if k[0] not in "wb"}
        if alone and not alike(alone, batch):
            found["one_by_one"] = alone
    return found


def one_by_one(probe: Probe, plants: Sequence[Plant]) -> Numbers | None:
    """What comes of the first batch where backprop is called on a sample at a time: of gradients
    and costs the mean. None where it raises."""
    x, y, masks = probe.batches[0]
    parts = (slice(i, i + 1) for i in range(len(x)))
    singles = [Batch(x[i], y[i], masks and [mask[i] for mask in masks]) for i in parts]
    found = [Prediction(replace(probe, batches=[one]), plants).call(0) for one in singles]
    if any(answers.raised for answers in found):
        return None
    numbers = [quantities(answers) for answers in found]
    whole = {name: [one[name] for one in numbers] for name in numbers[0]}
    rows = ("outputs", "delta")
    return {
        name: np.concatenate(each) if name.startswith(rows) else np.mean(each, axis=0)
        for name, each in whole.items()
    }


def changed(right: Numbers, came: Numbers) -> Numbers:
    """What is not as it should be."""
    return {name: plain(value, 10) for name, value in came.items() if not same(right[name], value)}


def leave_steps(probe: Probe, came: Numbers, found: Numbers) -> None:
    """Takes out the parameters after a step that is no more than w - eta·dw."""
    eta = probe.settings.eta
    for letter, before in (("w", probe.w), ("b", probe.b)):
        for l, array in enumerate(before):
            name, gradient = f"{letter}[{l}]", came[f"d{letter}[{l}]"]
            usual = np.shape(gradient) == array.shape and same(array - eta * gradient, came[name])
            if usual:
                found.pop(name, None)


def same(right: Any, came: Any) -> bool:
    right, came = np.asarray(right, float), np.asarray(came, float)
    if right.shape != came.shape:
        return False
    scale = max(float(np.abs(right).max(initial=0.0)), 1e-7)
    return float(np.abs(right - came).max(initial=0.0)) <= SAME * scale


def alike(one: Numbers, other: Numbers) -> bool:
    return one.keys() == other.keys() and all(same(one[name], other[name]) for name in one)


def plain(value: Any, digits: int) -> Any:
    """Nested lists of numbers of so many digits."""
    if isinstance(value, (list, tuple)) or np.ndim(value):
        return [plain(part, digits) for part in value]
    return float(f"{float(value):.{digits}g}") if abs(value) > NOTHING else 0.0


def told(on: dict[str, Any]) -> bool:
    """Whether a mistake shows on a network."""
    return any(on.get("calls", ())) or "one_by_one" in on


def known_twice(mistakes: list[dict[str, Any]]) -> None:
    """Says of each mistake which others give the same numbers everywhere."""
    for one in mistakes:
        one["same_as"] = [
            {"slug": other["slug"], "layers": other["layers"]}
            for other in mistakes
            if other is not one and indistinct(one["on"], other["on"])
        ]


def indistinct(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return all(on_one(one[name], other[name]) for name in one)


def on_one(one: dict[str, Any], other: dict[str, Any]) -> bool:
    calls_of = [on.get("calls", []) for on in (one, other)]
    if "raises" in one or "raises" in other:
        return one == other
    longer = [part + [{}] * (3 - len(part)) for part in calls_of]
    return all(map(alike, *longer)) and alike(
        one.get("one_by_one", {}), other.get("one_by_one", {})
    )


def lines(found: dict[str, Any]) -> Iterator[str]:
    """JSON, a line a mistake."""
    text = json.dumps(found, separators=(",", ":"), ensure_ascii=False)
    yield text.replace('{"mistake":', '\n{"mistake":').replace('{"kind":', '\n{"kind":')


def main() -> None:
    parser = argparse.ArgumentParser(description="Writes the known wrong answers.")
    parser.add_argument("--check", action="store_true", help="write nothing, but compare")
    text = "".join(lines(content())) + "\n"
    if parser.parse_args().check:
        before = gzip.decompress(FILE.read_bytes()).decode() if FILE.exists() else ""
        if json.loads(before or "{}") != json.loads(text):
            raise SystemExit(
                f"{FILE.name} is not what it should be: python -m scripts.wrong_answers"
            )
        return
    FILE.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"wrote {FILE.name}: {len(text):,} characters, {FILE.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
