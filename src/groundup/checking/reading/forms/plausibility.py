"""Which of a style's readings are worth trying: those that take samples the way the code does.

Code for batches often takes a sample alone too, and then its mistakes about batches hide: a
reading a sample at a time is one only where no reading for batches gives the right shapes.
"""

from __future__ import annotations

import contextlib
import io
import warnings
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from groundup.checking.model import probes
from groundup.checking.model.answers import Answers, Probe, Settings
from groundup.checking.names import arguments, vocabulary
from groundup.checking.reading.learner import Learner
from groundup.checking.reference.backprop import Pass


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """While readings are only tried, nothing that the code prints or warns of counts."""
    with (
        contextlib.redirect_stdout(io.StringIO()),
        warnings.catch_warnings(),
        np.errstate(all="ignore"),
    ):
        warnings.simplefilter("ignore")
        yield


def trial_probe(name: str, learner: Learner, settings: Settings) -> Probe:
    layers = len(learner.sizes) - 1 if learner.sizes else learner.layers
    return probe_of(name, settings, layers or len(settings.activations), learner.sizes)


def probe_of(
    name: str, settings: Settings, layers: int, sizes: tuple[int, ...] | None = None
) -> Probe:
    return probes.make(name, settings.of_layers(layers), sizes)


def sift(groups: Sequence[list[Learner]], settings: Settings) -> list[Learner]:
    """Of the first group in which any reading gives the right shapes, those that do; none where
    there is no such group."""
    for name in ("lopsided", "square"):
        for group in groups:
            good = [one for one in group if answers_fit(one, trial_probe(name, one, settings))]
            if good:
                return good
    return []


def by_samples(learners: Iterable[Any]) -> list[list[Any]]:
    """Groups for `sift`: whole batches first, targets one-hot first."""
    groups: dict[tuple[bool, bool], list[Any]] = {}
    for one in learners:
        groups.setdefault((one.one_by_one, one.layout.labels), []).append(one)
    return [groups[key] for key in sorted(groups)]


def answers_fit(learner: Learner, probe: Probe) -> bool:
    """Whether outputs and gradients come in the right shapes."""
    try:
        with quiet():
            answers = learner.start(probe).answers(probe.batches[0])
    except Exception:  # whatever a learner's code raises: it cannot be read this way
        return False
    return fits(answers, probe)


def both_ways(learners: list[Any], settings: Settings) -> list[Any]:
    """Where the learner wrote cross-entropy twice, with softmax inside and without, both must be
    right: the readings with the one that is further off."""
    fused = [one for one in learners if one.loss.fused and is_softmax(one.loss.name)]
    apart = [one for one in learners if not one.loss.fused and one.loss.name]
    if not fused or not apart:
        return learners
    groups = [group for group in (fused, apart) if group]
    return max(groups, key=lambda group: min(off(one, settings) for one in group))


def is_softmax(name: str) -> bool:
    return vocabulary.activation_named(name) == "softmax"


def off(learner: Learner, settings: Settings) -> float:
    """How far the gradients are from the right ones, up to one factor: the sine of the angle."""
    probe = trial_probe("lopsided", learner, settings)
    first = probe.batches[0]
    try:
        answers = learner.start(probe).answers(first)
        mine = np.concatenate([g.ravel() for g in [*(answers.dw or []), *(answers.db or [])]])
    except Exception:  # whatever a learner's code raises: it is as wrong as can be
        return 1.0
    right = Pass(probe.settings, probe.w, probe.b, first)
    wanted = np.concatenate([g.ravel() for g in [*by_layer(right.dw), *by_layer(right.db)]])
    if mine.shape != wanted.shape or not mine.any():
        return 1.0
    cosine = float(mine @ wanted / np.linalg.norm(mine) / np.linalg.norm(wanted))
    return float(np.sqrt(max(0.0, 1.0 - cosine * cosine))) if cosine > 0.0 else 1.0


def by_layer(found: dict[int, np.ndarray]) -> list[np.ndarray]:
    return [found[l] for l in sorted(found)]


def unbound(learner: Learner, settings: Settings) -> bool:
    """Whether the code cannot even be called: an argument of it is not known."""
    probe = trial_probe("lopsided", learner, settings)
    try:
        learner.start(probe).answers(probe.batches[0])
    except arguments.MissingError:
        return True
    except Exception:  # whatever a learner's code raises when it is called
        return False
    return False


def fits(answers: Answers, probe: Probe) -> bool:
    if answers.outputs is None or answers.dw is None or answers.db is None:
        return False
    return (
        answers.outputs.shape == probe.batches[0].y.shape
        and [dw.shape for dw in answers.dw] == [w.shape for w in probe.w]
        and [db.shape for db in answers.db] == [b.shape for b in probe.b]
    )
