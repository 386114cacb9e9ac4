"""What a forward pass returned, taken apart: the outputs, and what a backward pass wants of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from groundup.checking.model.answers import Array
from groundup.checking.reading.forms.results import array_of

Path = tuple[Any, ...]  # the number of a part, and in it a key, or -1 for the last layer


def parts_of(forward: Any) -> list[Any]:
    return list(forward) if isinstance(forward, tuple) else [forward]


def for_backward(forward: Any, names: Sequence[str]) -> dict[str, Any]:
    """The parts by the roles in which a backward pass may want them; `names` are those in the
    return statement."""
    parts = parts_of(forward)
    found: dict[str, Any] = {"cache": parts[-1], "out": forward}
    kept = {key: value for part in parts if isinstance(part, dict) for key, value in part.items()}
    found["by name"] = kept
    if len(parts) == 1:
        return found | ({"a": forward} if isinstance(forward, list) else {})
    if len(names) == len(parts):
        found["by name"] = kept | {n: part for n, part in zip(names, parts, strict=True) if n}
    lists = [part for part in parts if isinstance(part, (list, dict))]
    arrays = [part for part in parts if not isinstance(part, (list, dict))]
    ordered = sorted(lists, key=len)
    if len(lists) == 2 and len(lists[0]) == len(lists[1]) and not is_z(names, parts, lists[0]):
        ordered = [lists[1], lists[0]]
    if lists:
        found["z"], found["a"] = ordered[0], ordered[-1]
    if arrays:
        found["out"] = arrays[0]
    elif isinstance(ordered[-1], list):
        found["out"] = ordered[-1][-1]
    return found


def is_z(names: Sequence[str], parts: Sequence[Any], part: Any) -> bool:
    """Whether the return statement calls this part `zs`, or the like."""
    place = next(i for i, one in enumerate(parts) if one is part)
    return place < len(names) and names[place].lower().startswith(("z", "pre"))


def paths(forward: Any, names: Sequence[str]) -> Iterator[Path]:
    """Where the outputs may be: parts by themselves, the last first; then the last of a list, that
    of the longest list first. What is called z comes last."""
    parts = parts_of(forward)
    places = list(reversed(range(len(parts))))
    places.sort(key=lambda i: is_z(names, parts, parts[i]))
    yield from ((i,) for i in places)
    lists = [i for i in places if isinstance(parts[i], (list, tuple)) and len(parts[i])]
    lists.sort(key=lambda i: (is_z(names, parts, parts[i]), -len(parts[i])))
    yield from ((i, -1) for i in lists)
    keys = [(i, key) for i in places if isinstance(parts[i], dict) for key in reversed(parts[i])]
    yield from sorted(keys, key=lambda path: str(path[1]).lower().startswith(("z", "pre")))


def follow(forward: Any, path: Path) -> Array | None:
    part = parts_of(forward)[path[0]]
    return array_of(part if len(path) == 1 else part[path[1]])


def find_outputs(
    forward: Any, names: Sequence[str], fits: Callable[[Array], bool]
) -> tuple[Path | None, Array | None]:
    """The first array that fits and where it is; else the likeliest that there is."""
    likeliest = None
    for path in paths(forward, names):
        array = follow(forward, path)
        if array is not None and fits(array):
            return path, array
        likeliest = array if likeliest is None else likeliest
    return None, likeliest
