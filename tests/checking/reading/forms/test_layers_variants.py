"""More ways in which people write layer objects and the network around them: no false alarm."""

from __future__ import annotations

import pytest

from groundup.checking.model.answers import Settings
from groundup.checking.reading.forms import layers
from tests.checking.reading.forms.checks import ENTROPY, SOFTMAX, TANH, check_right, no_factor
from tests.checking.reading.forms.layer_variants import (
    CALLED,
    DICTS,
    RETURNED,
    SHORTCUT,
    TRAIN_STEP,
)

LEAKY = Settings(("leaky-relu 0.01", "leaky-relu 0.01", "linear"), "quadratic")
SOFTMAX_TANH = Settings(("tanh", "tanh", "softmax"), "cross-entropy")


def doubled_sum(m, n_out):
    return 2.0 * m


VARIANTS = {
    "dicts and an optimizer": (DICTS, TANH, doubled_sum, True),
    "train_step": (TRAIN_STEP, ENTROPY, no_factor, True),
    "a softmax that lets the gradient through": (SHORTCUT, SOFTMAX_TANH, no_factor, True),
    "gradients returned": (RETURNED, LEAKY, no_factor, False),
    "called like functions": (CALLED, SOFTMAX, no_factor, False),
}


@pytest.mark.parametrize("name", VARIANTS)
def test_right_code_gives_the_right_numbers(name, tmp_path):
    source, settings, factor, steps = VARIANTS[name]
    check_right(layers, tmp_path, source, settings, factor, steps=steps)
