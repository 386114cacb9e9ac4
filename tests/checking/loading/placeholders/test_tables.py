"""A table of made-up numbers does what the head of a script does with pandas."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from groundup.checking.loading.placeholders.files import read_csv
from groundup.checking.loading.placeholders.tables import Table, concat, factorize, get_dummies


@pytest.fixture
def table() -> Table:
    """40 rows of five columns; the first and last hold 0 and 1."""
    return read_csv("no.csv")


def test_the_name_of_a_label_is_that_of_a_column_of_labels(table: Table) -> None:
    assert (table["gre"].dtype, table["admit"].dtype) == (int, int)
    assert set(table["admit"]) == {0, 1}
    assert table["gpa"].dtype == float
    assert list(table.columns) == ["gre", "gpa", "column 2", "column 3", "admit"]
    assert table[["gpa", "gre"]].values.tolist() == table.values[:, [1, 0]].tolist()
    assert table.admit.values.tolist() == table["admit"].tolist()
    assert table.plot() is None
    with pytest.raises(AttributeError, match="has no query"):
        table.query()


def test_a_file_has_as_many_columns_as_names_are_asked_for(table: Table) -> None:
    for name in "abcde":
        table[name]
    assert table[[*"abcdef"]].shape == table.shape == (40, 6)
    assert len(np.unique(table["f"])) == 40
    table["g"] = table["a"] + 1
    assert table["g"].tolist() == (table["a"] + 1).tolist()
    assert table.shape == (40, 7)


def test_a_table_whose_columns_are_named_has_no_more(table: Table) -> None:
    for one in (read_csv("no.csv", names=["a", "b"]), table[["a", "b"]]):
        with pytest.raises(KeyError):
            one["c"]
    table.columns = [*"abcde"]
    with pytest.raises(KeyError):
        table["f"]


def test_a_column_of_many_numbers_has_two_words(table: Table) -> None:
    female, male = table["sex"] == "female", table["sex"] == "male"
    assert 0 < female.sum() < 40
    assert (female.values != male.values).all()
    assert not (table["sex"] == "other").any()


def test_nothing_is_missing_and_what_is_in_the_middle_is_known(table: Table) -> None:
    assert not table.isnull().values.any()
    assert table["gre"].notna().all()
    assert table["gre"].median() == np.median(table["gre"].values)
    assert table.quantile(0.25).shape == (5,)
    assert table["gre"].fillna(table["gre"].mode()[0]).tolist() == table["gre"].tolist()


def test_columns_are_taken_out(table: Table) -> None:
    y = table["label"]
    x = table.drop("label", axis=1)
    assert x.shape == table.drop(columns=["label"]).shape == (40, 4)
    assert "label" not in x
    assert table.pop("label").tolist() == y.tolist()
    assert table.shape == (40, 4)
    assert table.drop(np.arange(30)).shape == (10, 4)


def test_columns_are_standardized(table: Table) -> None:
    for name in ("gre", "gpa"):
        table.loc[:, name] = (table[name] - table[name].mean()) / table[name].std()
    assert table["gre"].std() == pytest.approx(1.0)
    assert table["gpa"].mean() == pytest.approx(0.0)
    scaled = (table - table.mean()) / table.std()
    np.testing.assert_allclose(np.asarray(scaled).std(axis=0, ddof=1), 1.0)
    assert isinstance(scaled, Table)
    assert list(scaled.columns) == list(table.columns)


def test_rows_and_columns_by_number(table: Table) -> None:
    assert table.iloc[:, 1:4].values.shape == (40, 3)
    assert table.iloc[:, -1].values.dtype == int
    assert table.iloc[3].shape == (5,)
    assert table.iloc[:30, :-1].to_numpy().tolist() == table.values[:30, :-1].tolist()
    assert table[2].values.tolist() == table.values[:, 2].tolist()
    assert len(table[:10]) == len(table.head(10)) == len(table.sample(10)) == 10
    assert table.loc[:9].shape == (10, 5)
    assert table.loc[0:9, ["a", "label"]].shape == (10, 2)


def test_rows_by_what_they_hold(table: Table) -> None:
    assert set(table[table["label"] == 1]["label"]) == {1}
    assert set(table.loc[table["label"] == 0, "label"]) == {0}


def test_words_stand_for_classes(table: Table) -> None:
    species = table["species"]
    assert (species == "setosa").values.tolist() == (species.values == 0).tolist()
    assert (species == "virginica").values.tolist() == (species.values == 1).tolist()
    assert species.map({"setosa": 0}).tolist() == species.tolist()
    assert species.astype("category").cat.codes.values.dtype == int
    assert np.where(species == "setosa", -1, 1).min() == -1
    assert factorize(species)[0].tolist() == species.tolist()


def test_dummies_are_ones_and_zeros(table: Table) -> None:
    dummies = get_dummies(table["admit"], prefix="admit")
    assert dummies.values.tolist() == np.eye(2)[table["admit"].values].tolist()
    joined = concat([table, get_dummies(table["rank"], prefix="rank")], axis=1)
    assert set(np.unique(joined.values[:, 5:])) == {0.0, 1.0}
    assert joined.drop("rank", axis=1).shape[1] == joined.shape[1] - 1
    assert get_dummies(table, columns=["admit"]).shape == (40, 6)


def test_numpy_takes_it(table: Table) -> None:
    w = np.ones((5, 3))
    assert np.dot(table, w).shape == (40, 3)
    assert np.array(table).shape == np.asarray(table.T).T.shape
    assert np.exp(table).shape == (40, 5)
    assert np.mean(table["a"]) == table["a"].mean() == table["a"].values.mean()
    table /= 2
    assert isinstance(table, Table)
    assert table.dot(w).shape == (40, 3)


def test_it_is_made_of_what_a_program_has() -> None:
    table = Table({"a": [1, 2], "b": [0.5, 1.5]})
    assert table["b"].tolist() == [0.5, 1.5]
    assert Table(np.ones((2, 3)), columns=["x", "y", "z"])["z"].tolist() == [1, 1]
    assert Table([1, 0, 1]).values.tolist() == [1, 0, 1]


def test_results_are_kept_a_row_an_epoch() -> None:
    kept = Table(columns=["cost", "accuracy"])
    for k in range(3):
        kept = concat([kept, Table([{"cost": 1.5 - k, "accuracy": 0.1 * k}])], ignore_index=True)
    assert kept["cost"].to_list() == [1.5, 0.5, -0.5]
    assert kept.shape == (3, 2)


def test_a_column_is_deleted_and_another_class_is_no_label(table: Table) -> None:
    assert table["Pclass"].shape == (40,)
    assert set(table["Survived"]) == {0, 1}
    del table["Pclass"]
    assert table.names[-1] == "Survived"
    assert table.shape == (40, 4)


class Noted(np.ndarray):
    """An array that knows what is computed with it."""

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
        options["out"] = tuple(map(np.asarray, options.pop("out", ()))) or None
        return getattr(ufunc, method)(*map(np.asarray, inputs), **options).view(Noted)


def test_what_is_computed_with_an_array_that_knows_more_stays_one(table: Table) -> None:
    weights = np.ones((table.shape[1], 2)).view(Noted)
    results = table @ weights, table.dot(weights), np.exp(table.dot(weights))
    assert all(isinstance(one, Table) and type(one.values) is Noted for one in results)
    before = weights
    weights += table.T.dot(table.dot(weights))
    assert weights is before or type(weights) is Noted
