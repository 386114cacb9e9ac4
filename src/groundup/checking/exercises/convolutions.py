"""Which known mistake the exercise `convolution` makes: the reference, in which all others are
planted, has no convolutions, so what comes is compared with the known wrong answers; where too few
patches are seen, of which no network can be made, with patches that lie several pixels apart."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from groundup import vectors
from groundup.checking.loading.tracebacks import RAISED
from groundup.checking.model.report import Named
from groundup.vectors.agreement import disagreement

RUNG = "convolution"
SPARSE = "patches-side-by-side"
CASE = "convolution-two-tanh"  # on which every mistake shows, but one that raises
SAME = 1e-6


def mistaken(names: dict[str, Any]) -> str:
    """The slug of the mistake whose numbers these functions give; "" where it is none that is
    known."""
    return SPARSE if sparse(names["see"]) else with_known_numbers(names)


def sparse(see: Any) -> bool:
    """Whether it sees every second patch of a picture (8, 8) alone, or every third."""
    picture, w = np.arange(64.0), np.zeros((1, 1, 3, 3))
    patches = sliding_window_view(picture.reshape(8, 8), (3, 3))
    try:
        came = np.asarray(see(picture[np.newaxis], w), float)
    except RAISED:
        return False
    return any(np.array_equal(came, patches[::k, ::k].reshape(-1, 9)) for k in (2, 3))


def with_known_numbers(names: dict[str, Any]) -> str:
    """The same of all mistakes with which a network gives gradients."""
    case = vectors.case(CASE)
    try:
        network = names["build"](case["w"], case["b"], case["activations"])
        dw, db = names["gradients"](network, case["xs"], case["ys"])
        came = {"outputs": names["feedforward"](network, case["xs"])}
        for l in range(len(case["w"])):
            came |= {f"dw[{l}]": dw[l], f"db[{l}]": db[l]}
    except RAISED:
        return ""
    right = quantities(case)
    for one in vectors.convolutions()["mistakes"]:
        wrong = one["on"][CASE]
        if "raises" not in wrong and agree(right | wrong, came):
            return one["slug"]
    return ""


def quantities(case: vectors.Case) -> dict[str, Any]:
    """What is right, by the names that the wrong answers have."""
    found = {"outputs": case["outputs"]}
    for name, arrays in case["gradients"].items():
        found |= {f"{name}[{l}]": array for l, array in enumerate(arrays)}
    return found


def agree(known: dict[str, Any], came: dict[str, Any]) -> bool:
    return all(disagreement(known[name], came[name]) <= SAME for name in known)


def named(slug: str) -> Named:
    """As a report has it."""
    one = next(one for one in vectors.convolutions()["mistakes"] if one["slug"] == slug)
    return Named(one["mistake"], slug, None, sentence=one["sentence"], formula=one["formula"])
