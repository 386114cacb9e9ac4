"""How each side learns from a file: groundup as `groundup train` does, scikit-learn with a pipeline
as its guide has it."""

from __future__ import annotations

import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from bench.tables.sets import Set
from groundup import Data, Network, Samples, epochs, load_data
from groundup.cli.train_checks import fitted_sizes, for_regression
from groundup.training.recipes import RECIPES

if TYPE_CHECKING:
    import pandas

RECIPE = RECIPES["everyday"]
"""What `groundup train --data` takes by default."""


class Answers(NamedTuple):
    """What a model says of the test rows (n,), and how many seconds it took from file to model."""

    found: Any
    seconds: float


def ours(path: Path, table: Set, seed: int) -> tuple[Data, Answers]:
    """`groundup train --data FILE --label NAME --split-seed SEED --seed SEED`, and its data."""
    start = time.perf_counter()
    data = load_data(path, label=table.label, drop=table.drop, missing=table.missing, seed=seed)
    network = trained(data, seed)
    seconds = time.perf_counter() - start
    answer = network.predict if data.schema.regression else network.predict_names
    return data, Answers(answer(data.test.x), seconds)


def trained(data: Data, seed: int) -> Network:
    """The network that `groundup train` makes of data by default."""
    activations, cost = for_regression(RECIPE.activations, RECIPE.cost, False, data)
    network = Network(
        fitted_sizes(RECIPE.sizes, data),
        activations,
        cost,
        init=RECIPE.init,
        seed=seed,
        dtype=RECIPE.dtype,
    )
    options = dict(RECIPE.options)
    if not len(data.validation.x):
        options["patience"] = None
    for _ in epochs(RECIPE.epochs, network, data.train, data.validation, seed=seed, **options):
        pass
    return network


def rows_of(samples: Samples) -> list[int]:
    """Which rows of the file samples are, from 0; its line 2 is the first."""
    assert samples.where is not None
    return [int(samples.where(i).removeprefix("line ")) - 2 for i in range(len(samples.x))]


def theirs(path: Path, table: Set, learned: list[int], judged: list[int], seed: int) -> Answers:
    """scikit-learn's pipeline, which learns from some rows of the file and answers for others."""
    start = time.perf_counter()
    x, y = columns_of(path, table)
    model = pipeline(x, y.dtype.kind == "f", seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that 200 epochs, its default, are too few
        model.fit(x.iloc[learned], y.iloc[learned])
    seconds = time.perf_counter() - start
    return Answers(model.predict(x.iloc[judged]), seconds)


def columns_of(path: Path, table: Set) -> tuple[pandas.DataFrame, pandas.Series]:
    """Inputs and labels, as pandas reads them; dates as days, numbers to predict as floats."""
    import pandas

    x = pandas.read_csv(path, na_values=list(table.missing)).drop(columns=list(table.drop))
    y = x.pop(table.label)
    for name in table.dates:
        x[name] = pandas.to_datetime(x[name]).astype("datetime64[s]").astype("int64") / 86_400
    return x, y.astype(float) if y.dtype.kind in "if" else y


def pipeline(x: pandas.DataFrame, regression: bool, seed: int) -> Any:
    """Gaps filled, words a column each, numbers standardised, then a perceptron with 64 hidden
    neurons and all else as scikit-learn has it; numbers to predict are standardised, too."""
    from sklearn.compose import TransformedTargetRegressor, make_column_transformer
    from sklearn.impute import SimpleImputer
    from sklearn.neural_network import MLPClassifier, MLPRegressor
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder, StandardScaler

    numbers = list(x.select_dtypes("number").columns)
    prepared = make_column_transformer(
        (make_pipeline(SimpleImputer(strategy="median", add_indicator=True), StandardScaler()),
         numbers),
        (make_pipeline(SimpleImputer(strategy="most_frequent"),
                       OneHotEncoder(handle_unknown="ignore")),
         [name for name in x.columns if name not in numbers]),
    )  # fmt: skip
    hidden = RECIPE.sizes[1:-1]
    if not regression:
        return make_pipeline(prepared, MLPClassifier(hidden_layer_sizes=hidden, random_state=seed))
    perceptron = make_pipeline(prepared, MLPRegressor(hidden_layer_sizes=hidden, random_state=seed))
    return TransformedTargetRegressor(perceptron, transformer=StandardScaler())
