"""A Parquet file that stays on disk gives the samples that it gives in memory."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from groundup import Data, DataError, Network, fit, load_data
from groundup.data import parquet_stream, streams
from groundup.data.streams import Stream
from groundup.errors import UserError

pyarrow = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")
COUNT = 2000


@pytest.fixture(autouse=True)
def small_batches(monkeypatch) -> None:
    """So that a small file has several, which do not end where row groups do."""
    monkeypatch.setattr(parquet_stream, "CELLS", 1000)


def write(folder: Path, columns: Mapping[str, object], name: str = "a.parquet") -> Path:
    path = folder / name
    parquet.write_table(pyarrow.table(dict(columns)), path, row_group_size=300)
    return path


def features(kind: type = np.float64) -> dict[str, object]:
    random = np.random.default_rng(0)
    x = random.normal((5, -3, 100), (1, 0.1, 30), (COUNT, 3)).astype(kind)
    return {"a": x[:, 0], "b": x[:, 1], "c": x[:, 2]}


def species() -> np.ndarray:
    return np.array(["oak", "elm", "ash"])[np.random.default_rng(1).integers(0, 3, COUNT)]


def pair(path: Path, **options: object) -> tuple[Data, Data]:
    """On disk, and in memory."""
    found = load_data(path, stream=True, **options), load_data(path, **options)  # type: ignore[arg-type]
    assert isinstance(found[0].train, Stream)
    return found


@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_features_and_words_are_those_of_memory(tmp_path, kind):
    path = write(tmp_path, features(kind) | {"label": species()})
    streamed, whole = pair(path)
    assert streamed.train.x.dtype == kind
    for part, other in zip(streamed, whole, strict=True):
        assert (part.x[:] == other.x).all()
        assert (part.y == other.y).all()
    one, two = streamed.schema, whole.schema
    np.testing.assert_allclose((one.mean, one.scale), (two.mean, two.scale), rtol=1e-6)
    assert (one.classes, one.features, one.shape) == (two.classes, two.features, two.shape)


def test_targets_of_a_regression_are_those_of_memory(tmp_path):
    columns = features()
    path = write(tmp_path, columns | {"target": np.arange(COUNT) * 0.5})
    streamed, whole = pair(path)
    assert streamed.schema.regression
    assert (streamed.train.y == whole.train.y).all()
    assert streamed.schema.target_mean == whole.schema.target_mean
    network = Network([3, 5, 1], ["tanh", "linear"])
    history = fit(network, streamed.train, streamed.validation, epochs=2, eta=0.1)
    assert history[-1].validation_cost is not None


def test_pixels_are_those_of_memory_and_learned_alike(tmp_path):
    random = np.random.default_rng(2)
    pixels = random.integers(0, 256, (COUNT, 64))
    path = write(
        tmp_path, {f"p{i}": pixels[:, i] for i in range(64)} | {"label": pixels[:, 0] // 128}
    )
    streamed, whole = pair(path)
    assert streamed.train.x.dtype == np.uint8
    assert (streamed.train.x[:] == whole.train.x).all()
    assert streamed.schema == whole.schema


@pytest.mark.parametrize("missing", [None, ""])
def test_a_label_that_is_missing_is_told_by_its_row(tmp_path, missing):
    names = species().tolist()
    names[1234] = missing
    path = write(tmp_path, features() | {"label": names})
    with pytest.raises(DataError, match=r"row 1234 .*expected a label"):
        load_data(path, stream=True)
    data = load_data(path)
    assert sum(len(part.y) for part in data) == len(names) - 1
    assert "1 row has no label, at row 1234" in data.schema.notes[0]


def test_labels_of_bytes_and_of_categories_are_those_of_memory(tmp_path):
    words = species()
    for labels in (words.astype("S").tolist(), pyarrow.array(words).dictionary_encode()):
        streamed, whole = pair(write(tmp_path, features() | {"label": labels}))
        assert streamed.schema.classes == whole.schema.classes == ("ash", "elm", "oak")
        assert (streamed.test.y == whole.test.y).all()


def test_words_that_are_the_same_are_one_object(tmp_path):
    path = write(tmp_path, features() | {"label": species()})
    with parquet.ParquetFile(path) as file:
        assert len(set(map(id, parquet_stream.labels(file, "label")))) == 3


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps the name of an open file")
def test_a_process_that_is_killed_leaves_no_file(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "spool"))
    (tmp_path / "spool").mkdir()
    while_writing = []
    writing = parquet_stream.write

    def watched(*arguments: Any) -> None:
        writing(*arguments)
        while_writing.extend((tmp_path / "spool").iterdir())

    monkeypatch.setattr(parquet_stream, "write", watched)
    load_data(write(tmp_path, features() | {"label": species()}), stream=True)
    assert while_writing == []


def test_columns_are_chosen_as_ever(tmp_path):
    path = write(tmp_path, features() | {"kind": species(), "id": np.arange(COUNT)})
    streamed, whole = pair(path, label="kind", drop=["id", "b"])
    assert streamed.schema.features == whole.schema.features == ("a", "c")


def test_a_model_s_features_are_found_by_name(tmp_path):
    columns = features()
    first = load_data(write(tmp_path, columns | {"label": species()}))
    turned = dict(reversed(list(columns.items())))
    path = write(tmp_path, {"label": species()} | turned, "b.parquet")
    streamed, whole = pair(path, schema=first.schema)
    assert (streamed.train.x[:] == whole.train.x).all()
    assert streamed.schema == first.schema


def test_words_for_a_gap_are_refused_and_not_passed_over(tmp_path):
    """Streams know no gaps: -999 would be a number, which a model's words say that it is not."""
    path = write(tmp_path, features() | {"label": species()})
    model = load_data(path, missing=["-999"]).schema
    options: list[dict[str, Any]] = [{"missing": ["-999"]}, {"schema": model}]
    for given in options:
        with pytest.raises(
            DataError, match=r"\(--missing -999\), since rows that are read in pieces"
        ):
            load_data(path, stream=True, **given)


def test_it_learns_in_small_pools(tmp_path, monkeypatch):
    monkeypatch.setattr(streams, "POOL", 512)
    columns = features()
    sums = np.asarray(columns["a"]) + np.asarray(columns["b"])
    label = np.where(sums > np.median(sums), "high", "low")
    data = load_data(write(tmp_path, columns | {"label": label}), stream=True)
    network = Network([3, 8, 2], ["tanh", "softmax"], "cross-entropy")
    fit(network, data.train, data.validation, epochs=8, eta=0.5)
    assert network.measure(*data.test)[1] > 0.95


def test_at_most_so_many_are_held_out(tmp_path, monkeypatch):
    monkeypatch.setattr(parquet_stream, "HELD_OUT", 100)
    data = load_data(write(tmp_path, features() | {"label": species()}), stream=True)
    assert [len(part.y) for part in data] == [1800, 100, 100]


def test_large_ones_stay_on_disk_by_themselves(tmp_path, monkeypatch):
    path = write(tmp_path, features() | {"label": species()})
    monkeypatch.setattr(parquet_stream, "MAXIMUM_BYTES", COUNT * 4 * 8 - 1)
    assert isinstance(load_data(path).train, Stream)
    monkeypatch.setattr(parquet_stream, "MAXIMUM_BYTES", COUNT * 4 * 8)
    assert not isinstance(load_data(path).train, Stream)


def test_what_is_no_number_is_refused_with_its_row_and_leaves_no_file(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "spool"))
    (tmp_path / "spool").mkdir()
    columns = features()
    gap = np.asarray(columns["b"]).copy()
    gap[1234] = np.nan
    for broken, words in (
        ({"b": gap}, r"row 1234 .*column b: expected a finite number"),
        ({"b": species()}, r"column b: expected numbers"),
        ({"label": np.zeros(COUNT, int)}, "two classes or more"),
    ):
        path = write(tmp_path, columns | {"label": species()} | broken)
        with pytest.raises(DataError, match=words):
            load_data(path, stream=True)
    load_data(write(tmp_path, columns | {"label": species()}), stream=True)
    assert list((tmp_path / "spool").iterdir()) == []


def test_later_rows_that_are_no_pixels_are_refused(tmp_path):
    pixels = np.full((COUNT, 64), 7)
    pixels[-1, 5] = 256
    path = write(
        tmp_path, {f"p{i}": pixels[:, i] for i in range(64)} | {"label": np.arange(COUNT) % 2}
    )
    with pytest.raises(DataError, match="--features"):
        load_data(path, stream=True)
    assert load_data(path, stream=True, pixels=False).train.x.dtype == np.float64


def test_a_full_disk_is_said_before_anything_is_unpacked(tmp_path, monkeypatch):
    import shutil

    path = write(tmp_path, features() | {"label": species()})
    usage = shutil.disk_usage(tmp_path)._replace(free=1)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    with pytest.raises(UserError, match="268 MB free to unpack"):
        load_data(path, stream=True)


def test_a_damaged_file_says_so(tmp_path):
    (tmp_path / "a.parquet").write_bytes(b"nonsense")
    with pytest.raises(DataError, match="expected a Parquet file"):
        load_data(tmp_path / "a.parquet", stream=True)


@pytest.mark.parametrize("stream", [True, False])
def test_binary_labels_are_words_or_refused(tmp_path, stream):
    for first, classes in ((b"oak", ("elm", "oak")), (b"\xff", None)):
        path = write(tmp_path, features() | {"label": [first, b"elm"] * (COUNT // 2)})
        if classes:
            assert load_data(path, stream=stream).schema.classes == classes
        else:
            with pytest.raises(DataError, match=r"expected words in UTF-8.*xff"):
                load_data(path, stream=stream)


def test_numbers_too_large_for_a_deviation_are_refused_without_a_warning(tmp_path):
    path = write(tmp_path, features() | {"c": [1e200, -1e200] * (COUNT // 2), "label": species()})
    with pytest.raises(UserError, match="finite means and scales"):
        load_data(path, stream=True)
