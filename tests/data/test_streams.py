"""A stream gives each sample once an epoch, in whole batches, and notices a file that changes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from groundup import DataError, load_data
from groundup.data import streams
from groundup.data.streams import Pools, RowsOnDisk, Stream
from groundup.errors import UserError

COUNT = 3000


@pytest.fixture
def small_pools(monkeypatch) -> None:
    """Pools of four blocks, so that a small file has several."""
    monkeypatch.setattr(streams, "POOL", 4 * streams.BLOCK)


def stream_of(folder: Path, count: int = COUNT, header: int = 16) -> Stream:
    """Sample i is the number i in four bytes, labelled i mod 10."""
    path = folder / "rows"
    path.write_bytes(bytes(header) + np.arange(count, dtype="<u4").tobytes())
    y = (np.arange(count) % 10).astype(np.uint8)
    return Stream(RowsOnDisk(path, header, (count, 4)), y)


def number(x: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(x).view("<u4")[:, 0].astype(np.int64)


def epoch_of(stream: Stream, batch_size: int, epoch: int = 1, seed: int = 0) -> np.ndarray:
    """The numbers of the samples as an epoch visits them."""
    pools = Pools(stream, batch_size).epoch(seed, epoch)
    return np.concatenate([number(pool.x[pool.order]) for pool in pools])


@pytest.mark.parametrize("batch_size", [1, 7, 10, 512, 513, 5000])
def test_each_sample_comes_once_with_its_label_in_whole_batches(tmp_path, small_pools, batch_size):
    stream, seen = stream_of(tmp_path), []
    pools = list_of_copies(Pools(stream, batch_size).epoch(0, 1))
    for x, y, numbers, order in pools:
        assert (number(x[order]) % 10 == y[order]).all()
        assert (numbers[order] == number(x[order])).all()
        seen.append(number(x[order]))
    assert all(len(part) % batch_size == 0 for part in seen[:-1])
    assert sorted(np.concatenate(seen)) == list(range(COUNT))
    assert len(pools) == -(-COUNT // 512)


def list_of_copies(pools) -> list[tuple[np.ndarray, ...]]:
    return [tuple(array.copy() for array in pool) for pool in pools]


def test_a_pool_is_good_until_the_next_but_one_is_asked_for(tmp_path, small_pools):
    pools = Pools(stream_of(tmp_path), 7).epoch(0, 1)
    before = next(pools)
    there = number(before.x[before.order]).copy()
    next(pools)
    assert (number(before.x[before.order]) == there).all()


def test_an_order_depends_on_seed_and_epoch_and_mixes_blocks(tmp_path, small_pools):
    stream = stream_of(tmp_path)
    first = epoch_of(stream, 10)
    assert (first == epoch_of(stream, 10)).all()
    assert (first != epoch_of(stream, 10, epoch=2)).any()
    assert (first != epoch_of(stream, 10, seed=1)).any()
    blocks = first[:100] // streams.BLOCK
    assert len(set(blocks.tolist())) == 4


def test_blocks_that_are_spare_are_not_learned_from(tmp_path, small_pools):
    whole = stream_of(tmp_path)
    kept = np.r_[0:128, 256:COUNT]
    stream = Stream(whole.rows, whole.y[kept], spare=frozenset([1]))
    seen = epoch_of(stream, 10)
    assert sorted(seen) == kept.tolist()


def test_wide_samples_make_small_pools(tmp_path):
    path = tmp_path / "wide"
    path.write_bytes(b"")
    stream = Stream(RowsOnDisk(path, 0, (10**6, 784 * 8)), np.zeros(10**6, np.uint8))
    assert Pools(stream, 10).per_pool == 128


def test_rows_are_read_where_they_are_asked_for(tmp_path):
    x = stream_of(tmp_path).rows
    assert number(x[5:8]).tolist() == [5, 6, 7]
    assert number(x[-2:]).tolist() == [COUNT - 2, COUNT - 1]
    assert number(x[np.array([9, 3])]).tolist() == [9, 3]
    assert x[9:5].shape == (0, 4)
    with pytest.raises(UserError, match="all were asked for at once"):
        np.asarray(x)
    with pytest.raises(UserError, match="without a step"):
        x[::2]


def test_it_reads_without_preadv_too(tmp_path, monkeypatch, small_pools):
    expected = epoch_of(stream_of(tmp_path), 10)
    monkeypatch.delattr(streams.os, "preadv", raising=False)
    assert (epoch_of(stream_of(tmp_path), 10) == expected).all()


def test_a_file_that_has_become_shorter_says_so(tmp_path, small_pools):
    stream = stream_of(tmp_path)
    pools = Pools(stream, 10)
    with stream.rows.path.open("r+b") as file:
        file.truncate(16 + 4 * 1000)
    with pytest.raises(DataError, match=r"3,000 samples.*ends after 1,000.*shorter"):
        list(pools.epoch(0, 1))


def test_a_fingerprint_tells_labels_and_sizes_and_probed_blocks(tmp_path, monkeypatch):
    stream = stream_of(tmp_path)
    before = stream.fingerprint()
    assert before == stream_of(tmp_path).fingerprint()
    other = Stream(stream.rows, stream.y[::-1])
    assert other.fingerprint() != before
    assert stream_of(tmp_path, COUNT - 1).fingerprint()[0] == COUNT - 1
    monkeypatch.setattr(streams, "PROBED", 2)
    stream = stream_of(tmp_path)
    probed = streams.chosen(stream.blocks, 2, "fingerprint")[:, 0]
    missed = next(row for row in stream.blocks[:, 0].tolist() if row not in probed)
    before, whole = stream.fingerprint(), stream.fingerprint(whole=True)
    with stream.rows.path.open("r+b") as file:
        file.seek(16 + 4 * missed)
        file.write(b"\xff")
    assert stream.fingerprint() == before
    assert stream.fingerprint(whole=True) != whole


def write_idx(folder: Path, y: np.ndarray, x: np.ndarray | None = None) -> Path:
    """A folder of IDX files whose training labels are y; image i is i mod 251 all over."""
    folder.mkdir(exist_ok=True)
    if x is None:
        x = np.repeat((np.arange(len(y)) % 251).astype(np.uint8)[:, None], 6, axis=1)
    for name, xs, ys in (("train", x, y), ("t10k", x[:9], np.arange(9) % 3)):
        sizes = (len(ys), 2, xs.shape[1] // 2)
        header = bytes([0, 0, 8, 3]) + b"".join(n.to_bytes(4, "big") for n in sizes)
        (folder / f"{name}-images-idx3-ubyte").write_bytes(header + xs.tobytes())
        header = bytes([0, 0, 8, 1]) + len(ys).to_bytes(4, "big")
        labels = header + ys.astype(np.uint8).tobytes()
        (folder / f"{name}-labels-idx1-ubyte").write_bytes(labels)
    return folder


def test_a_stream_has_the_parts_that_memory_has(tmp_path):
    folder = write_idx(tmp_path / "data", np.arange(3000) % 3)
    streamed, whole = load_data(folder, stream=True), load_data(folder)
    assert isinstance(streamed.train, Stream)
    assert (streamed.train.x[:] == whole.train.x).all()
    assert (streamed.train.y == whole.train.y).all()
    for part, other in zip(streamed[1:], whole[1:], strict=True):
        assert (part.x == other.x).all()
        assert (part.y == other.y).all()
        assert part.y.dtype == other.y.dtype
    assert streamed.schema == whole.schema


def test_of_a_sorted_file_every_class_validates_and_is_learned_from(tmp_path):
    folder = write_idx(tmp_path / "data", np.arange(6000) // 2000)
    train, validation, _ = load_data(folder, stream=True)
    assert isinstance(train, Stream)
    assert 1000 <= len(validation.x) < 1000 + streams.BLOCK
    assert len(train.y) + len(validation.y) == 6000
    assert set(train.y) == set(validation.y) == {0, 1, 2}
    [pool] = Pools(train, 10).epoch(0, 1)
    pixels = np.concatenate([pool.x[:, 0], validation.x[:, 0]])
    labels = np.concatenate([pool.y, validation.y])
    expected = zip(np.arange(6000) % 251, np.arange(6000) // 2000, strict=True)
    assert sorted(zip(pixels, labels, strict=True)) == sorted(expected)


def test_with_full_nothing_validates(tmp_path):
    folder = write_idx(tmp_path / "data", np.arange(600) % 3)
    data = load_data(folder, full=True, stream=True)
    assert (len(data.train.y), len(data.validation.x)) == (600, 0)


def test_what_cannot_be_streamed_is_refused(tmp_path):
    with pytest.raises(DataError, match=r"gzipped.*gunzip"):
        load_data("mnist", stream=True)
    (tmp_path / "a.csv").write_text("a,label\n1,x\n2,y\n")
    with pytest.raises(DataError, match="leave out --stream"):
        load_data(tmp_path / "a.csv", stream=True)
    folder = write_idx(tmp_path / "data", np.arange(60) % 3)
    images = folder / "train-images-idx3-ubyte"
    images.write_bytes(images.read_bytes()[:-1])
    with pytest.raises(DataError, match=r"60×2×3 bytes.*holds 359"):
        load_data(folder, stream=True)


def test_above_a_gibibyte_data_stay_on_disk_by_themselves(tmp_path, monkeypatch):
    from groundup.data import mnist_like

    folder = write_idx(tmp_path / "data", np.arange(600) % 3)
    monkeypatch.setattr(mnist_like, "MAXIMUM_BYTES", 3600)
    assert not isinstance(load_data(folder).train, Stream)
    monkeypatch.setattr(mnist_like, "MAXIMUM_BYTES", 3599)
    assert isinstance(load_data(folder).train, Stream)
