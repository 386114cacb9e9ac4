"""Options: NumPy's numbers are as good as Python's, and what there is not is refused plainly."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from groundup import Data, Network, epochs, fit, resume
from groundup.training import Options

PLAIN: dict[str, Any] = {
    "batch_size": 50,
    "eta": 0.5,
    "momentum": 0.75,
    "beta1": 0.5,
    "beta2": 0.25,
    "epsilon": 0.125,
    "l2": 0.0625,
    "dropout": [0.5, 0.25],
    "patience": 2,
    "target": 0.75,
    "threads": 3,
    "seed": -7,
}
WHOLE = [name for name, number in PLAIN.items() if isinstance(number, int)]
REAL = [name for name, number in PLAIN.items() if isinstance(number, float)]


@pytest.mark.parametrize("whole", [np.int8, np.int64])
@pytest.mark.parametrize("real", [np.float16, np.float32, np.float64])
def test_numpys_numbers_are_kept_as_plain_ones(whole: type, real: type) -> None:
    given: dict[str, Any]
    given = {name: (whole if name in WHOLE else real)(PLAIN[name]) for name in (*WHOLE, *REAL)}
    given["dropout"] = np.array([0.5, 0.25], real)
    options = Options(**given)
    assert options == Options(**PLAIN)
    written = json.loads(json.dumps(options.as_dict()))
    assert {name: written[name] for name in PLAIN} == PLAIN
    assert all(type(getattr(options, name)) is int for name in WHOLE)
    assert all(type(getattr(options, name)) is float for name in REAL)
    assert type(Options(eta=3).eta) is float  # type: ignore[arg-type]


def test_a_run_with_numpys_numbers_goes_on_from_its_checkpoint(few: Data, tmp_path: Path) -> None:
    two, one, half = np.array([2])[0], np.array([1])[0], np.float32(0.5)
    run = epochs(two, Network([784, 10]), few.train, eta=half, checkpoint=tmp_path / "run")
    next(run)
    again = resume(tmp_path / "run", few.train, threads=one)
    assert (again.epochs, again.done, again.options.threads) == (2, 1, 1)
    assert len(list(again.records)) == 1


@pytest.mark.parametrize("name", [*WHOLE, "epochs"])
@pytest.mark.parametrize("value", [2.0, np.float64(2), True, np.True_, "2", [2]])
def test_what_is_no_whole_number_is_refused(few: Data, name: str, value: Any) -> None:
    with pytest.raises(ValueError, match=f"{name} must be a whole number"):
        fit(Network([784, 10]), few.train, few.validation, **{name: value})


@pytest.mark.parametrize("name", [*REAL, "dropout"])
@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), -float("inf"), np.inf, True, "0.5", 1j, {}]
)
def test_what_is_no_finite_number_is_refused(name: str, value: Any) -> None:
    with pytest.raises(ValueError, match=f"^{name}.* must be .*not "):
        Options(**{name: value})


@pytest.mark.parametrize("name", ["batch_size", "eta", "dropout", "threads", "seed", "engine"])
def test_none_is_a_value_only_where_it_means_something(name: str) -> None:
    nothing: Any = {name: None}
    with pytest.raises(ValueError, match=f"{name} must be .*not None"):
        Options(**nothing)
    assert Options(augmentation=None, patience=None, target=None) == Options()


def test_an_augmentation_is_one() -> None:
    with pytest.raises(ValueError, match=r"an Augmentation, such as Augmentation\(\), not True"):
        Options(augmentation=True)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("learning_rate", "eta"),
        ("lr", "eta"),
        ("lmbda", "l2"),
        ("weight_decay", "l2"),
        ("optimizer", "optimiser"),
        ("mini_batch_size", "batch_size"),
        ("batchsize", "batch_size"),
        ("Eta", "eta"),
        ("augment", "augmentation"),
        ("random_state", "seed"),
        ("validation_data", "validation"),
        ("epoch", "epochs"),
        ("sample_weight", "sample_weights"),
    ],
)
def test_an_unknown_option_is_refused_with_the_name_that_is_meant(
    few: Data, name: str, meant: str
) -> None:
    said = rf"^there is no option {name}; did you mean {meant}\?$"
    with pytest.raises(ValueError, match=said):
        fit(Network([784, 10]), few.train, None, **{name: 1})


def test_an_option_like_no_other_is_refused_with_all_that_there_are(few: Data) -> None:
    with pytest.raises(ValueError, match=r"no option xyzzy; there are batch_size, eta, .*seed"):
        fit(Network([784, 10]), few.train, xyzzy=1)
