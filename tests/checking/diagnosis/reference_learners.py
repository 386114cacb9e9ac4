"""Learners made of the reference itself, with a mistake planted in it, and in any convention."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np

from groundup.checking.diagnosis.evidence import decides
from groundup.checking.model import probes
from groundup.checking.model.answers import OF_SOFTMAX, Observation, Observed, Settings
from groundup.checking.model.convention import Convention, Factor
from groundup.checking.reference.backprop import Plant
from groundup.checking.reference.prediction import Prediction

SETTINGS = {
    "sigmoid, quadratic": Settings(("sigmoid",) * 3, "quadratic"),
    "sigmoid, cross-entropy": Settings(("sigmoid",) * 3, "cross-entropy"),
    "tanh, linear, l2": Settings(("tanh", "tanh", "linear"), "quadratic", l2=0.1),
    "relu, softmax": Settings(("relu", "relu", "softmax"), "cross-entropy"),
    "leaky": Settings(("leaky-relu 0.1", "leaky-relu 0.1", "sigmoid"), "quadratic"),
    "tanh, softmax on top": Settings(("tanh",) * 3, OF_SOFTMAX),
}


def observed(
    settings: Settings,
    plants: Sequence[Plant] = (),
    cost: bool = True,
    convention: Convention | None = None,
) -> Observed:
    """What code with these mistakes would show on all probes."""
    found = Observed(style="the reference", settings=settings)
    for name in probes.NAMES:
        if name == "narrow" and settings.activations[-1] == "softmax":
            continue
        seen = Observation(probes.make(name, settings))
        with np.errstate(all="ignore"):
            predicted = Prediction(seen.probe, plants, convention=convention)
            seen.calls = [dataclasses.replace(predicted.call(i), delta=None) for i in range(3)]
            stepped = predicted.step()
        if stepped is not None:
            seen.stepped_w, seen.stepped_b = stepped
        for call in seen.calls:
            call.cost = call.cost if cost else None
        found.observations.append(seen)
    return found


def shows(came: Observed, right: Observed) -> bool:
    """Whether any number differs where numbers decide: an exception on the narrow probe is told as
    one."""
    return any(
        differs(vars(one), vars(other))
        for seen, known in zip(came.observations, right.observations, strict=True)
        if decides(seen)
        for one, other in (
            *zip(seen.calls, known.calls, strict=True),
            (seen, known),
        )
    )


def differs(one: dict, other: dict) -> bool:
    return any(
        not alike(one[name], other[name])
        for name in ("outputs", "cost", "dw", "db", "raised", "stepped_w", "stepped_b")
        if name in one
    )


def alike(one, other) -> bool:
    if one is None or other is None or isinstance(one, str):
        return type(one) is type(other)
    if isinstance(one, list):
        return all(map(alike, one, other))
    return np.shape(one) == np.shape(other) and np.allclose(one, other, rtol=1e-9, atol=1e-12)


def in_convention(found: Observed, gradient: Factor, step: Factor, decay_in_step: bool) -> None:
    """Right numbers in a convention of somebody's: other gradients, and the step that goes with
    them."""
    for seen in found.observations:
        settings, probe = seen.probe.settings, seen.probe
        for call, batch in zip(seen.calls, probe.batches, strict=True):
            factor = gradient.of(len(batch.x), probe.sizes[-1])
            assert call.dw is not None
            assert call.db is not None
            decays = [settings.l2 * w * decay_in_step for w in probe.w]
            call.dw = [factor * (dw - decay) for dw, decay in zip(call.dw, decays, strict=True)]
            call.db = [factor * db for db in call.db]
        factor = step.of(len(probe.batches[0].x), probe.sizes[-1])
        assert seen.stepped_w is not None
        assert seen.stepped_b is not None
        seen.stepped_w = moved(probe.w, seen.stepped_w, factor)
        seen.stepped_b = moved(probe.b, seen.stepped_b, factor)


def moved(before, after, factor: float) -> list:
    return [old + factor * (new - old) for old, new in zip(before, after, strict=True)]
