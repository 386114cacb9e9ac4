"""What is not installed does not stop what stands after it, and is no number."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from groundup.checking.loading.stand_ins import SUBSTITUTES, StandIn
from tests.checking.loading.conftest import Load


def test_a_program_full_of_modules_that_are_not_there(loaded: Load) -> None:
    shown = loaded(
        """
        import no_pandas as pd
        import no_keras.backend as K
        from no_keras.datasets import mnist
        from no_sklearn.base import BaseEstimator, ClassifierMixin
        from no_numba import njit
        from no_tqdm import any_other_bar, tqdm, trange

        frame = pd.read_csv("data.csv")
        frame["x"] = frame.x / 255
        frame.columns = ["a"]
        (X, y), (X_test, y_test) = mnist.load_data()
        print(f"{frame.x.mean():.3f}")

        class Net(BaseEstimator, ClassifierMixin):
            def __init__(self, n): super().__init__(); self.n = n

        @njit(parallel=True)
        def fast(x): return x + 1

        @njit
        def faster(x): return x + 2

        turns = [i for i in tqdm(range(3))] + [i for i in trange(2)]
        bar = tqdm([5])
        for i in bar: bar.set_description("x")
        turns += [i for i in any_other_bar(range(1))]
        with tqdm(total=3) as other: other.update(1)
        if isinstance(3, K.Tensor): raise TypeError
        """
    )
    module = shown.module
    assert module.Net(3).n == 3
    assert (module.fast(1), module.faster(1)) == (2, 3)
    assert module.turns == [0, 1, 2, 0, 1, 0]
    assert module.i == 5
    assert [one.line for one in shown.skipped] == [12]
    assert shown.note is not None
    assert shown.note.message == (
        "Not installed, or not there: no_pandas, no_keras, no_sklearn, no_numba and no_tqdm"
    )


def test_plots_do_nothing(loaded: Load) -> None:
    before = sys.modules.get("matplotlib")
    shown = loaded(
        """
        import matplotlib
        matplotlib.use("TkAgg")
        import matplotlib.pyplot as plt
        from mpl_toolkits.mplot3d import Axes3D
        figure, axes = plt.subplots(1, 2)
        axes[0].plot([1, 2])
        plt.savefig("plot.png")
        plt.show()
        """
    )
    assert shown.note is None
    assert shown.module.__file__ is not None
    assert not Path(shown.module.__file__).with_name("plot.png").exists()
    loaded("x = 1")
    assert sys.modules.get("matplotlib") is before


def test_what_draws_gives_as_many_things_as_are_asked_for(loaded: Load) -> None:
    shown = loaded(
        """
        import matplotlib.pyplot as plt
        costs, = plt.plot([3, 2], [1, 0])
        figure, (left, right) = plt.subplots(1, 2)
        _, ((a, b), (c, *d)) = plt.subplots(nrows=2, ncols=2)
        counts, edges, _ = right.hist([1, 2])
        costs.set_ydata([1])
        turns = [bar for bar in left.bar([1], [2])]
        """
    )
    assert not shown.skipped
    assert isinstance(shown.module.edges, StandIn)
    assert shown.module.turns == []


def test_what_brings_data_is_stood_in_for_whatever_is_installed(
    loaded: Load, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (installed := tmp_path / "installed").mkdir()
    (installed / "pandas.py").write_text("raise SystemError('of another release')")
    (installed / "sklearn.py").write_text("raise SystemError('of another release')")
    monkeypatch.syspath_prepend(installed)
    shown = loaded(
        """
        import numpy as np
        import pandas as pd
        from sklearn.preprocessing import OneHotEncoder
        rows = OneHotEncoder(sparse=False).fit_transform(np.array([[0], [2], [0]]))
        values = pd.read_csv("measured.csv").values
        """
    )
    assert not shown.skipped
    assert np.array_equal(shown.module.rows, [[1, 0], [0, 1], [1, 0]])
    assert np.ndim(shown.module.values) == 2
    assert shown.note is not None
    assert "Not installed" not in shown.note.message


def test_who_is_prepared_for_a_module_not_to_be_there_is_told(loaded: Load) -> None:
    shown = loaded(
        """
        try:
            import no_cupy as np
        except ImportError:
            import numpy as np
        x = np.ones(2)
        """
    )
    assert shown.module.x.sum() == 2.0
    assert shown.note is None


def test_other_peoples_imports_are_left_alone(loaded: Load) -> None:
    shown = loaded("import unittest.mock\nimport importlib\nimportlib.import_module('no_such')\n")
    assert shown.missing == ("no_such",)  # it is the learner who asks
    with pytest.raises(ModuleNotFoundError):
        __import__("no_such_either")


@pytest.mark.parametrize(
    "use",
    [
        lambda gone: np.ones(2) @ gone,
        lambda gone: np.ones(2) * gone,
        lambda gone: gone - np.ones(2),
        lambda gone: np.array(gone),
        float,
        int,
        range,
    ],
)
def test_a_stand_in_is_no_number(use: object) -> None:
    with pytest.raises(ModuleNotFoundError, match=r"pandas.x is needed, and pandas could not"):
        use(StandIn("pandas.x"))  # type: ignore


def test_stand_ins_and_plain_numbers_make_stand_ins() -> None:
    gone = StandIn("pandas").read_hdf("x")[1:].values
    assert isinstance((gone - 1.0) / (2 * gone) > 0, StandIn)
    assert not gone
    with pytest.raises(ModuleNotFoundError, match="pandas"):
        _, _ = gone
    assert list(StandIn("pylab").axes) == []


@pytest.mark.parametrize(
    "start", ["from no_scipy.special import expit", "import no_scipy.special as s\nexpit = s.expit"]
)
def test_functions_that_numpy_can_give_are_no_stand_ins(
    loaded: Load, start: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(SUBSTITUTES, "no_scipy.special.expit", SUBSTITUTES["scipy.special.expit"])
    shown = loaded(f"{start}\ndef f(x): return expit(x)\n")
    x = np.array([[-800.0, 0.0, 1.0]])
    np.testing.assert_allclose(shown.module.f(x), [[0.0, 0.5, 1 / (1 + np.exp(-1))]])
    softmax = SUBSTITUTES["scipy.special.softmax"](x, axis=1)
    np.testing.assert_allclose(softmax, np.exp(x) / np.exp(x).sum(axis=1, keepdims=True))
    np.testing.assert_allclose(SUBSTITUTES["scipy.special.logsumexp"](x), np.log(1 + np.e))
