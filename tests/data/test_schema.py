"""A schema says what numbers mean, to models too, and comes back from a file as it was."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from groundup import ModelError, Network, Predictor, Samples, UserError, epochs, fit, load_data
from groundup.data import DataError, Schema
from groundup.data.images import grey_image
from groundup.training import resume

FEATURES = Schema((2,), False, mean=(1.0, -2.0), scale=(2.0, 0.5), classes=("a", "b"))
NUMBERS = Schema(
    (2,), False, mean=(1.0, -2.0), scale=(2.0, 0.5), task="regression", targets=("t",),
    target_mean=(100.0,), target_scale=(7.0,),
)  # fmt: skip


def rows(count: int = 60) -> np.ndarray:
    return np.random.default_rng(0).normal([1000, -5], [30, 0.1], (count, 2))


def learned(regression: bool, **options) -> tuple[Network, Samples, np.ndarray, np.ndarray]:
    x = rows()
    total = (x[:, 0] - 1000) / 30 + (x[:, 1] + 5) / 0.1
    y = 500 + 20 * total if regression else (total > 0).astype(int)
    data = load_data((x, y), validation=0, test=0)
    network = Network([2, 8, 1 if regression else 2], ["tanh", "linear"], **options)
    fit(network, data.train, epochs=60, eta=0.1)
    return network, data.train, x, y


def test_it_survives_json():
    for schema in (FEATURES, NUMBERS, Schema((28, 28), classes=("0", "1"), notes=("a note",))):
        assert Schema.from_dict(json.loads(json.dumps(schema.as_dict()))) == schema


@pytest.mark.parametrize(
    "change",
    [
        {"shape": [0]}, {"shape": "x"}, {"shape": [True, 2]}, {"mean": [1.0]},
        {"scale": [0.0, 1.0]},
        {"mean": [float("nan"), 1.0]}, {"classes": []}, {"classes": [1, 2]}, {"task": "guess"},
        {"features": ["one"]}, {"pixels": 1}, {"largest": 300}, {"more": 1}, {"colours": "blue"},
    ],
)  # fmt: skip
def test_what_is_no_schema_is_refused(change):
    with pytest.raises(UserError, match="schema"):
        Schema.from_dict(FEATURES.as_dict() | change)


def test_a_network_takes_over_the_schema_and_then_takes_raw_numbers():
    network, train, x, y = learned(regression=False)
    assert network.schema == train.schema
    assert (network.predict(x) == y).mean() > 0.95
    assert network.predict(x[3]) == y[3]
    bare = network.copy()
    bare.schema = None
    assert train.schema is not None
    by_hand = (x - np.array(train.schema.mean)) / np.array(train.schema.scale)
    assert (bare.feedforward(by_hand) == network.feedforward(x)).all()
    assert bare.measure(by_hand, y) == network.measure(x, y)
    assert network.gradients(x, y)[0][0].tolist() == bare.gradients(by_hand, y)[0][0].tolist()


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("regression", [False, True])
def test_a_predictor_answers_the_same(regression, dtype):
    network, _, x, _ = learned(regression, dtype=dtype)
    predict = Predictor(network)
    close = 1e-5 if dtype == "float32" else 1e-12
    np.testing.assert_allclose(predict(x), network.feedforward(x), rtol=close)
    np.testing.assert_allclose(predict(x[0]), network.feedforward(x[0]), rtol=close)


@pytest.mark.parametrize("regression", [False, True])
def test_a_saved_model_keeps_it(regression, tmp_path):
    network, _, x, _ = learned(regression)
    network.save(tmp_path / "a.safetensors")
    again = Network.load(tmp_path / "a.safetensors")
    assert again.schema == network.schema
    assert (again.feedforward(x) == network.feedforward(x)).all()


def test_a_regression_is_in_the_units_of_its_targets():
    network, train, x, y = learned(regression=True)
    assert network.predict(x).shape == (60,)
    cost, r_squared = network.measure(x, y)
    residual = network.predict(x) - y
    assert r_squared == pytest.approx(1 - residual.var() / y.var(), abs=0.01)
    assert r_squared > 0.95
    assert train.schema is not None
    scale = train.schema.target_scale[0]
    assert cost == pytest.approx(0.5 * np.mean((residual / scale) ** 2))
    assert network.history[-1]["validation_accuracy"] is None


def test_a_rung_learns_the_same():
    x = rows()
    for y in (x.sum(axis=1), (x[:, 0] > 1000).astype(int)):
        data = load_data((x, y), validation=0.2, test=0)
        ends = []
        for engine in ("auto", "lists"):
            network = Network([2, 3, data.schema.outputs], ["tanh", "linear"])
            records = fit(network, *data[:2], epochs=2, eta=0.1, engine=engine)
            ends.append((network.w[0], records[-1].validation_cost))
        np.testing.assert_allclose(ends[0][0], ends[1][0], rtol=1e-9)
        assert ends[0][1] == pytest.approx(ends[1][1])


def test_patience_keeps_the_best_of_a_regression():
    x = rows()
    data = load_data((x, x.sum(axis=1)))
    network = Network([2, 8, 1], ["tanh", "linear"])
    records = fit(network, *data[:2], epochs=40, eta=0.5, patience=3)
    best = min(record.validation_cost or 0 for record in records)
    assert network.measure(*data.validation)[0] == pytest.approx(best)
    with pytest.raises(UserError, match="regression does not have"):
        fit(network, *data[:2], target=0.9)


def test_a_checkpoint_of_a_regression_goes_on(tmp_path):
    x = rows()
    data = load_data((x, x.sum(axis=1)))
    whole, part = (Network([2, 4, 1], ["tanh", "linear"]) for _ in range(2))
    fit(whole, *data[:2], epochs=4, eta=0.1)
    path = tmp_path / "c.safetensors"
    for record in epochs(4, part, *data[:2], eta=0.1, checkpoint=path):
        if record.epoch == 2:
            break
    run = resume(path, *data[:2])
    assert len(list(run.records)) == 2
    assert (run.network.w[0] == whole.w[0]).all()
    assert run.network.schema == data.schema


def test_a_network_that_has_learned_keeps_its_own():
    network, *_ = learned(regression=False)
    kept = network.schema
    other = load_data((rows() * 3, [0, 1] * 30), validation=0, test=0)
    fit(network, other.train, epochs=1, eta=0.1)
    assert network.schema is kept


def test_a_schema_that_does_not_fit_the_model_is_damage(tmp_path):
    network = Network([3, 2])
    network.schema = FEATURES
    network.save(tmp_path / "a.safetensors")
    with pytest.raises(ModelError, match="expected a schema for 3 inputs"):
        Network.load(tmp_path / "a.safetensors")


def test_data_for_a_model_are_read_by_its_schema(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("b,a,y\n" + "".join(f"{i},{-i},{'np'[i % 2]}\n" for i in range(20)))
    schema = load_data(path, label="y").schema
    path.write_text("a,more,y,b\n-3,0,n,3\n-4,0,p,4\n")
    data = load_data(path, schema=schema, validation=0, test=0)
    assert data.train.x.tolist() == [[3, -3], [4, -4]]
    path.write_text("a,y,b\n-3,n,3\n-4,maybe,4\n")
    with pytest.raises(DataError, match=r"line 3: the label 'maybe' did not occur.*knows n, p"):
        load_data(path, schema=schema)
    path.write_text("a,y,c\n-3,n,3\n-4,p,4\n")
    with pytest.raises(DataError, match=r"there is no column 'b'; there are a, y, c"):
        load_data(path, schema=schema)


def test_a_label_that_only_other_parts_have_is_refused(tmp_path):
    x = np.random.default_rng(0).random((12, 8, 8))
    arrays = {"x_train": x[:8], "y_train": [0, 1] * 4, "x_test": x[8:], "y_test": [0, 1, 2, 1]}
    with pytest.raises(DataError, match=r"sample 10 .*the label '2' is not among"):
        load_data(arrays)


def test_samples_keep_it_where_they_are_cut():
    samples = Samples(np.zeros((4, 2)), np.zeros(4, int), FEATURES)
    assert samples._replace(y=np.ones(4, int)).schema is FEATURES
    assert samples[0].shape == (4, 2)


def test_the_bundled_digits_have_one(digits, tmp_path: Path):
    assert digits.schema == Schema((28, 28), classes=tuple("0123456789"))
    assert digits.schema.plain


def test_a_picture_to_look_at_is_grey_from_0_to_255():
    schema = Schema((2, 2, 3), classes=("a", "b"))
    assert grey_image(np.full(12, 0.5), schema).tolist() == [[128, 128]] * 2
    dim = Schema((1, 2), largest=16, classes=("a", "b"))
    assert grey_image(np.array([0, 16], np.uint8), dim).tolist() == [[0, 255]]
    assert grey_image(np.arange(5, dtype=np.uint8), None).shape == (2, 2)
