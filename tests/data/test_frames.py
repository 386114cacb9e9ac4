"""Frames go by the names of their columns, and each column by what the model knows of it."""

from __future__ import annotations

import numpy as np
import pytest

from groundup import DataError, Network, Predictor, UserError, evaluate, fit, load_data

pandas = pytest.importorskip("pandas")
random = np.random.default_rng(0)
KIND = random.integers(0, 3, 90)
FRAME = pandas.DataFrame(
    {
        "size": random.normal(KIND, 0.3),
        "weight": random.normal(-KIND, 0.3),
        "town": np.array(["Oslo", "Bern", "Rome"])[KIND],
        "member": KIND == 1,
        "born": pandas.Timestamp("2026-01-01") + pandas.to_timedelta(KIND, unit="D"),
        "kind": np.array(["low", "mid", "high"])[KIND],
    }
)
NUMBERS, COLUMNS = ["size", "weight"], ["size", "weight", "town", "member", "born"]


def trained(data) -> Network:
    network = Network([data.schema.inputs, 3], ["softmax"], "cross-entropy")
    fit(network, data.train, epochs=3, eta=0.5)
    return network


@pytest.fixture(scope="module")
def network() -> Network:
    return trained(load_data(FRAME, label="kind"))


def test_a_row_goes_by_its_names() -> None:
    network = trained(load_data(FRAME[[*NUMBERS, "kind"]], label="kind"))
    row, turned = FRAME[NUMBERS].iloc[4], FRAME[NUMBERS[::-1]].iloc[4]
    expected = network.feedforward(FRAME[NUMBERS])[4]
    for asked in (network.feedforward, Predictor(network)):
        np.testing.assert_allclose(asked(row), expected, rtol=1e-12)
        np.testing.assert_allclose(asked(turned), expected, rtol=1e-12)
    assert network.predict(turned) == network.predict(row)
    with pytest.raises(UserError, match="there is no column 'size'"):
        network.predict(FRAME[["weight", "town"]].iloc[4])


def test_a_row_of_words_and_dates_has_an_answer(network) -> None:
    expected = network.feedforward(FRAME[COLUMNS])[4]
    np.testing.assert_allclose(network.feedforward(FRAME[COLUMNS[::-1]].iloc[4]), expected)


def test_a_frame_beside_its_labels_is_a_table_too() -> None:
    pair, table = load_data((FRAME[COLUMNS], FRAME["kind"])), load_data(FRAME, label="kind")
    assert pair.schema == table.schema
    assert all((a.x == b.x).all() and (a.y == b.y).all() for a, b in zip(pair, table, strict=True))
    plain = load_data((FRAME[COLUMNS], KIND.tolist()))
    assert (plain.schema.targets, plain.schema.classes) == (("label",), ("0", "1", "2"))
    several = load_data((FRAME[["town"]], FRAME[NUMBERS]))
    assert several.schema.targets == ("size", "weight")
    with pytest.raises(DataError, match="one label for each of 90 rows, but there are 89"):
        load_data((FRAME[COLUMNS], KIND[1:]))


def test_a_frames_labels_may_be_named_as_the_frame_names_them() -> None:
    numbered = pandas.DataFrame({7: KIND, 3: random.normal(size=90)})
    assert load_data(numbered, label=7).schema.asked == ("3",)
    assert load_data(numbered[[3, 7]], label=-1).schema.targets == ("7",)
    tuples = pandas.concat({"all": FRAME[[*NUMBERS, "kind"]]}, axis=1)
    assert load_data(tuples, label=("all", "kind")).schema.classes == ("high", "low", "mid")
    assert load_data(FRAME, label="kind", drop="town").schema.asked[2] == "member"


@pytest.mark.parametrize(
    ("column", "cell", "message"),
    [
        ("born", 20260131, "row 0.*, column born: expected a date.* but it is '20260131'"),
        ("member", 7, "column member: expected yes or no.* but it is '7'"),
        ("size", pandas.Timestamp("2026-01-01"), "column size: expected a finite number"),
        ("member", pandas.Timestamp("2026-01-01"), "column member: expected yes or no"),
    ],
)
def test_a_column_of_another_type_than_the_models_is_refused(
    network, column, cell, message
) -> None:
    with pytest.raises(UserError, match=message):
        network.predict(FRAME[COLUMNS].assign(**{column: cell}))


def test_types_that_mean_the_same_give_the_same_answers(network) -> None:
    asked = FRAME[COLUMNS]
    expected = network.feedforward(asked)
    for column, same in (
        ("member", asked["member"].astype(int)),
        ("member", asked["member"].astype(float)),
        ("born", asked["born"].astype("datetime64[ns]")),
        ("born", asked["born"].astype(str)),
        ("town", asked["town"].astype("category")),
    ):
        assert (network.feedforward(asked.assign(**{column: same})) == expected).all()
    nothing = network.feedforward(asked.assign(born=np.nan, member=np.nan, size=pandas.NaT))
    assert np.isfinite(nothing).all()


def test_dates_among_words_are_unseen_words(network) -> None:
    asked = FRAME[COLUMNS]
    unseen = network.feedforward(asked.assign(town="Paris"))
    assert (network.feedforward(asked.assign(town=asked["born"])) == unseen).all()


def test_one_word_for_a_gap_is_one_word() -> None:
    frame = FRAME[["kind"]].assign(count=np.where(KIND == 1, 9, -999))
    assert load_data(frame, label="kind", missing="-999").schema.columns[0].fill == 9


def test_a_gap_for_a_model_that_knows_none_is_refused_with_the_remedy() -> None:
    network = Network([2, 3])
    fit(network, (FRAME[NUMBERS], KIND), epochs=1)
    message = "row 3.*, column weight: expected a finite number.* empty; fill it in, leave that row"
    with pytest.raises(UserError, match=message):
        network.predict(FRAME[NUMBERS].assign(weight=FRAME["weight"].where(FRAME.index != 3)))


def test_samples_of_other_columns_or_classes_are_refused_not_taken_by_place() -> None:
    def read(columns: list[str], names: tuple[str, ...] = ("low", "mid", "high")):
        kind = np.array(names)[KIND]
        return load_data(FRAME[columns].assign(kind=kind), label="kind", validation=0.2)

    known, turned = read(NUMBERS), read(NUMBERS[::-1])
    renamed = read(NUMBERS, ("zero", "mid", "high"))
    network = trained(known)
    remedy = r"load_data\(…, schema=network\.schema\)"
    for other, message in (
        (turned, r"columns size, weight, as in the network, got weight, size"),
        (renamed, r"classes high, low, mid, as in the network, got high, mid, zero"),
    ):
        with pytest.raises(UserError, match=f"{message}; .*{remedy}"):
            evaluate(network, other.test)
        with pytest.raises(UserError, match=message):
            fit(network, known.train, other.validation, epochs=1)
        assert len(network.history) == 3
    again = load_data(FRAME[["kind", *NUMBERS[::-1]]], label="kind", schema=network.schema)
    assert evaluate(network, again.test).accuracy > 0.8
    few = load_data(FRAME[[*NUMBERS, "kind"]][KIND != 1], label="kind", schema=network.schema)
    assert evaluate(network, few.test).accuracy > 0.8


def test_classes_that_are_numbers_may_get_names() -> None:
    network, named = Network([2, 3]), load_data(FRAME[[*NUMBERS, "kind"]], label="kind")
    fit(network, (FRAME[NUMBERS], KIND), epochs=1)
    assert evaluate(network, named.test).total == len(named.test.y)


def test_a_mapping_of_frames_keeps_their_names() -> None:
    train, rest = FRAME[NUMBERS][:60], FRAME[NUMBERS][60:]
    arrays = {"x_train": train, "y_train": KIND[:60], "x_test": rest, "y_test": KIND[60:]}
    data = load_data(arrays)
    assert data.schema.features == ("size", "weight")
    network = trained(data)
    assert (network.predict(rest[NUMBERS[::-1]]) == network.predict(rest)).all()
    with pytest.raises(DataError, match=r"same order of columns.* size, weight and weight, size"):
        load_data(arrays | {"x_test": rest[NUMBERS[::-1]]})
