"""One small call of a function, in words: what it was given, what was expected and what it gave."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from groundup.checking.exercises.exercise import parameters_of
from groundup.checking.exercises.snapshots import Recorded, Snapshot, same

RESULTS = {"backprop": ("dw", "db"), "gradients": ("dw", "db"), "parameters": ("w", "b")}
WIDTH = 76


def sample(name: str, right: list[Recorded], calls: list[Recorded], rung: str) -> str:
    """The first call that was given the same and gave something else; "" where there is none."""
    for number, (expected, came) in enumerate(zip(right, calls, strict=False)):
        if not same(expected.given, came.given):
            return ""
        again = any(same(one.given, came.given) for one in calls[:number])
        start = [f"{name}{', called again,' * again} with small numbers, to follow by hand:"]
        start += arguments(name, expected.given, rung)
        if not same(expected.gave, came.gave):
            found = beside(RESULTS.get(name), expected.gave, came.gave)
            return "\n".join([*start, *found])
        if not same(expected.after, came.after):
            labels = parameters_of(rung, name)
            return "\n".join([*start, *beside(labels, expected.after, came.after)])
    return ""


def arguments(name: str, given: list[Snapshot], rung: str) -> Iterator[str]:
    for label, part in zip(parameters_of(rung, name), given, strict=False):
        for one, value in parts(label, part):
            yield from row("", one, short(numbers(value) if label == "network" else value))


def beside(labels: tuple[str, ...] | None, expected: Snapshot, came: Snapshot) -> Iterator[str]:
    """What was expected, and what came, where that is something else."""
    right, wrong = dict(results(labels, expected)), dict(results(labels, came))
    if right.keys() != wrong.keys():
        right, wrong = {"result": expected}, {"result": came}
    for label, value in right.items():
        if not same(value, wrong[label]):
            digits = 3 if short(value, 3) != short(wrong[label], 3) else 9
            yield from row("expected", label, short(value, digits))
            yield from row("got", label, short(wrong[label], digits))


def results(labels: tuple[str, ...] | None, value: Snapshot) -> Iterator[tuple[str, Snapshot]]:
    if labels and isinstance(value, list) and len(value) == len(labels):
        for label, part in zip(labels, value, strict=True):
            yield from parts(label, part)
    else:
        yield from parts("result", value)


def parts(label: str, value: Snapshot) -> Iterator[tuple[str, Snapshot]]:
    """`network.w[0]`, `dw[1]`: each layer by itself; what holds functions alone is left out."""
    biases = label.rpartition(".")[2] in ("b", "db")
    if isinstance(value, dict) and "data" not in value:
        for name, part in value.items():
            yield from parts(f"{label}.{name}", part)
    elif isinstance(value, list) and depth(value) > (1 if biases else 2):
        for number, part in enumerate(value):
            yield from parts(f"{label}[{number}]", part)
    elif not any(isinstance(part, str) for part in (value if isinstance(value, list) else [value])):
        yield label, value


def depth(value: Snapshot) -> int:
    """2 for a matrix, or a neuron with its fields."""
    if isinstance(value, list):
        return 1 + max(map(depth, value), default=0)
    return 2 if isinstance(value, dict) and "data" not in value else 0


def numbers(value: Snapshot) -> Snapshot:
    """Without the grad and the slopes of Values."""
    if isinstance(value, list):
        return [numbers(part) for part in value]
    return value["data"] if isinstance(value, dict) and "data" in value else value


def row(mark: str, label: str, words: str) -> list[str]:
    start = f"  {mark:<8} {label} = "
    return textwrap.wrap(start + words, WIDTH, subsequent_indent=" " * len(start))


def short(value: Snapshot, digits: int = 3) -> str:
    """Rounded; a Value as its number, and its grad where that is not 0."""
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return str(value)
    if isinstance(value, (int, float)):
        return f"{value:.{digits}g}"
    if isinstance(value, list):
        return f"[{', '.join(short(part, digits) for part in value)}]"
    if "data" not in value:
        return f"({', '.join(f'{name} {short(part, digits)}' for name, part in value.items())})"
    more = [f"{name} {short(value[name], digits)}" for name in ("grad", "slopes") if value[name]]
    return short(value["data"], digits) + (f" ({', '.join(more)})" if more else "")
