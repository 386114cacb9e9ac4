"""The words of other libraries lead to ours, wherever one may use them."""

from __future__ import annotations

from typing import Any

import pytest

from groundup import Network, UserError, fit
from groundup.cli.options import PANELS
from groundup.engines.state import OPTIMISERS
from groundup.mathematics import ACTIVATIONS
from groundup.network import COSTS, INITS
from groundup.sweeping import read_space
from groundup.training import NAMES, Options
from groundup.training.options import ARGUMENTS, CHECKS
from groundup.training.schedules import SCHEDULES
from groundup.vocabulary import OPTIONS, VALUES, meant

KNOWN = {
    "cost": COSTS,
    "activation": ACTIVATIONS,
    "init": INITS,
    "optimiser": OPTIMISERS,
    "schedule": SCHEDULES,
    "engine": NAMES,
}


def test_every_word_leads_to_what_there_is_and_is_none_itself() -> None:
    assert VALUES.keys() == KNOWN.keys()
    for chosen, words in VALUES.items():
        for word, (ours, _) in words.items():
            assert ours in KNOWN[chosen], (chosen, word)
            assert word not in KNOWN[chosen]
    options = [*" ".join(PANELS.values()).split(), *CHECKS, *ARGUMENTS]
    assert set(OPTIONS.values()) <= {*options}
    assert all(
        meant(word, options) == ours for word, ours in OPTIONS.items() if word not in options
    )


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"cost": "mse"}, "did you mean quadratic (half the squared error"),
        ({"cost": "Categorical CrossEntropy"}, "did you mean cross-entropy (of softmax"),
        ({"cost": "bce"}, "did you mean cross-entropy ("),
        ({"cost": "cross_entropy"}, "did you mean cross-entropy?"),
        ({"init": "glorot"}, "did you mean scaled (whose weights are divided by √n_in; Glorot"),
        ({"init": "kaiming"}, "did you mean he?"),
        ({"activations": ["logistic"]}, "did you mean sigmoid?"),
        ({"activations": ["identity"]}, "did you mean linear?"),
        ({"activations": ["Leaky-ReLU"]}, "did you mean relu (the nearest that there is)?"),
        ({"activations": ["ReLU"]}, "did you mean relu?"),
        ({"cost": "hinge"}, "not 'hinge'"),
        ({"cost": ["mse"]}, "not ['mse']"),
    ],
)
def test_a_network_says_which_of_its_words_is_meant(given: dict[str, Any], said: str) -> None:
    with pytest.raises(UserError) as refused:
        Network([3, 2], **given)
    assert said in str(refused.value)
    assert str(refused.value).endswith(("?", said))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"optimiser": "rmsprop"}, "did you mean adam (the nearest that there is)?"),
        ({"optimiser": "Adam"}, "did you mean adam?"),
        ({"schedule": "reduce_on_plateau"}, "did you mean plateau?"),
        ({"engine": "cuda"}, "did you mean devices?"),
        ({"learning_rate": 1}, "no option learning_rate; did you mean eta?"),
        ({"batch": 1}, "no option batch; did you mean batch_size?"),
        ({"n_epochs": 1}, "no option n_epochs; did you mean epochs?"),
        ({"loss": "mse"}, "no option loss; the Network has it, as cost"),
        ({"hidden_layer_sizes": (5,)}, "the Network has it, as sizes"),
    ],
)
def test_so_does_training(given: dict[str, Any], said: str) -> None:
    for ask in (lambda: Options(**given), lambda: fit(Network([1, 1]), ([[1]], [0]), **given)):
        with pytest.raises(UserError) as refused:
            ask()
        assert said in str(refused.value)


def test_so_does_a_space_by_the_names_of_the_command() -> None:
    with pytest.raises(
        UserError, match=r"batch_size is not an option of a sweep; did you mean batch\?"
    ):
        read_space({"batch_size": 3})


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("--learning-rate", "--eta"),
        ("--lr", "--eta"),
        ("--batch-size", "--batch"),
        ("--optimizer", "--optimiser"),
        ("--loss", "--cost"),
        ("--hidden-layer-sizes", "--sizes"),
    ],
)
def test_so_does_the_command(groundup, theirs: str, ours: str) -> None:
    run = groundup("train", theirs, "3")
    assert run.returncode == 2
    assert run.stderr == f"groundup: there is no option {theirs}; did you mean {ours}?\n"


def test_what_means_nothing_is_still_refused(groundup) -> None:
    run = groundup("train", "--xyzzy", "3")
    assert run.returncode == 2
    assert "--xyzzy" in run.stderr
