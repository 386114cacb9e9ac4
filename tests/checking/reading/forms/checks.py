"""Learners' code, written out as text, read as a style reads it and compared with the right
answers."""

from __future__ import annotations

import importlib.util
import itertools
import sys
import types
from pathlib import Path
from typing import Any

import numpy as np

from groundup.checking.model.answers import Answers, Probe, Settings
from groundup.checking.model.offered import Offered
from groundup.checking.reading.forms import plausibility
from groundup.checking.reading.learner import Learner
from groundup.mathematics import ACTIVATIONS, costs, softmax

numbered = itertools.count()

QUADRATIC = Settings(("sigmoid", "sigmoid", "sigmoid"), "quadratic")
ENTROPY = Settings(("sigmoid", "sigmoid", "sigmoid"), "cross-entropy")
SOFTMAX = Settings(("relu", "relu", "softmax"), "cross-entropy")
TANH = Settings(("tanh", "tanh", "tanh"), "quadratic")


def offer(folder: Path, source: str) -> Offered:
    """The names that a file with this text defines itself."""
    file = folder / f"learner{next(numbered)}.py"
    file.write_text(source)
    spec = importlib.util.spec_from_file_location(file.stem, file)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[file.stem] = module
    spec.loader.exec_module(module)
    own = {
        name: thing
        for name, thing in vars(module).items()
        if not name.startswith("__")
        and not isinstance(thing, types.ModuleType)
        and getattr(thing, "__module__", file.stem) == file.stem
    }
    return Offered(own, file)


def readings(style: types.ModuleType, folder: Path, source: str, settings: Settings):
    return list(style.find(offer(folder, source), settings))


def only(style: types.ModuleType, folder: Path, source: str, settings: Settings) -> Learner:
    """The reading that comes closest to the right answers, as `choosing` takes it."""
    found = readings(style, folder, source, settings)
    assert found, "no reading"
    return min(found, key=lambda one: distance(one, probe_for(one, settings, "lopsided")))


def probe_for(learner: Learner, settings: Settings, name: str) -> Probe:
    return plausibility.trial_probe(name, learner, settings)


def ask(learner: Learner, probe: Probe) -> list[Any]:
    trial = learner.start(probe)
    return [trial.answers(batch) for batch in probe.batches]


def activation(name: str, z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """f(z) and f′(z)."""
    if name.startswith("leaky-relu"):
        slope = float(name.split()[1])
        return np.where(z > 0, z, slope * z), np.where(z > 0, 1.0, slope)
    if name == "softmax":
        return softmax(z), np.ones_like(z)
    f, f_prime = ACTIVATIONS[name]
    return f(z), f_prime(z, f(z))


def right_answers(probe: Probe) -> list[Any]:
    """The right answer to each batch, from groundup's own mathematics."""
    names, cost = probe.settings.activations, probe.settings.cost
    calls = []
    for x, y, _ in probe.batches:
        z, a, slopes = [], [x], []
        for w, b, name in zip(probe.w, probe.b, names, strict=True):
            z.append(a[-1] @ w.T + b)
            out, slope = activation(name, z[-1])
            a.append(out)
            slopes.append(slope)
        delta = [a[-1] - y if cost == "cross-entropy" else (a[-1] - y) * slopes[-1]]
        for l in reversed(range(len(z) - 1)):
            delta.insert(0, delta[0] @ probe.w[l + 1] * slopes[l])
        dw = [d.T @ al / len(x) for d, al in zip(delta, a, strict=False)]
        mean = float(costs(cost, names[-1], z[-1], a[-1], y).mean())
        calls.append(Answers(a[-1], mean, list(delta), dw, [d.mean(axis=0) for d in delta]))
    return calls


def distance(learner: Learner, probe: Probe) -> float:
    try:
        calls = ask(learner, probe)
    except Exception:
        return np.inf
    right = right_answers(probe)
    total = 0.0
    for mine, theirs in zip(calls, right, strict=True):
        total += gap(mine.outputs, theirs.outputs)
        factor = factor_of(mine.dw, theirs.dw)
        pairs = zip([*mine.dw, *mine.db], [*theirs.dw, *theirs.db], strict=True)
        total += sum(gap(np.asarray(one) / factor, other) for one, other in pairs)
    return total


def gap(one, other) -> float:
    if one is None or np.shape(one) != np.shape(other):
        return 1e6
    return float(np.abs(one - other).max() / np.abs(other).max())


def factor_of(mine, right) -> float:
    """The one factor that may be on every gradient."""
    one, other = (
        np.concatenate([g.ravel() for g in mine]),
        np.concatenate([g.ravel() for g in right]),
    )
    if one.shape != other.shape:
        return 1.0
    return float(one @ other / (other @ other)) or 1.0


def no_factor(m: int, n_out: int) -> float:
    return 1.0


def check_right(
    style: types.ModuleType,
    folder: Path,
    source: str,
    settings: Settings,
    factor=no_factor,
    tolerance: float = 1e-9,
    steps: bool = True,
) -> Learner:
    """Asserts that the code is read as right on three probes; `factor(m, n_out)` is what its
    gradients carry by convention."""
    learner = only(style, folder, source, settings)
    for name in ("lopsided", "square", "even") if learner.sizes is None else ("lopsided",):
        probe = probe_for(learner, settings, name)
        right = right_answers(probe)
        for mine, wanted, batch in zip(ask(learner, probe), right, probe.batches, strict=True):
            scale = factor(len(batch.x), probe.sizes[-1])
            close(mine.outputs, wanted.outputs, tolerance)
            same([*mine.dw, *mine.db], [*wanted.dw, *wanted.db], scale, tolerance)
            for one, other in zip(mine.delta or [], wanted.delta, strict=False):
                if one is not None:
                    close(one, other * factor_of([one], [other]), max(tolerance, 1e-7))
        if steps:
            scale = probe.settings.eta * factor(len(probe.batches[0].x), probe.sizes[-1])
            stepped = learner.start(probe).step(probe.batches[0])
            assert stepped is not None
            pairs = zip([*probe.w, *probe.b], [*stepped[0], *stepped[1]], strict=True)
            moves = [before - now for before, now in pairs]
            same(moves, [*right[0].dw, *right[0].db], scale, max(tolerance, 1e-7))
    return learner


def same(mine, right, scale: float = 1.0, tolerance: float = 1e-9) -> None:
    for one, other in zip(mine, right, strict=True):
        close(one, other * scale, tolerance)


def close(one, other, tolerance: float = 1e-9) -> None:
    np.testing.assert_allclose(one, other, tolerance, tolerance * max(1e-3, np.abs(other).max()))


def answers_to(
    style: types.ModuleType, folder: Path, source: str, settings: Settings
) -> tuple[Learner, list[Any], list[Any]]:
    """The learner's answers to the lopsided probe, and the right ones."""
    learner = only(style, folder, source, settings)
    probe = probe_for(learner, settings, "lopsided")
    return learner, ask(learner, probe), right_answers(probe)
