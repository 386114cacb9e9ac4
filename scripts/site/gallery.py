"""The gallery of mistakes: the checker's catalogue, each with what it does to a small network.

The numbers come of planting the mistake in the checker's own reference, or in the rung
`convolution` (`groundup.vectors`).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from groundup.vectors import convolutions, mistakes

CHAPTERS = (  # a title and what is said first, and the numbers of the catalogue
    ("In the output", "The error that everything else is made of.", range(1, 14)),
    ("On the way back", "The error of hidden layers.", [*range(14, 30), 57, 65]),
    (
        "In the weights' gradient",
        "It is delta times the input. This is what people write instead.",
        range(30, 40),
    ),
    ("In the biases' gradient", "It is delta, added up over the samples alone.", range(40, 47)),
    ("Sums and means", "How many samples are there?", range(47, 52)),
    ("Regularisation", "L2 adds l2·w to the gradient of the weights.", range(52, 57)),
    (
        "Forwards, and in what is kept",
        "The formulas are right, but the numbers that go into them are wrong.",
        [58, 60, 61, 62, 63],
    ),
    ("In the step", "The gradient is right, but what is done with it is not.", [64]),
    (
        "In a convolution",
        "A weight is used at many places, and of four sums one is kept.",
        range(66, 73),
    ),
)
WORDS = "| mistake | the rule, its broken part marked | first wrong number | right | wrong |\n"


def gallery() -> str:
    """A table a chapter of the catalogue."""
    found = first_kinds()
    parts = []
    for title, said, numbers in CHAPTERS:
        rows = [row(*found[number]) for number in numbers if number in found]
        head = WORDS + "|---|---|---|---:|---:|"
        parts.append("\n".join([f"### {title}", "", said, "", head, *rows]))
    return "\n\n".join(parts)


def first_kinds() -> dict[int, tuple[dict[str, Any], dict[str, Any]]]:
    """The first mistake of each number with the kind of networks that it is shown on."""
    found: dict[int, tuple[dict[str, Any], dict[str, Any]]] = {}
    for kind in [*mistakes()["kinds"], convolving()]:
        for mistake in kind["mistakes"]:
            if mistake["mistake"] not in found and shown(kind, mistake):
                found[mistake["mistake"]] = kind, mistake
    return found


def convolving() -> dict[str, Any]:
    """Networks that convolve, and their mistakes, as a kind."""
    networks = []
    for case in convolutions()["cases"]:
        right = {"outputs": case["outputs"]}
        for name, arrays in case["gradients"].items():
            right |= {f"{name}[{l}]": array for l, array in enumerate(arrays)}
        networks.append({"name": case["name"], "right": [right]})
    wrong = [
        one | {"on": {name: {"calls": [came]} for name, came in one["on"].items()}}
        for one in convolutions()["mistakes"]
    ]
    return {"networks": networks, "mistakes": wrong}


def shown(kind: dict[str, Any], mistake: dict[str, Any]) -> tuple[str, float, float] | None:
    """The quantity and the entry that is furthest off: its name, what is right and what came."""
    for network in kind["networks"]:
        on = mistake["on"].get(network["name"], {})
        for right, came in zip(network["right"], on.get("calls", []), strict=False):
            for name in sorted(came, key=lambda name: ("dw" not in name, name)):
                pair = furthest(right.get(name), came[name])
                if pair:
                    place = ", ".join(map(str, pair[0]))
                    return f"{name}[{place}]" if place else name, pair[1], pair[2]
    return None


def furthest(right: Any, came: Any) -> tuple[tuple[int, ...], float, float] | None:
    """Where two arrays differ most, relative to the largest; None where they do not, or cannot
    be compared."""
    if right is None or np.shape(right) != np.shape(came):
        return None
    off = np.abs(np.subtract(right, came))
    if not off.size or off.max() <= 1e-9 * np.abs(right).max():
        return None
    place = np.unravel_index(int(off.argmax()), off.shape)
    return tuple(map(int, place)), float(np.array(right)[place]), float(np.array(came)[place])


def row(kind: dict[str, Any], mistake: dict[str, Any]) -> str:
    name, right, came = shown(kind, mistake) or ("", 0.0, 0.0)
    words = (mistake["sentence"], mistake["formula"])
    said, rule = (text.replace("|", "\\|") for text in words)
    return f"| {mistake['mistake']}. {said} | {rule} | `{name}` | {right:.4g} | {came:.4g} |"
