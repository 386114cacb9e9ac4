"""Probes and settings as a learner's network can take them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from groundup.checking.model import probes
from groundup.checking.model.answers import Array, Probe, Settings
from groundup.checking.model.declared import Declared
from groundup.checking.reading.learner import Learner


def fitted(settings: Settings, declared: Declared, learner: Learner) -> Settings:
    """Settings for the learner's own number of layers; what was declared is told the learner."""
    learner.biases = learner.biases and declared.biases
    learner.outputs = declared.outputs or learner.outputs
    if learner.takes_activations and declared.activations is None:
        settings = settings._replace(activations=("sigmoid",) * len(settings.activations))
    layers = learner.layers or (len(learner.sizes) - 1 if learner.sizes else None)
    if layers is None or layers == len(settings.activations):
        return settings
    said = declared.spread(layers)
    return settings._replace(activations=said) if said else settings.of_layers(layers)


def probe_for(learner: Learner, name: str, settings: Settings) -> Probe:
    """The probe as this learner can take it."""
    sizes = learner.sizes or with_outputs(name, settings, learner.outputs)
    return adapted(name, settings, sizes, learner.biases, learner.masks)


def declared_probe(name: str, settings: Settings, declared: Declared) -> Probe:
    """The probe for what is told nothing but what was declared."""
    return adapted(name, settings, with_outputs(name, settings, declared.outputs), declared.biases)


def with_outputs(name: str, settings: Settings, outputs: int | None) -> tuple[int, ...] | None:
    """The widths of a probe with so many outputs; None where its own will do."""
    if outputs is None:
        return None
    return (*probes.widths(name, len(settings.activations))[:-1], outputs)


def adapted(
    name: str,
    settings: Settings,
    sizes: Sequence[int] | None = None,
    biases: bool = True,
    masks: bool = False,
) -> Probe:
    """The probe called `name`: its biases 0 for a network that has none, with masks for one that
    takes dropout's."""
    probe = probes.make(name, settings, sizes)
    if not biases:
        probe = replace(probe, b=[np.zeros_like(b) for b in probe.b])
    if masks:
        masked = [
            batch._replace(masks=masks_for(len(batch.x), probe.sizes)) for batch in probe.batches
        ]
        probe = replace(probe, batches=masked)
    return probe


def masks_for(m: int, sizes: Sequence[int]) -> list[Array]:
    """What dropout multiplies hidden layers by, (m, n_out) each: 0 for one in three, else 1.5."""
    return [
        np.where((np.arange(m * n) * 7 + n) % 3 == 0, 0.0, 1.5).reshape(m, n) for n in sizes[1:-1]
    ]
